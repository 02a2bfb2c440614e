/// Where a sample stands among those of a session: what gives it the same color in every chart.
public enum SamplePlace: Sendable, Hashable {
  /// A signal.
  case signal
  /// Another sample, by position among those that are not signals; variations come after all nominal ones.
  case background(Int)
}

/// The places of a session's samples by name.
struct SamplePlaces {
  /// Those of the samples of a histogram.
  private(set) var layers: [String: SamplePlace] = [:]
  /// Those of the samples of events.
  private(set) var events: [String: SamplePlace] = [:]
  private var backgroundCount = 0

  /// The next place that no other sample has.
  private mutating func next(isSignal: Bool) -> SamplePlace {
    if isSignal { return .signal }
    defer { backgroundCount += 1 }
    return .background(backgroundCount)
  }

  /// Gives a place to a sample of a histogram that has none.
  mutating func addLayer(_ name: String, isSignal: Bool) {
    if layers[name] == nil { layers[name] = next(isSignal: isSignal) }
  }

  /// Gives a place to a sample of events: that of the layer which it fills, if it fills one.
  mutating func addEvents(_ name: String, filling layer: String?) {
    guard events[name] == nil else { return }
    events[name] = layer.flatMap { layers[$0] } ?? next(isSignal: false)
  }
}

extension Session {
  /// The places of the samples with the present settings.
  func samplePlaces(_ yields: Yields) -> SamplePlaces {
    var places = SamplePlaces()
    let learned = branch.compiled?.model
    if let workspace = configuration.workspace {
      let poi =
        workspace.measurements.first { $0.name == configuration.spec.measurement }?.poi
        ?? workspace.measurements.first?.poi
      let samples = workspace.channels.flatMap(\.samples)
      let signals = Set(samples.filter { $0.modifiers.contains { $0.name == poi } }.map(\.name))
      for sample in samples { places.addLayer(sample.name, isSignal: signals.contains(sample.name)) }
    } else {
      for (row, name) in yields.names.prefix(2).enumerated() { places.addLayer(name, isSignal: row == 0) }
    }
    for name in configuration.eventNames {
      let filled = learned.flatMap { learned in
        learned.fills.first { fill in
          learned.requests[fill.request].sample == name && learned.model.slots[fill.row].role == .nominal
        }.map { learned.model.slots[$0.row].sample }
      }
      places.addEvents(name, filling: configuration.workspace == nil ? name : filled)
    }
    return places
  }
}
