extension Report {
  /// What is in a workspace: channels, samples, parameters with their constraints, modifiers, measurements (pyhf's
  /// `inspect`, with its JSON keys).
  ///
  /// - Parameters:
  ///   - workspace: the workspace.
  ///   - marked: the name of the measurement that is marked.
  public init(inspecting workspace: Workspace, measurement marked: String? = nil) {
    let modifiers = workspace.modifierNames
    let names = workspace.parameterNames
    func kinds(_ name: String) -> [ModifierKind] { modifiers.filter { $0.name == name }.map(\.kind) }
    func constraint(_ name: String) -> String {
      switch kinds(name).first?.constraint {
      case .normal: "constrained_by_normal"
      case .poisson: "constrained_by_poisson"
      case nil: "unconstrained"
      }
    }
    let channels = workspace.channels.enumerated().map { index, channel in
      (name: channel.name, bins: workspace.binCount(channel: index), samples: channel.samples.map(\.name))
    }.sorted { $0.name < $1.name }

    let summary: [[Display.Cell]] = [
      [.text("channels"), .number(Double(channels.count))],
      [.text("samples"), .number(Double(workspace.sampleNames.count))],
      [.text("parameters"), .number(Double(names.count))],
      [.text("modifiers"), .number(Double(modifiers.count))],
    ]
    var tables = [
      Display(title: "summary", columns: ["", ""], rows: summary),
      Display(
        title: "channels", columns: ["channel", "bins", "samples"],
        rows: channels.map { channel in
          [
            .text(channel.name), channel.bins.map { .number(Double($0)) } ?? .text("learned"),
            .text(channel.samples.joined(separator: ", ")),
          ]
        }),
      Display(
        title: "parameters", columns: ["parameter", "constraint", "modifiers"],
        rows: names.map { name in
          [
            .text(name), .text(constraint(name)),
            .text(kinds(name).map(\.rawValue).joined(separator: ", ")),
          ]
        }),
      Display(
        title: "measurements", columns: ["measurement", "parameter of interest", "configured parameters"],
        rows: workspace.measurements.map { measurement in
          [
            .text(measurement.name == marked ? "(*) \(measurement.name)" : measurement.name),
            .text(measurement.poi.isEmpty ? "(none)" : measurement.poi),
            .text(measurement.parameters.map(\.name).joined(separator: ", ")),
          ]
        }),
    ]
    if workspace.isLearned {
      tables.append(
        Display(
          title: "learned templates", columns: ["template", "filled by"],
          rows: workspace.learnedTemplates.map { [.text($0.slot.name), .text($0.events.sample)] }))
    }

    var types: JSONObject = [:]
    for (name, kind) in modifiers { types[name] = .string(kind.rawValue) }
    func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    self.init(
      tables: tables,
      json: [
        "channels": .array(
          channels.map { .array([.string($0.name), $0.bins.map { .integer($0) } ?? .null]) }),
        "samples": texts(workspace.sampleNames),
        "parameters": .array(names.map { texts([$0, constraint($0)]) }),
        "modifiers": .object(types),
        "measurements": .array(
          workspace.measurements.map { measurement in
            .array([
              .string(measurement.name), .string(measurement.poi), texts(measurement.parameters.map(\.name)),
            ])
          }),
        "systematics": .array(
          names.map { name in
            .array([.string(name), .string(constraint(name)), texts(kinds(name).map(\.rawValue))])
          }),
      ])
  }
}
