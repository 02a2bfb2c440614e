extension Command {
  /// Reads a line of the language; a blank line or a comment gives nil.
  ///
  /// Values are checked on their own here; what depends on the whole configuration, or on the state of a
  /// session, is checked when the command is carried out.
  ///
  /// - Throws: ``LanguageError`` with the place in the line.
  public init?(line: String) throws(LanguageError) {
    guard line.utf8.count <= Self.longestLine else {
      throw LanguageError(
        column: 1, "the line has \(line.utf8.count) bytes; at most \(Self.longestLine) are read")
    }
    let words = try Word.words(of: line)
    // Where lines are kept, it would be another line.
    let text = line.trimming(while: \.isWhitespace)
    if let end = text.firstIndex(where: { $0 == "\n" || $0 == "\r\n" }) {
      let column = line.prefix { $0.isWhitespace }.count + text[..<end].count + 1
      throw LanguageError(column: column, "a command stands on one line, and this one goes on")
    }
    guard let first = words.first else { return nil }
    guard let verb = Verb.named(first.text) else {
      throw LanguageError(first, "unknown command '\(first.text)'", among: Verb.allNames)
    }
    self = try CommandParser(verb: verb, words: words.dropFirst(), end: line.count + 1).command()
  }
}

extension Command {
  /// The longest line that is read, in bytes.
  public static let longestLine = 4 << 20
}

/// The reader of a line, or of what is left of it after some words, whose words have been found.
struct CommandParser {
  let verb: Verb
  var words: ArraySlice<Word>
  /// The column after the line.
  let end: Int

  func command() throws(LanguageError) -> Command { try command(verb.form) }

  private func command(_ form: Form) throws(LanguageError) -> Command {
    switch form {
    case .nothing(let command):
      try nothingMore(after: 0)
      return command
    case .count(_, let command): return command(try optionalCount())
    case .copy(_, let command): return command(try name())
    case .file(let endings, let needsEnding, let instead, let command):
      let path = try file(endings: needsEnding ? endings : [])
      return instead[path] ?? command(HomeFolder.expanded(path))
    case .pinnedFile(_, let command):
      let (path, digest) = try fileAndKey("digest") { text throws(ValueError) in try ValueParsing.digest(text)
      }
      return command(path, digest)
    case .keyedFile(let endings, let needsEnding, let keys, let command):
      var first = self
      first.words = words.prefix(1)
      let path = try first.file(endings: needsEnding ? endings : [])
      var options = ExportOptions()
      try words.dropFirst().read(keys, of: verb.name) { try $0.set(&options, $1) }
      return command(HomeFolder.expanded(path), options)
    case .condition(let command): return command(try Condition(words, end: end))
    case .conditionWithin(let limit, let command): return try bounded(limit, command)
    case .improvement(let patience, let limit, let command):
      return try improvement(patience, limit, command)
    case .choice(let choices, let otherwise): return try self.command(among: choices, otherwise)
    case .setting: return try set()
    case .settings: return .configure(try settings())
    case .showing: return try show()
    case .text(let command): return command(words.map(\.text).joined(separator: " "))
    case .helpWord:
      try nothingMore(after: 1)
      return .help(words.first?.text)
    case .declaration(let verb): return try declaration(verb)
    case .question(let question): return try InferenceQuestion.read(question, words)
    }
  }

  private func command(
    among choices: [Form.Choice], _ otherwise: Form?
  ) throws(LanguageError) -> Command {
    guard let choice = choices.first(where: { $0.word == words.first?.text }) else {
      if let otherwise { return try command(otherwise) }
      throw LanguageError(
        column: words.first?.column ?? end, length: words.first?.text.count ?? 1,
        "\(verb.name) is written '\(verb.usage)'",
        suggestion: words.first.flatMap { nearestWord(to: $0.text, among: choices.map(\.word)) })
    }
    var rest = self
    rest.words = words.dropFirst()
    return try rest.command(choice.form)
  }

