/// The schema, type by type. Nil means that a problem has been noted.
extension Workspace {
  static func read(_ node: JSONNode, _ reader: inout JSONReader) -> Workspace? {
    let keys = ["channels", "observations", "measurements", "version"]
    guard let members = reader.members(node, required: keys) else { return nil }
    if let node = members["version"], node.value.asString != version {
      reader.mismatch(node, expected: "\"\(version)\"")
    }
    let channels = reader.list(members["channels"], of: "channels", channel)
    let observations = reader.list(members["observations"], of: "observations", observation)
    let measurements = reader.list(members["measurements"], of: "measurements", measurement)
    guard let channels, let observations, let measurements else { return nil }
    return Workspace(channels: channels, observations: observations, measurements: measurements)
  }

  private static func channel(_ reader: inout JSONReader, _ node: JSONNode) -> Channel? {
    guard let members = reader.members(node, required: ["name", "samples"]) else { return nil }
    let name = reader.text(members["name"])
    let samples = reader.list(members["samples"], of: "samples", sample)
    guard let name, let samples else { return nil }
    return Channel(name: name, samples: samples)
  }

  private static func sample(_ reader: inout JSONReader, _ node: JSONNode) -> Sample? {
    guard let members = reader.members(node, required: ["name", "data", "modifiers"]) else { return nil }
    let name = reader.text(members["name"])
    let data = reader.take(members["data"], template)
    let modifiers = reader.list(members["modifiers"], of: "modifiers", canBeEmpty: true, modifier)
    guard let name, let data, let modifiers else { return nil }
    return Sample(name: name, data: data, modifiers: modifiers)
  }

  private static func observation(_ reader: inout JSONReader, _ node: JSONNode) -> Observation? {
    guard let members = reader.members(node, required: ["name", "data"]) else { return nil }
    let name = reader.text(members["name"])
    let data = reader.numbers(members["data"])
    guard let name, let data else { return nil }
    return Observation(name: name, data: data)
  }

  private static func template(_ reader: inout JSONReader, _ node: JSONNode) -> Template? {
    if case .object = node.value {
      guard let members = reader.members(node, required: ["events"], optional: ["bins"]) else { return nil }
      let edges = reader.numbers(members["bins"])
      if let edges, let node = members["bins"] { reader.checkEdges(edges, node) }
      return reader.text(members["events"]).map { .events(EventHistogram(sample: $0, edges: edges)) }
    }
    return reader.numbers(node).map { .values($0) }
  }

  private static func modifier(_ reader: inout JSONReader, _ node: JSONNode) -> Modifier? {
    guard let members = reader.members(node, required: ["name", "type", "data"]) else { return nil }
    let name = reader.text(members["name"])
    guard let type = members["type"], let data = members["data"] else { return nil }
    guard let kind = type.value.asString.flatMap(ModifierKind.init) else {
      let names = ModifierKind.allCases.map(\.rawValue)
      reader.mismatch(type, expected: "one of \(names.joined(separator: ", "))", among: names)
      return nil
    }
    if kind == .lumi, let name, name != kind.rawValue {
      reader.report(
        JSONProblem(node.path["name"], found: "\"\(name)\"", expected: "\"lumi\", the only name of a lumi"))
    }
    guard let effect = effect(kind, data, &reader), let name else { return nil }
    return Modifier(name: name, effect: effect)
  }

  private static func effect(
    _ kind: ModifierKind, _ data: JSONNode, _ reader: inout JSONReader
  ) -> Modifier.Effect? {
    switch kind {
    case .normFactor: return reader.null(data, for: kind) ? .normFactor : nil
    case .shapeFactor: return reader.null(data, for: kind) ? .shapeFactor : nil
    case .lumi: return reader.null(data, for: kind) ? .lumi : nil
    case .shapeSys: return template(&reader, data).map { .shapeSys($0) }
    case .statError: return template(&reader, data).map { .statError($0) }
    case .normSys:
      guard let members = reader.members(data, required: ["hi", "lo"]) else { return nil }
      let hi = reader.take(members["hi"]) { $0.number($1) }
      let lo = reader.take(members["lo"]) { $0.number($1) }
      guard let hi, let lo else { return nil }
      return .normSys(hi: hi, lo: lo)
    case .histoSys:
      guard let members = reader.members(data, required: ["hi_data", "lo_data"]) else { return nil }
      let hi = reader.take(members["hi_data"], template)
      let lo = reader.take(members["lo_data"], template)
      guard let hi, let lo else { return nil }
      return .histoSys(hi: hi, lo: lo)
    }
  }

