extension CommandParser {
  /// The assignments of a settings line in the order of the table, so that `samples=3 events=1,2,3` and
  /// `events=1,2,3 samples=3` say the same.
  func settings() throws(LanguageError) -> [Command.Assignment] {
    let knobs = Knob.settings(of: verb.name)
    guard !words.isEmpty else {
      throw LanguageError(column: end, "\(verb.name) needs a setting: \(verb.usage)")
    }
    let unkeyed = knobs.first { $0.place != .keyed }
    var values: [String: [Word]] = [:]
    var plain: [Word] = []
    for word in words {
      guard let (key, value) = word.keyAndValue else {
        plain.append(word)
        continue
      }
      guard let knob = knobs.first(where: { $0.place == .keyed && $0.key == key.text }) else {
        throw LanguageError(
          key, "\(verb.name) has no key '\(key.text)'; \(verb.name) is written \(verb.usage)",
          among: knobs.filter { $0.place == .keyed }.map(\.key))
      }
      guard !value.text.isEmpty else { throw LanguageError(column: value.column, "a value is missing") }
      guard values.updateValue([value], forKey: knob.name) == nil else {
        throw LanguageError(key, "'\(key.text)' stands on this line already")
      }
    }
    if let first = plain.first {
      guard let unkeyed else {
        throw first.keyInQuotes(among: knobs.map(\.key))
          ?? LanguageError(
            first, "\(verb.name) takes key=value, found '\(first.text)'",
            among: knobs.map { "\($0.key)=" })
      }
      if unkeyed.place == .positional, plain.count > 1 {
        throw plain[1].keyInQuotes(among: knobs.map(\.key))
          ?? LanguageError(plain[1], "\(verb.name) takes one \(unkeyed.key), found '\(plain[1].text)' too")
      }
      values[unkeyed.name] = plain
    }
    var scratches = Self.scratches
    var assignments: [Command.Assignment] = []
    for knob in knobs {
      if let words = values[knob.name] { assignments.append(try assignment(knob, words, &scratches)) }
    }
    return assignments
  }

  /// Configurations on which values are tried: what is right for either number of samples may be right.
  private static let scratches: [Configuration] = {
    var three = Configuration()
    try? three.data.setSampleCount(3)
    return [Configuration(), three]
  }()

  func set() throws(LanguageError) -> Command {
    // `set bandwidth=0.2` means what it says.
    let words = words.flatMap { word in
      word == self.words.first ? word.keyAndValue.map { [$0.key, $0.value] } ?? [word] : [word]
    }[...].filter { !$0.text.isEmpty }
    guard let name = words.first else { throw LanguageError(column: end, "set needs a knob and a value") }
    guard let knob = Knob.named(name.text) else {
      let several = Knob.table.filter { $0.key == name.text }.map(\.name)
      if several.count > 1 {
        throw LanguageError(
          name, "'\(name.text)' could be \(several.joined(separator: " or ")); write it in full")
      }
      throw LanguageError(name, "unknown knob '\(name.text)'", among: Knob.allNames)
    }
    var values = Array(words.dropFirst())
    if values.first?.text == "=" { values.removeFirst() }
    guard let first = values.first else {
      throw LanguageError(column: end, "\(knob.name) needs a value: \(knob.values)")
    }
    if knob.place != .words, values.count > 1 {
      throw LanguageError(
        values[1], "\(knob.name) takes one value, found '\(values[1].text)' after '\(first.text)'")
    }
    var scratches = Self.scratches
    return .configure([try assignment(knob, values, &scratches)])
  }

  /// An assignment, tried on configurations to see that its value is right for one of them; only these stay.
  private func assignment(
    _ knob: Knob, _ values: [Word], _ scratches: inout [Configuration]
  ) throws(LanguageError) -> Command.Assignment {
    let texts = values.map(\.text)
    var right: [Configuration] = []
    var problem: ValueError?
    for var scratch in scratches {
      do throws(ValueError) {
        try knob.set(&scratch, texts)
        right.append(scratch)
      } catch {
        problem = problem ?? error
      }
    }
    if right.isEmpty, let problem {
      let wrong = values.first { problem.message.contains("'\($0.text)'") } ?? values[0]
      throw LanguageError(wrong, "\(knob.name): \(problem.message)", among: problem.valid)
    }
    scratches = right
    return Command.Assignment(knob: knob.name, words: texts)
  }
}
