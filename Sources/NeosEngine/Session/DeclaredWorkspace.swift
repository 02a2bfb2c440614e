extension Configuration {
  /// The workspace of the declared samples: one channel, whose templates the samples of events fill; nil without a
  /// sample.
  ///
  /// The signal strength scales signal; a variation of events is a histosys, one of the rate a normsys.
  var declaredWorkspace: Workspace? {
    guard !declarations.isEmpty else { return nil }
    let channel = "channel"
    func events(_ name: String) -> Workspace.Template { .events(Workspace.EventHistogram(sample: name)) }
    let samples = declarations.samples.map { sample in
      var modifiers: [Workspace.Modifier] = []
      if sample.isSignal { modifiers.append(Workspace.Modifier(name: "mu", effect: .normFactor)) }
      for variation in declarations.variations(of: sample.name) {
        let effect: Workspace.Modifier.Effect =
          if case .norm(let hi, let lo) = variation.effect {
            .normSys(hi: hi, lo: lo)
          } else {
            .histoSys(hi: events(variation.eventsName(.up)), lo: events(variation.eventsName(.down)))
          }
        modifiers.append(Workspace.Modifier(name: variation.name, effect: effect))
      }
      if spec.hasStatError {
        modifiers.append(
          Workspace.Modifier(name: "staterror_\(channel)", effect: .statError(events(sample.name))))
      }
      return Workspace.Sample(name: sample.name, data: events(sample.name), modifiers: modifiers)
    }
    var parameters: [Workspace.ParameterConfiguration] = []
    for variation in declarations.variations where variation.width != 1 {
      guard !parameters.contains(where: { $0.name == variation.name }) else { continue }
      parameters.append(Workspace.ParameterConfiguration(name: variation.name, width: variation.width))
    }
    return Workspace(
      channels: [Workspace.Channel(name: channel, samples: samples)], observations: [],
      measurements: [Workspace.Measurement(name: "measurement", poi: "mu", parameters: parameters)])
  }

  /// How many events each sample is to have that is generated.
  var generatedEvents: [Int] {
    switch dataKind {
    case .blobs: data.blobs.map(\.eventCount)
    case .samples:
      declarations.samples.map { if case .generated(_, let events) = $0.source { events } else { 0 } }
    }
  }
}
