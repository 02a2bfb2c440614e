import NeosEngine
import Testing

/// A small chain that ends in a workspace with all seven modifiers, two or three channels, and learned templates of
/// every kind, with bins of the session and of their own, beside fixed ones.
struct LearnedProblem: ChainProblem {
  var pipeline: Pipeline
  var point: Pipeline.Point
  var samples: [Sample]

  /// All settings that take part in the gradient vary with the seed.
  init(_ objective: Objective, seed: Int, method: HistogramMethod = .kde) throws {
    let keys = RandomKey(seed: UInt64(7000 + seed)).split(4)
    let numbers: [Double] = keys[0].uniform(20)
    let head = method == .softmax ? "3 softmax" : "1 sigmoid"
    let network = try Network(2, seed % 2 == 0 ? "4 tanh \(head)" : "5 gelu 3 softplus \(head)")
    // Codes without a kink at 0, where Asimov data lie.
    let interpolation = Interpolation(histoSys: seed % 3 == 2 ? .code2 : .code4p)
    let text =
      method == .softmax
      ? Self.softmaxWorkspace : seed % 2 == 0 ? Self.twoChannels(numbers) : Self.threeChannels(numbers)
    pipeline = Pipeline(
      network: network, method: method, model: try Self.model(text, interpolation: interpolation),
      objective: objective)
    pipeline.reflectsInfinities = seed % 4 >= 2
    pipeline.isDensity = seed % 5 == 0
    pipeline.scaling.signal = 1 + 3 * numbers[0]
    pipeline.scaling.background = 5 + 20 * numbers[1]
    pipeline.scaling.floor = seed % 3 == 0 ? 0.01 : 0
    point = Pipeline.Point(
      weights: .double(keys[1].normal(network.weightCount)),
      binning: try Binning(edges: [0, 0.25 + 0.2 * numbers[2], 0.55 + 0.2 * numbers[3], 1]),
      bandwidth: 0.1 + 0.2 * numbers[4])
    let draws: [Double] = keys[2].normal(4 * 24)
    let weights: [Double] = keys[3].uniform(4 * 12, from: 0.5, to: 1.5)
    samples = try SampleRole.fourSamples.enumerated().map { index, role in
      let center = [(-1.0, 1.0), (1, -1), (1.8, -0.4), (0.4, -1.7)][index]
      return try Sample(
        name: role.rawValue, featureCount: 2,
        features: (0..<24).map { draws[24 * index + $0] + ($0 % 2 == 0 ? center.0 : center.1) },
        weights: seed % 3 == 1 ? Array(weights[12 * index..<12 * index + 12]) : nil)
    }
  }

  /// The model of a workspace's text, for three bins.
  static func model(
    _ text: String, interpolation: Interpolation = Interpolation(), binCount: Int = 3
  ) throws -> ChainModel {
    let workspace = try Workspace(json: text.utf8)
    return .workspace(
      try LearnedModel(
        workspace, measurement: workspace.measurement(), interpolation: interpolation, binCount: binCount))
  }

  // MARK: Workspaces

  /// A signal region with the session's bins; its `qcd` is the subject of a shapefactor.
  private static func signalRegion(_ numbers: [Double]) -> String {
    """
    {"name": "SR", "samples": [
      {"name": "signal", "data": {"events": "signal"}, "modifiers": [
        {"name": "mu", "type": "normfactor", "data": null}, {"name": "lumi", "type": "lumi", "data": null},
        {"name": "theory", "type": "normsys", "data": {"hi": \(1.02 + 0.1 * numbers[5]), "lo": 0.93}}]},
      {"name": "background", "data": {"events": "nominal"}, "modifiers": [
        {"name": "norm", "type": "normfactor", "data": null},
        {"name": "shape", "type": "histosys",
          "data": {"hi_data": {"events": "up"}, "lo_data": {"events": "down"}}},
        {"name": "stat_SR", "type": "staterror", "data": {"events": "nominal"}}]},
      {"name": "other", "data": [\(2 + numbers[6]), 1.5, \(0.5 + numbers[7])], "modifiers": [
        {"name": "lumi", "type": "lumi", "data": null},
        {"name": "xsec", "type": "normsys", "data": {"hi": 1.2, "lo": \(0.8 + 0.1 * numbers[8])}},
        {"name": "stat_SR", "type": "staterror", "data": [0.6, 0.4, 0.2]}]},
      {"name": "qcd", "data": {"events": "up"}, "modifiers": [
        {"name": "qcd_shape", "type": "shapefactor", "data": null},
        {"name": "tilt", "type": "histosys", "data": {"hi_data": [9, 8, 7], "lo_data": {"events": "nominal"}}}]}
    ]}
    """
  }

