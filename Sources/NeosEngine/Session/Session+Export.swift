internal import Foundation

extension Session {
  /// The present model as a workspace that pyhf reads, with numbers in all its templates.
  ///
  /// The measurement in use comes first. Channels without observed counts of the right number get the counts that are
  /// expected without a signal.
  ///
  /// - Parameter part: the events whose ordinary counts fill the templates; nil for the templates of the present step.
  /// - Returns: The file, and what a reader of it should know.
  /// - Throws: ``SessionError`` when the model has no such form.
  mutating func workspaceExport(counting part: EventPart?) throws(SessionError) -> (Data, String) {
    let yields = try yields(counting: part)
    let model = try model(yields)
    var workspace: Workspace
    switch configuration.model {
    case .spec, .samples: workspace = try filledWorkspace(yields, (model as? HistFactoryModel)?.slots ?? [])
    case .builtIn(let kind): workspace = try builtInWorkspace(kind, yields)
    }
    let widened: [String]
    do throws(UnitWidthError) {
      widened = try workspace.takeUnitWidths(configuration.spec.interpolation)
    } catch {
      throw .request("\(error)")
    }
    let (observations, replaced) = observations(of: workspace, model)
    workspace.observations = observations
    let counts = part.map { " with \($0.countsInWords)" } ?? batchInWords.map { " \($0)" } ?? ""
    var notes = ["the model of step \(step)\(counts)"]
    if !widened.isEmpty {
      notes.append(
        "pyhf knows no widths: \(widened.joined(separator: ", ")) \(widened.count == 1 ? "has" : "have") the templates "
          + "of one standard deviation")
    }
    if !replaced.isEmpty {
      notes.append("the counts of \(replaced.joined(separator: ", ")) are those expected without a signal")
    }
    if configuration.spec.interpolation != Interpolation(), configuration.workspace != nil {
      let codes = configuration.spec.interpolation
      notes.append(
        "pyhf needs modifier_settings histosys \(codes.histoSys.rawValue) and normsys \(codes.normSys.rawValue)"
      )
    }
    return (Data(workspace.json().utf8), notes.joined(separator: "; "))
  }

  /// The workspace with the numbers of its learned templates, each of which the slot of its row says.
  private func filledWorkspace(
    _ yields: Yields, _ slots: [TemplateSlot]
  ) throws(SessionError) -> Workspace {
    guard let workspace = configuration.workspace else { throw .setup("model: there is no workspace") }
    // Not by their names: 'A.B' with 'C' and 'A' with 'B.C' are written alike.
    var rows: [TemplateSlot: [Double]] = [:]
    for (slot, row) in zip(slots, yields.templates) { rows[slot] = row }
    var filled = workspace.filling { rows[$0.slot] ?? [] }
    // pyhf takes the first measurement unless it is told another.
    if let index = filled.measurements.firstIndex(where: { $0.name == configuration.spec.measurement }) {
      filled.measurements.insert(filled.measurements.remove(at: index), at: 0)
    }
    return filled
  }

  /// The built-in models as pyhf's modifiers.
  private func builtInWorkspace(_ kind: ModelKind, _ yields: Yields) throws(SessionError) -> Workspace {
    let templates = yields.templates
    let mu = Workspace.Modifier(name: "mu", effect: .normFactor)
    let uncertain: Workspace.Modifier
    switch kind {
    case .histosys:
      uncertain = Workspace.Modifier(
        name: "nn_histosys", effect: .histoSys(hi: .values(templates[2]), lo: .values(templates[3])))
    case .uncorrelatedBackground:
      uncertain = Workspace.Modifier(name: "uncorr_bkguncrt", effect: .shapeSys(.values(templates[2])))
    case .hepdataLike:
      throw .request(
        "one background factor with a Poisson constraint for every bin is not a HistFactory model; "
          + "'model uncorrelated-background' has one factor a bin and can be exported")
    }
    let channel = Workspace.Channel(
      name: "singlechannel",
      samples: [
        Workspace.Sample(name: "signal", data: .values(templates[0]), modifiers: [mu]),
        Workspace.Sample(name: "background", data: .values(templates[1]), modifiers: [uncertain]),
      ])
    return Workspace(
      channels: [channel], observations: [],
      measurements: [Workspace.Measurement(name: "Measurement", poi: "mu")])
  }

  /// Counts for every channel, and the names of those for which there were none.
  private func observations(
    of workspace: Workspace, _ model: any StatisticalModel
  ) -> (observations: [Workspace.Observation], replaced: [String]) {
    let expected: [Double] = model.expectedRates(model.initialParameters(poi: 0))
    var observations: [Workspace.Observation] = []
    var replaced: [String] = []
    var first = 0
    for name in workspace.channelNames {
      guard let channel = workspace.channels.firstIndex(where: { $0.name == name }) else { continue }
      let count = workspace.binCount(channel: channel) ?? 0
      defer { first += count }
      if let known = workspace.observations.first(where: { $0.name == name }), known.data.count == count {
        observations.append(known)
      } else {
        observations.append(
          Workspace.Observation(name: name, data: Array(expected[first..<min(first + count, expected.count)]))
        )
        replaced.append(name)
      }
    }
    return (observations, replaced)
  }
}