  private static func measurement(_ reader: inout JSONReader, _ node: JSONNode) -> Measurement? {
    guard let members = reader.members(node, required: ["name", "config"]) else { return nil }
    let name = reader.text(members["name"])
    guard let config = members["config"],
      let settings = reader.members(config, required: ["poi", "parameters"])
    else { return nil }
    let poi = reader.text(settings["poi"])
    let parameters = reader.list(settings["parameters"], of: "parameters", canBeEmpty: true, parameter)
    guard let name, let poi, let parameters else { return nil }
    return Measurement(name: name, poi: poi, parameters: parameters)
  }

  private static func parameter(_ reader: inout JSONReader, _ node: JSONNode) -> ParameterConfiguration? {
    let lists = ["inits", "auxdata", "sigmas", "factors"]
    let members = reader.members(node, required: ["name"], optional: lists + ["bounds", "fixed"])
    guard let members, let name = reader.text(members["name"]) else { return nil }
    if let node = members["fixed"], node.value.asBool == nil {
      reader.mismatch(node, expected: "true or false")
    }
    return ParameterConfiguration(
      name: name, inits: reader.numbers(members["inits"]),
      bounds: reader.list(members["bounds"], of: "pairs of numbers", bounds),
      isFixed: members["fixed"]?.value.asBool, auxdata: reader.numbers(members["auxdata"]),
      sigmas: reader.numbers(members["sigmas"]), factors: reader.numbers(members["factors"]))
  }

  private static func bounds(_ reader: inout JSONReader, _ node: JSONNode) -> ClosedRange<Double>? {
    let numbers = node.value.asArray?.compactMap(\.asNumber) ?? []
    guard numbers.count == 2, node.value.asArray?.count == 2 else {
      reader.mismatch(node, expected: "the lower and the upper bound")
      return nil
    }
    guard numbers[0] <= numbers[1] else {
      reader.report(
        JSONProblem(
          node.path, found: "the bounds \(numbers[0]) and \(numbers[1])", expected: "the lower one first"))
      return nil
    }
    return numbers[0]...numbers[1]
  }
}

extension JSONReader {
  /// The entries of an array, each read; nil if one is not understood.
  fileprivate mutating func list<Value>(
    _ node: JSONNode?, of what: String, canBeEmpty: Bool = false,
    _ read: (inout JSONReader, JSONNode) -> Value?
  ) -> [Value]? {
    guard let node, let nodes = entries(node, of: what, canBeEmpty: canBeEmpty) else { return nil }
    let values = nodes.compactMap { read(&self, $0) }
    return values.count == nodes.count ? values : nil
  }

  fileprivate mutating func text(_ node: JSONNode?) -> String? { take(node) { $0.text($1) } }

  fileprivate mutating func numbers(_ node: JSONNode?) -> [Double]? { take(node) { $0.numbers($1) } }

  /// Notes what is wrong with bin edges.
  fileprivate mutating func checkEdges(_ edges: [Double], _ node: JSONNode) {
    if let index = edges.indices.dropFirst().first(where: { !(edges[$0] > edges[$0 - 1]) }) {
      report(
        JSONProblem(
          node.path[index], found: "\(edges[index]) after \(edges[index - 1])",
          expected: "a bin edge above the one before"))
    } else if !(1...Binning.largestCount).contains(edges.count - 1) {
      report(
        JSONProblem(
          node.path, found: Workspace.count(edges.count),
          expected: "2 to \(Binning.largestCount + 1) bin edges"))
    }
  }

  fileprivate mutating func null(_ node: JSONNode, for kind: ModifierKind) -> Bool {
    if case .null = node.value { return true }
    mismatch(node, expected: "null, for a \(kind.rawValue)")
    return false
  }
}
