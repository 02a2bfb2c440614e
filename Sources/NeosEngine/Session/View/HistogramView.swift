/// The expected events of a session's model, channel by channel.
public struct HistogramView: Sendable, Hashable {
  /// The events of one sample in a channel.
  public struct Layer: Sendable, Hashable {
    /// The name of the sample.
    public var name: String
    /// Whether the parameter of interest scales it.
    public var isSignal: Bool
    /// Where it stands among the session's samples.
    public var place: SamplePlace
    /// The expected events of each bin.
    public var yields: [Double]
    /// Their statistical uncertainties; none when they are not known.
    public var errors: [Double]
  }

  /// The expected events of all samples with a parameter one standard deviation up and down.
  public struct Variation: Sendable, Hashable {
    /// The name of the parameter; `all` for the quadratic sum of all parameters.
    public var name: String
    /// The total at +1 standard deviation.
    public var up: [Double]
    /// The total at -1 standard deviation.
    public var down: [Double]
  }

  /// Counts in the bins of a channel.
  public struct Counts: Sendable, Hashable {
    /// What they are.
    public var name: String
    /// The count of each bin.
    public var values: [Double]
  }

  /// A channel of the model.
  public struct Channel: Sendable, Hashable {
    /// Its name; empty where the model has one channel without a name.
    public var name: String
    /// The bin edges.
    public var edges: [Double]
    /// Whether the edges are only the numbers of the bins.
    public var isNumbered: Bool
    /// The samples, the signal last.
    public var layers: [Layer]
    /// The systematic variations: all of them together where there are several, then each.
    public var variations: [Variation]
    /// Asimov data for a signal strength of 0 and of 1, and observed data where there are any.
    public var data: [Counts]
  }

  /// The name of observed counts.
  package static let observedName = "observed"

  /// The channels, in the model's order.
  public var channels: [Channel]
}

extension Session {
  /// The expected events of the model with some templates.
  func histogramView(_ state: TrainingState, _ templates: CountedTemplates) -> HistogramView? {
    guard let model = try? model(templates.yields) else { return nil }
    let errors = templates.errors
    var channels: [HistogramView.Channel]
    let places = samplePlaces(templates.yields).layers
    if let model = model as? HistFactoryModel {
      channels = workspaceChannels(model, state, errors, places)
    } else {
      channels = [builtInChannel(templates.yields, state, errors)]
    }
    let variations = model.variations()
    var first = 0
    var data = [0.0, 1.0].map { strength in
      HistogramView.Counts(
        name: "Asimov, mu = \(Int(strength))",
        values: model.expectedRates(model.initialParameters(poi: strength)))
    }
    if let workspace = configuration.workspace, !workspace.observations.isEmpty,
      let model = model as? HistFactoryModel, let counts = try? model.data(workspace.observations)
    {
      data.append(.init(name: HistogramView.observedName, values: Array(counts.prefix(model.binCount))))
    }
    for index in channels.indices {
      let bins = first..<first + max(channels[index].edges.count - 1, 0)
      first = bins.upperBound
      guard bins.upperBound <= model.binCount else { break }
      channels[index].variations = variations.map {
        .init(name: $0.name, up: Array($0.up[bins]), down: Array($0.down[bins]))
      }.filter { $0.up != $0.down || $0.name == "all" }
      channels[index].data = data.map { .init(name: $0.name, values: Array($0.values[bins])) }
    }
    return HistogramView(channels: channels)
  }

  private func builtInChannel(
    _ yields: Yields, _ state: TrainingState, _ errors: [[Double]]
  ) -> HistogramView.Channel {
    let isNumbered = state.point.binning.count != yields.binCount || configuration.method == .softmax
    let edges =
      isNumbered ? (0...yields.binCount).map { Double($0) } : state.point.binning.edges
    func layer(_ row: Int, isSignal: Bool) -> HistogramView.Layer {
      .init(
        name: yields.names[row], isSignal: isSignal, place: isSignal ? .signal : .background(0),
        yields: yields.templates[row],
        errors: row < errors.count ? errors[row] : [])
    }
    // Both rules begin with the signal and go on with the background.
    return .init(
      name: "", edges: edges, isNumbered: isNumbered,
      layers: [layer(1, isSignal: false), layer(0, isSignal: true)], variations: [], data: [])
  }

  private func workspaceChannels(
    _ model: HistFactoryModel, _ state: TrainingState, _ errors: [[Double]], _ places: [String: SamplePlace]
  ) -> [HistogramView.Channel] {
    let poi = model.poiIndex.map { model.parameters[$0].name }
    let learned = branch.compiled?.model
    return model.channels.map { channel in
      var layers: [HistogramView.Layer] = []
      var edges: [Double]?
      let samples = configuration.workspace?.channels.first { $0.name == channel.name }?.samples ?? []
      for (row, slot) in model.slots.enumerated() where slot.channel == channel.name && slot.role == .nominal
      {
        if let fill = learned?.fills.first(where: { $0.row == row }), let learned {
          let own = learned.requests[fill.request].edges
          edges = own ?? (configuration.method == .softmax ? edges : state.point.binning.edges)
        }
        let isSignal =
          samples.first { $0.name == slot.sample }?.modifiers.contains { $0.name == poi } ?? false
        layers.append(
          .init(
            name: slot.sample, isSignal: isSignal,
            place: isSignal ? .signal : places[slot.sample] ?? .background(0),
            yields: model.yields.templates[row],
            errors: row < errors.count ? errors[row] : []))
      }
      let count = channel.bins.count
      let isNumbered = edges?.count != count + 1
      let numbers = (0...count).map { Double($0) }
      return .init(
        name: channel.name, edges: isNumbered ? numbers : edges ?? numbers, isNumbered: isNumbered,
        layers: layers.filter { !$0.isSignal } + layers.filter(\.isSignal), variations: [], data: [])
    }
  }
}

extension StatisticalModel {
  /// The expected counts at a signal strength of 1 with each constrained parameter one standard deviation up and
  /// down, after their quadratic sum where there are several.
  ///
  /// Parameters of a staterror are left out: those are statistical uncertainties, which the layers have.
  fileprivate func variations() -> [HistogramView.Variation] {
    let start = initialParameters(poi: 1)
    let center: [Double] = expectedRates(start)
    let statistical = Set(
      (self as? HistFactoryModel)?.parameterSets.filter { $0.kinds.contains(.statError) }
        .flatMap { Array($0.range) } ?? [])
    var each: [HistogramView.Variation] = []
    var (above, below) = (center.map { _ in 0.0 }, center.map { _ in 0.0 })
    for (index, width) in prefitUncertainties().enumerated() where !statistical.contains(index) {
      guard let width, !parameters[index].isFixed else { continue }
      func rates(_ shift: Double) -> [Double] {
        var moved = start
        moved[index] += shift
        return expectedRates(moved)
      }
      let (up, down) = (rates(width), rates(-width))
      each.append(.init(name: parameters[index].name, up: up, down: down))
      for bin in center.indices {
        let (high, low) = (max(up[bin], down[bin]) - center[bin], min(up[bin], down[bin]) - center[bin])
        above[bin] += max(high, 0) * max(high, 0)
        below[bin] += min(low, 0) * min(low, 0)
      }
    }
    guard each.count > 1 else { return each }
    let all = HistogramView.Variation(
      name: "all", up: zip(center, above).map { $0 + $1.squareRoot() },
      down: zip(center, below).map { $0 - $1.squareRoot() })
    return [all] + each
  }
}
