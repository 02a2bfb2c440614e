/// The rules for one name on several samples.
extension Workspace {
  /// A modifier with its place.
  private struct Use {
    let modifier: Modifier
    let channel: Int
    let sample: String
    let path: JSONPath
  }

  /// What is wrong with names that several modifiers have.
  var sharingProblems: [JSONProblem] {
    var uses: [Use] = []
    for (c, channel) in channels.enumerated() {
      for (s, sample) in channel.samples.enumerated() {
        let path = JSONPath()["channels"][c]["samples"][s]["modifiers"]
        for (m, modifier) in sample.modifiers.enumerated() {
          uses.append(Use(modifier: modifier, channel: c, sample: sample.name, path: path[m]))
        }
      }
    }
    let groups = Dictionary(grouping: uses, by: \.modifier.name)
    return groups.sorted { $0.key < $1.key }.flatMap { problems(ofUses: $1) }
  }

  private func problems(ofUses uses: [Use]) -> [JSONProblem] {
    guard let first = uses.first, uses.count > 1 else { return [] }
    var problems: [JSONProblem] = []
    for use in uses.dropFirst() where !Self.canShare(first.modifier.kind, use.modifier.kind) {
      problems.append(
        JSONProblem(
          use.path, found: "a \(use.modifier.kind.rawValue) named \"\(use.modifier.name)\"",
          expected: first.modifier.kind == .shapeSys
            ? "another name: that of the shapesys at \(first.path) cannot be shared"
            : "another name, or the type \(first.modifier.kind.rawValue) as at \(first.path)"))
    }
    return problems + shapeFactorProblems(uses.filter { $0.modifier.kind == .shapeFactor })
      + statErrorProblems(uses.filter { $0.modifier.kind == .statError })
  }

  /// A shapefactor has as many parameters as the first of its channels, by their names, has bins; another channel
  /// may have fewer, and takes the first of them (pyhf's `coupled_shapefactor`).
  private func shapeFactorProblems(_ uses: [Use]) -> [JSONProblem] {
    guard let first = uses.min(by: { channels[$0.channel].name < channels[$1.channel].name }),
      let largest = binCount(channel: first.channel)
    else { return [] }
    return uses.compactMap { use in
      guard let found = binCount(channel: use.channel), found > largest else { return nil }
      return JSONProblem(
        use.path, found: "a shapefactor on \(found) bins",
        expected: "at most \(largest) bins as at \(first.path), the first channel with this name")
    }
  }

  /// Whether a name can be that of two modifiers.
  private static func canShare(_ first: ModifierKind, _ second: ModifierKind) -> Bool {
    first.canShareParameters(with: second) && (first, second) != (.shapeSys, .shapeSys)
  }

  /// A staterror has one width for each bin of its channels; every sample that carries it must do so in all.
  private func statErrorProblems(_ uses: [Use]) -> [JSONProblem] {
    guard let first = uses.first else { return [] }
    let channelsOf = Dictionary(grouping: uses, by: \.sample).mapValues { Set($0.map(\.channel)) }
    let all = Set(uses.map(\.channel))
    var known: Set<String> = []
    return uses.compactMap { use in
      guard known.insert(use.sample).inserted,
        let missing = all.subtracting(channelsOf[use.sample] ?? []).min()
      else { return nil }
      return JSONProblem(
        use.path,
        found:
          "the staterror \"\(first.modifier.name)\" on \"\(use.sample)\" not in all channels that have it",
        expected: "it in \"\(channels[missing].name)\" too, or another name for it there")
    }
  }
}
