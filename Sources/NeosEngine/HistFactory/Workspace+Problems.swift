extension Workspace {
  /// What is wrong with the channels and observations beyond the schema, at most ``JSONProblem/most`` problems.
  ///
  /// pyhf finds some of it when it builds a model. Stricter than pyhf are: whatever is there twice, of which pyhf
  /// drops one without a word; lengths that are wrong but add up over all channels; and a shapefactor on
  /// more bins than its first channel has, for which pyhf takes other parameters' values.
  public var problems: [JSONProblem] {
    var problems: [JSONProblem] = []
    let root = JSONPath()
    problems += Self.repeated(channels.map(\.name), root["channels"], "channel")
    problems += Self.repeated(observations.map(\.name), root["observations"], "observation")
    problems += Self.repeated(measurementNames, root["measurements"], "measurement")
    for (index, channel) in channels.enumerated() {
      let path = root["channels"][index]["samples"]
      problems += Self.repeated(channel.samples.map(\.name), path, "sample of this channel")
      for (sample, path) in zip(channel.samples, (0...).lazy.map { path[$0] }) {
        problems += lengthProblems(sample, path, binCount(channel: index))
        problems += Self.repeatedModifiers(sample, path["modifiers"])
      }
    }
    problems += observationProblems + sharingProblems + binningProblems
    return Array(problems.prefix(JSONProblem.most))
  }

  private static func repeated(_ names: [String], _ path: JSONPath, _ what: String) -> [JSONProblem] {
    var known: Set<String> = []
    return names.enumerated().compactMap { index, name in
      known.insert(name).inserted
        ? nil
        : JSONProblem(path[index]["name"], found: "\"\(name)\" again", expected: "a name for each \(what)")
    }
  }

  private static func repeatedModifiers(_ sample: Sample, _ path: JSONPath) -> [JSONProblem] {
    var known: Set<[String]> = []
    return sample.modifiers.enumerated().compactMap { index, modifier in
      let kind = modifier.kind.rawValue
      return known.insert([kind, modifier.name]).inserted
        ? nil
        : JSONProblem(
          path[index], found: "the \(kind) \"\(modifier.name)\" again", expected: "it once on a sample")
    }
  }

  private func lengthProblems(_ sample: Sample, _ path: JSONPath, _ bins: Int?) -> [JSONProblem] {
    guard let bins else { return [] }
    var templates = [(path["data"], sample.data)]
    for (index, modifier) in sample.modifiers.enumerated() {
      let path = path["modifiers"][index]["data"]
      switch modifier.effect {
      case .histoSys(let hi, let lo): templates += [(path["hi_data"], hi), (path["lo_data"], lo)]
      case .shapeSys(let data), .statError(let data): templates.append((path, data))
      case .normFactor, .normSys, .shapeFactor, .lumi: break
      }
    }
    return templates.compactMap { path, template in
      guard case .values(let values) = template, values.count != bins else { return nil }
      return JSONProblem(
        path, found: Self.count(values.count), expected: "\(bins), one for each bin of the channel")
    }
  }

  /// Templates of one channel that events fill in different bins: their differences would mean nothing.
  private var binningProblems: [JSONProblem] {
    func text(_ edges: [Double]?) -> String {
      edges.map { "[" + $0.map { "\($0)" }.joined(separator: ", ") + "]" } ?? "the common bins"
    }
    var first: [String: LearnedTemplate] = [:]
    return learnedTemplates.compactMap { template in
      guard let other = first[template.slot.channel] else {
        first[template.slot.channel] = template
        return nil
      }
      guard template.events.edges != other.events.edges else { return nil }
      return JSONProblem(
        template.events.edges == nil ? template.path : template.path["bins"],
        found: text(template.events.edges), expected: "\(text(other.events.edges)) as at \(other.path)")
    }
  }

  private var observationProblems: [JSONProblem] {
    let path = JSONPath()["observations"]
    return channels.indices.compactMap { channel in
      let name = channels[channel].name
      guard let index = observations.firstIndex(where: { $0.name == name }) else {
        return JSONProblem(path, found: "none of the channel \"\(name)\"", expected: "one of every channel")
      }
      let count = observations[index].data.count
      guard let bins = binCount(channel: channel), bins != count else { return nil }
      return JSONProblem(
        path[index]["data"], found: Self.count(count), expected: "\(bins), one for each bin of the channel")
    }
  }

  static func count(_ numbers: Int) -> String { numbers == 1 ? "1 number" : "\(numbers) numbers" }
}
