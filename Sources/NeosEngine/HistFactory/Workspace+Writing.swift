extension Workspace {
  /// The document that reads as this workspace: pyhf's schema, and `{"events": "NAME"}` for learned templates.
  public var document: JSONValue {
    .object([
      "channels": .array(channels.map(\.document)),
      "observations": .array(
        observations.map { .object(["name": .string($0.name), "data": .numbers($0.data)]) }),
      "measurements": .array(measurements.map(\.document)),
      "version": .string(Self.version),
    ])
  }

  /// The text of ``document``.
  public func json(_ layout: JSONLayout = .indented) -> String { document.text(layout) }
}

extension Workspace.Channel {
  fileprivate var document: JSONValue {
    .object([
      "name": .string(name),
      "samples": .array(
        samples.map { sample in
          .object([
            "name": .string(sample.name), "data": sample.data.document,
            "modifiers": .array(sample.modifiers.map(\.document)),
          ])
        }),
    ])
  }
}

extension Workspace.Template {
  fileprivate var document: JSONValue {
    switch self {
    case .values(let values): .numbers(values)
    case .events(let histogram):
      .object(
        histogram.edges.map { ["events": .string(histogram.sample), "bins": .numbers($0)] }
          ?? ["events": .string(histogram.sample)])
    }
  }
}

extension Workspace.Modifier {
  fileprivate var document: JSONValue {
    let data: JSONValue =
      switch effect {
      case .normFactor, .shapeFactor, .lumi: .null
      case .normSys(let hi, let lo): .object(["hi": .number(hi), "lo": .number(lo)])
      case .histoSys(let hi, let lo): .object(["hi_data": hi.document, "lo_data": lo.document])
      case .shapeSys(let template), .statError(let template): template.document
      }
    return .object(["name": .string(name), "type": .string(kind.rawValue), "data": data])
  }
}

extension Workspace.Measurement {
  fileprivate var document: JSONValue {
    .object([
      "name": .string(name),
      "config": .object(["poi": .string(poi), "parameters": .array(parameters.map(\.document))]),
    ])
  }
}

extension Workspace.ParameterConfiguration {
  fileprivate var document: JSONValue {
    var object: JSONObject = ["name": .string(name)]
    object["inits"] = inits.map { .numbers($0) }
    object["bounds"] = bounds.map { .array($0.map { .numbers([$0.lowerBound, $0.upperBound]) }) }
    object["fixed"] = isFixed.map { .bool($0) }
    object["auxdata"] = auxdata.map { .numbers($0) }
    object["sigmas"] = sigmas.map { .numbers($0) }
    object["factors"] = factors.map { .numbers($0) }
    return .object(object)
  }
}