  private func optionalCount() throws(LanguageError) -> Int? {
    try nothingMore(after: 1)
    guard let word = words.first else { return nil }
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
    guard let word = words.first else { throw LanguageError(column: end, "\(verb.name) needs a name") }
    guard word.text.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }) else {
      throw LanguageError(word, "a name is made of letters, digits, - and _, found '\(word.text)'")
    }
    return word.text
  }

  /// A file name with one of the endings, if there are any.
  private func file(endings: [String]) throws(LanguageError) -> String {
    try nothingMore(after: 1)
    guard let word = words.first, !word.text.isEmpty else {
      throw LanguageError(column: end, "\(verb.name) needs a file name")
    }
    guard endings.isEmpty || endings.contains(where: { word.text.hasSuffix(".\($0)") }) else {
      let names = endings.map { "FILE.\($0)" }.joined(separator: " or ")
      throw LanguageError(word, "the ending says what is written: expected \(names), found '\(word.text)'")
    }
    return word.text
  }

  /// A file name, and the value of a key after it if there is one.
  private func fileAndKey<Value>(
    _ name: String, _ read: (String) throws(ValueError) -> Value
  ) throws(LanguageError) -> (path: String, value: Value?) {
    var rest = self
    rest.words = words.prefix(1)
    let path = try rest.file(endings: [])
    guard let word = words.dropFirst().first else { return (path, nil) }
    rest.words = words.dropFirst()
    try rest.nothingMore(after: 1)
    guard let (key, value) = word.keyAndValue, key.text == name else {
      throw LanguageError(
        word, "only \(name)= may follow the file, found '\(word.text)'", among: ["\(name)="])
    }
    do throws(ValueError) {
      return (path, try read(value.text))
    } catch {
      throw LanguageError(value, "\(name): \(error.message)", among: error.valid)
    }
  }

  private func bounded(
    _ limit: Int, _ command: (Condition, Int) -> Command
  ) throws(LanguageError) -> Command {
    guard let position = words.firstIndex(where: { $0.text == "within" }) else {
      return command(try Condition(words, end: end), limit)
    }
    let after = words[(position + 1)...]
    guard let word = after.first else { throw LanguageError(column: end, "within needs a number of steps") }
    let limit = try count(word)
    if let extra = after.dropFirst().first {
      throw LanguageError(extra, "the command ends before '\(extra.text)'")
    }
    return command(try Condition(words[..<position], end: end), limit)
  }

  private func improvement(
    _ patience: Int, _ limit: Int, _ command: (Quantity, Int, Int) -> Command
  ) throws(LanguageError) -> Command {
    guard let word = words.first else {
      throw LanguageError(
        column: end, "run while needs a loss or metric, as 'run while validation.cls improves'")
    }
    let quantity = try Quantity(word)
    switch quantity {
    case .loss(best: false), .metric(_, .current), .metric(_, .train), .metric(_, .validation),
      .metric(_, .test):
      break
    default: throw LanguageError(word, "run while takes the loss or a metric, found '\(word.text)'")
    }
    guard let improves = words.dropFirst().first, improves.text == "improves" else {
      throw LanguageError(
        column: words.dropFirst().first?.column ?? end, "'improves' is missing after '\(word.text)'")
    }
    var counts = ["for": patience, "within": limit]
    var rest = words.dropFirst(2)
    while let key = rest.first {
      guard counts[key.text] != nil else {
        throw LanguageError(
          key, "run while goes on with 'for' or 'within', found '\(key.text)'", among: ["for", "within"])
      }
      guard let number = rest.dropFirst().first else {
        throw LanguageError(column: end, "\(key.text) needs a number of steps")
      }
      counts[key.text] = try count(number)
      rest = rest.dropFirst(2)
    }
    return command(quantity, counts["for"] ?? patience, counts["within"] ?? limit)
  }

  private func show() throws(LanguageError) -> Command {
    try nothingMore(after: 1)
    guard let word = words.first else { return .show(.topic(.status)) }
    if let topic = Topic(rawValue: word.text) { return .show(.topic(topic)) }
    if let topic = Picture.Topic(rawValue: word.text) { return .show(.picture(topic)) }
    if let quantity = try? Quantity(word) { return .show(.quantity(quantity)) }
    if Knob.verbs.contains(word.text) { return .show(.knob(word.text)) }
    if let knob = Knob.named(word.text) { return .show(.knob(knob.name)) }
    // One that lacks its index says so.
    if Quantity.names.contains(word.text) { return .show(.quantity(try Quantity(word))) }
    throw LanguageError(
      word, "'\(word.text)' is neither a topic, a knob nor a quantity; 'help show' lists them",
      among: Topic.allCases.map(\.rawValue) + Picture.Topic.allCases.map(\.rawValue) + Knob.allNames
        + Quantity.names)
  }
}
