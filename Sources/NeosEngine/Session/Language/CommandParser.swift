extension Command {
  /// Reads a line of the language; a blank line or a comment gives nil.
  ///
  /// Values are checked on their own here; what depends on the whole configuration, or on the state of a
  /// session, is checked when the command is carried out.
  ///
  /// - Throws: ``LanguageError`` with the place in the line.
  public init?(line: String) throws(LanguageError) {
    let words = try Word.words(of: line)
    guard let verb = words.first else { return nil }
    let parser = CommandParser(verb: verb, words: words.dropFirst(), line: line)
    self = try parser.command()
  }
}

/// The reader of one line whose words have been found.
private struct CommandParser {
  let verb: Word
  let words: ArraySlice<Word>
  let line: String

  private var end: Int { line.count + 1 }

  func command() throws(LanguageError) -> Command {
    if Knob.verbs.contains(verb.text) { return .configure(try settings()) }
    if let question = InferenceQuestion.Verb(rawValue: verb.text) {
      return try InferenceQuestion.read(question, words)
    }
    switch verb.text {
    case "step": return .step(try optionalCount())
    case "back": return .back(try optionalCount())
    case "forward": return .forward(try optionalCount())
    case "run": return try runUntil()
    case "set": return try set()
    case "fork": return .fork(try name())
    case "switch": return .switchTo(try name())
    case "inspect":
      try nothingMore(after: 0)
      return .inspect
    case "compare":
      try nothingMore(after: 0)
      return .compare
    case "break": return try breakpoint()
    case "show": return try show()
    case "expect": return .expect(try Condition(words, end: end))
    case "save": return .save(try file())
    case "export": return .exportPyhf(try exported())
    case "load": return .load(try file())
    case "record":
      let path = try file()
      return .record(path == "off" ? nil : path)
    case "echo": return .echo(words.map(\.text).joined(separator: " "))
    case "help":
      try nothingMore(after: 1)
      return .help(words.first?.text)
    case "quit":
      try nothingMore(after: 0)
      return .quit
    default:
      throw LanguageError(verb, "unknown command '\(verb.text)'", among: Verb.allNames)
    }
  }

  // MARK: Settings

  /// The assignments of a settings line in the order of the table, so that `samples=3 events=1,2,3` and
  /// `events=1,2,3 samples=3` say the same.
  private func settings() throws(LanguageError) -> [Command.Assignment] {
    let knobs = Knob.table.filter { $0.verb == verb.text }
    guard !words.isEmpty else {
      throw LanguageError(column: end, "\(verb.text) needs a setting: \(usage(knobs))")
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
          key, "\(verb.text) has no key '\(key.text)'; \(verb.text) is written \(usage(knobs))",
          among: knobs.filter { $0.place == .keyed }.map(\.key))
      }
      guard !value.text.isEmpty else { throw LanguageError(column: value.column, "a value is missing") }
      guard values.updateValue([value], forKey: knob.name) == nil else {
        throw LanguageError(key, "'\(key.text)' stands on this line already")
      }
    }
    if let first = plain.first {
      guard let unkeyed else {
        throw LanguageError(
          first, "\(verb.text) takes key=value, found '\(first.text)'",
          among: knobs.map { "\($0.key)=" })
      }
      if unkeyed.place == .positional, plain.count > 1 {
        throw LanguageError(plain[1], "\(verb.text) takes one \(unkeyed.key), found '\(plain[1].text)' too")
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

  private func set() throws(LanguageError) -> Command {
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

  private func usage(_ knobs: [Knob]) -> String {
    let parts = knobs.map { $0.place == .keyed ? "\($0.key)=" : $0.key.uppercased() }
    return "\(verb.text) \(parts.joined(separator: " "))"
  }

  // MARK: Other verbs

  private func optionalCount() throws(LanguageError) -> Int {
    try nothingMore(after: 1)
    guard let word = words.first else { return 1 }
    return try count(word)
  }

  private func count(_ word: Word) throws(LanguageError) -> Int {
    do throws(ValueError) {
      return try ValueParsing.count(word.text)
    } catch {
      throw LanguageError(word, error.message)
    }
  }

  private func nothingMore(after expected: Int) throws(LanguageError) {
    if let extra = words.dropFirst(expected).first {
      throw LanguageError(extra, "the command ends before '\(extra.text)'")
    }
  }

  private func name() throws(LanguageError) -> String {
    try nothingMore(after: 1)
    guard let word = words.first else { throw LanguageError(column: end, "\(verb.text) needs a name") }
    guard word.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
      throw LanguageError(word, "a name is made of letters, digits, - and _, found '\(word.text)'")
    }
    return word.text
  }

  private func file() throws(LanguageError) -> String {
    try nothingMore(after: 1)
    guard let word = words.first, !word.text.isEmpty else {
      throw LanguageError(column: end, "\(verb.text) needs a file name")
    }
    return word.text
  }

  private func exported() throws(LanguageError) -> String {
    guard let format = words.first, format.text == "pyhf" else {
      throw LanguageError(
        column: words.first?.column ?? end, length: words.first?.text.count ?? 1,
        "export is written 'export pyhf FILE'")
    }
    try nothingMore(after: 2)
    guard let file = words.dropFirst().first, !file.text.isEmpty else {
      throw LanguageError(column: end, "export needs a file name")
    }
    return file.text
  }

  private func runUntil() throws(LanguageError) -> Command {
    guard let until = words.first, until.text == "until" else {
      throw LanguageError(
        column: words.first?.column ?? end, length: words.first?.text.count ?? 1,
        "run is written 'run until CONDITION [within N]'",
        suggestion: words.first.flatMap { nearestWord(to: $0.text, among: ["until"]) })
    }
    var condition = words.dropFirst()
    var limit = 10_000
    if let position = condition.firstIndex(where: { $0.text == "within" }) {
      let after = condition[(position + 1)...]
      guard let word = after.first else { throw LanguageError(column: end, "within needs a number of steps") }
      limit = try count(word)
      if let extra = after.dropFirst().first {
        throw LanguageError(extra, "the command ends before '\(extra.text)'")
      }
      condition = condition[..<position]
    }
    return .runUntil(try Condition(condition, end: end), within: limit)
  }

  private func breakpoint() throws(LanguageError) -> Command {
    switch words.first?.text {
    case "when": return .breakWhen(try Condition(words.dropFirst(), end: end))
    case "list":
      try nothingMore(after: 1)
      return .show(.topic(.breaks))
    case "clear":
      try nothingMore(after: 2)
      guard let word = words.dropFirst().first else { return .breakClear(nil) }
      return .breakClear(try count(word))
    default:
      throw LanguageError(
        column: words.first?.column ?? end, length: words.first?.text.count ?? 1,
        "break is written 'break when CONDITION', 'break list' or 'break clear [N]'",
        suggestion: words.first.flatMap { nearestWord(to: $0.text, among: ["when", "list", "clear"]) })
    }
  }

  private func show() throws(LanguageError) -> Command {
    try nothingMore(after: 1)
    guard let word = words.first else { return .show(.topic(.status)) }
    if let topic = Topic(rawValue: word.text) { return .show(.topic(topic)) }
    if let quantity = try? Quantity(word) { return .show(.quantity(quantity)) }
    if Knob.verbs.contains(word.text) { return .show(.knob(word.text)) }
    if let knob = Knob.named(word.text) { return .show(.knob(knob.name)) }
    throw LanguageError(
      word, "'\(word.text)' is neither a topic, a knob nor a quantity; 'help show' lists them",
      among: Topic.allCases.map(\.rawValue) + Knob.allNames + Quantity.names)
  }
}