  /// A control region with bins of its own: two, or three of which a shapefactor's sample has numbers.
  private static func controlRegion(_ bins: String, more: String = "") -> String {
    """
    {"name": "CR", "samples": [
      {"name": "signal", "data": {"events": "signal", "bins": \(bins)}, "modifiers": [
        {"name": "mu", "type": "normfactor", "data": null}, {"name": "lumi", "type": "lumi", "data": null}]},
      {"name": "background", "data": {"events": "nominal", "bins": \(bins)}, "modifiers": [
        {"name": "norm", "type": "normfactor", "data": null},
        {"name": "shape", "type": "histosys", "data": {
          "hi_data": {"events": "up", "bins": \(bins)}, "lo_data": {"events": "down", "bins": \(bins)}}},
        {"name": "sys_CR", "type": "shapesys", "data": {"events": "nominal", "bins": \(bins)}}]}\(more)
    ]}
    """
  }

  private static func document(_ channels: [String], bins: [Int]) -> String {
    let names = ["SR", "CR", "QR"]
    let observations = zip(names, bins).map { name, count in
      "{\"name\": \"\(name)\", \"data\": [\([String](repeating: "9", count: count).joined(separator: ","))]}"
    }
    return """
      {"channels": [\(channels.joined(separator: ","))], "observations": [\(observations.joined(separator: ","))],
       "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": [
         {"name": "lumi", "inits": [1], "bounds": [[0.5, 1.5]], "auxdata": [1], "sigmas": [0.05]}]}}],
       "version": "1.0.0"}
      """
  }

  static func twoChannels(_ numbers: [Double]) -> String {
    let qcd = """
      ,{"name": "qcd", "data": [50, 40, 30], "modifiers": [
        {"name": "qcd_shape", "type": "shapefactor", "data": null}]}
      """
    return document([signalRegion(numbers), controlRegion("[0, 0.3, 0.5, 0.8]", more: qcd)], bins: [3, 3])
  }

  /// The third channel has a template with the session's bins, and its uncertainty with them too.
  static func threeChannels(_ numbers: [Double]) -> String {
    let region = """
      {"name": "QR", "samples": [
        {"name": "qcd", "data": [50, 40, 30], "modifiers": [
          {"name": "qcd_shape", "type": "shapefactor", "data": null}]},
        {"name": "leak", "data": {"events": "down"}, "modifiers": [
          {"name": "sys_QR", "type": "shapesys", "data": {"events": "down"}},
          {"name": "xsec", "type": "normsys", "data": {"hi": 1.1, "lo": 0.9}}]}]}
      """
    return document([signalRegion(numbers), controlRegion("[0, 0.45, 0.9]"), region], bins: [3, 2, 3])
  }

  /// The bins of a softmax histogram are the network's outputs, so that none are of a template's own.
  static let softmaxWorkspace = document(
    [
      signalRegion([Double](repeating: 0.5, count: 20)),
      """
      {"name": "CR", "samples": [{"name": "qcd", "data": [50, 40, 30], "modifiers": [
        {"name": "qcd_shape", "type": "shapefactor", "data": null}]},
        {"name": "leak", "data": {"events": "down"}, "modifiers": [
          {"name": "norm", "type": "normfactor", "data": null},
          {"name": "sys_CR", "type": "shapesys", "data": {"events": "down"}}]}]}
      """,
    ], bins: [3, 3])
}
