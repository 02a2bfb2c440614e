import NeosEngine
import Testing

@Suite("The loss's derivatives in the sizes of systematic uncertainties")
struct AttributionTests {
  /// A learned signal over numbers, with each kind of systematic, whose sizes are factors on their first ones.
  static func workspace(_ sizes: [String: Double]) -> String {
    func grown(_ name: String, _ value: Double, around center: Double = 0) -> Double {
      center + (value - center) * (sizes[name] ?? 1)
    }
    func normSys(_ name: String, _ hi: Double, _ lo: Double) -> String {
      """
      {"name": "\(name)", "type": "normsys",
       "data": {"hi": \(grown(name, hi, around: 1)), "lo": \(grown(name, lo, around: 1))}}
      """
    }
    func perBin(_ name: String, _ type: String, _ values: [Double]) -> String {
      #"{"name": "\#(name)", "type": "\#(type)", "data": \#(values.map { grown(name, $0) })}"#
    }
    let shape = """
      {"name": "shape", "type": "histosys", "data": {
       "hi_data": [\(grown("shape", 22, around: 20)), \(grown("shape", 36, around: 30))],
       "lo_data": [\(grown("shape", 19, around: 20)), \(grown("shape", 27, around: 30))]}}
      """
    let lumi = #"{"name": "lumi", "type": "lumi", "data": null}"#
    return """
      {"channels": [{"name": "SR", "samples": [
        {"name": "signal", "data": {"events": "signal"}, "modifiers": [
          {"name": "mu", "type": "normfactor", "data": null}, \(lumi), \(normSys("theory", 1.1, 0.95))]},
        {"name": "background", "data": [20, 30], "modifiers": [
          \(lumi), \(normSys("xsec", 1.3, 0.9)), \(shape), \(normSys("shape", 1.04, 0.97)),
          \(perBin("mc", "staterror", [2, 3]))]},
        {"name": "other", "data": [4, 9], "modifiers": [
          \(normSys("xsec", 0.8, 1.15)), \(perBin("fakes", "shapesys", [1, 2]))]}]}],
       "observations": [{"name": "SR", "data": [40, 30]}],
       "measurements": [{"name": "m", "config": {"poi": "mu", "parameters": [
         {"name": "lumi", "inits": [1], "bounds": [[0.5, 1.5]], "auxdata": [1],
          "sigmas": [\(grown("lumi", 0.05))]}]}}],
       "version": "1.0.0"}
      """
  }

  static let settings = ["data events=200", "histogram kde bins=0:1:2", "scale signal=4 floor=1e-3"]

  @Test(
    "Every one is what a difference of losses shows",
    arguments: [.cls, .discovery, .uncertainty, .generalizedVariance, .significance] as [Objective],
    ["normsys=code4", "normsys=code1"])
  func sizes(objective: Objective, code: String) throws {
    let files = try SpecFiles()
    func view(_ sizes: [String: Double]) throws -> SessionView {
      try files.write(Self.workspace(sizes), to: "model.json")
      var session = try files.session(
        Self.settings + ["model spec model.json \(code)", "objective \(objective.rawValue)"])
      return session.view([.attribution])
    }
    let items = try #require(try view([:]).attribution?.items)
    for name in ["theory", "xsec", "shape", "lumi", "mc", "fakes"] {
      // A systematic without influence is not listed.
      let found = items.first { $0.kind == .systematic(name) }?.derivative ?? 0
      let expected = try slope(step: 1e-3) { try #require(try view([name: 1 + $0]).record?.loss) }
      // Each loss is good to about 1e-12, over a step of a thousandth.
      #expect(abs(found - expected) <= 1e-7 * max(abs(expected), 1e-3), "\(name): \(found), \(expected)")
      if objective == .cls || objective == .uncertainty { #expect(found != 0, "\(name)") }
    }
  }
}
