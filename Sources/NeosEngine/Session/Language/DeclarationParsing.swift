extension CommandParser {
  /// Reads a `sample` or `vary` line.
  func declaration(_ verb: DeclarationKey.Verb) throws(LanguageError) -> Command {
    let line = try DeclarationLine(verb, words, end: end)
    switch verb {
    case .sample: return .declare(try line.sample())
    case .vary: return .declare(try line.variation())
    }
  }
}

/// The words of a declaration, sorted into plain ones and values of keys.
private struct DeclarationLine {
  let verb: DeclarationKey.Verb
  let end: Int
  private let words: ArraySlice<Word>
  private var plain: [Word] = []
  private var values: [String: Word] = [:]
  private var keys: [String: Word] = [:]

  init(_ verb: DeclarationKey.Verb, _ words: ArraySlice<Word>, end: Int) throws(LanguageError) {
    self.verb = verb
    self.end = end
    self.words = words
    let known = DeclarationKey.keys(of: verb).map(\.name)
    for word in words {
      guard let (key, value) = word.keyAndValue else {
        plain.append(word)
        continue
      }
      guard known.contains(key.text) else {
        throw unquoted(word)
          ?? LanguageError(
            key, "\(verb.rawValue) has no key '\(key.text)'; it has \(known.joined(separator: ", "))",
            among: known)
      }
      guard !value.text.isEmpty else { throw LanguageError(column: value.column, "a value is missing") }
      guard values.updateValue(value, forKey: key.text) == nil else {
        throw LanguageError(key, "'\(key.text)' stands on this line already")
      }
      keys[key.text] = key
    }
  }

  // MARK: Samples

  func sample() throws(LanguageError) -> Declaration {
    let name = try self.name(0, "sample needs a name")
    if plain.count == 2, plain[1].text == "none" {
      try only([])
      return .noSample(name)
    }
    if let extra = plain.dropFirst(2).first {
      throw unquoted(extra) ?? tooMuch(extra)
    }
    let source: SampleDeclaration.Source
    if let generate = values["generate"] {
      if let file = plain.dropFirst().first {
        throw LanguageError(file, "a sample is either in a file or generated, found both")
      }
      try only(["generate", "events", "yield", "role"])
      let features = try read(generate) { text throws(ValueError) in try Self.generated(text) }
      guard let count = values["events"] else {
        throw LanguageError(column: end, "'events=' is missing: how many events are generated")
      }
      source = .generated(
        features,
        events: try read(count) { text throws(ValueError) in try ValueParsing.count(text, to: 50_000_000) })
    } else {
      guard let file = plain.dropFirst().first else {
        throw LanguageError(column: end, "sample needs a file, or 'generate='; it is written '\(verb.usage)'")
      }
      try only(["columns", "weight", "where", "limit", "dataset", "yield", "role", "check"])
      guard let columns = values["columns"] else {
        throw LanguageError(
          column: end, "'columns=' is missing: the columns that are features, between commas")
      }
      source = .table(
        TableRequest(
          path: HomeFolder.expanded(file.text),
          columns: try read(columns) { text throws(ValueError) in try ValueParsing.names(text) },
          weight: values["weight"].map { ColumnNames.one($0.text) }, selection: values["where"]?.text,
          limit: try values["limit"].map { word throws(LanguageError) in
            try read(word) { text throws(ValueError) in try ValueParsing.count(text) }
          }, dataset: values["dataset"]?.text))
    }
    let role = try values["role"].map { word throws(LanguageError) in
      try read(word) { text throws(ValueError) -> Bool in
        guard ["signal", "background"].contains(text) else {
          throw ValueError(
            message: "it is 'signal' or 'background', found '\(text)'", valid: ["signal", "background"])
        }
        return text == "signal"
      }
    }
    return .sample(
      SampleDeclaration(
        name: name, source: source, isSignal: role ?? (name == "signal"),
        yield: try values["yield"].map { word throws(LanguageError) in
          try read(word) { text throws(ValueError) in try ValueParsing.positive(text) }
        }, check: values["check"]?.text))
  }

  private static func generated(
    _ text: String
  ) throws(ValueError) -> [SampleDeclaration.GeneratedFeature] {
    var features: [SampleDeclaration.GeneratedFeature] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let pair = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard pair.count == 2 else {
        throw ValueError(message: "a feature is NAME=DISTRIBUTION, found '\(part)'")
      }
      guard !features.contains(where: { $0.name == pair[0] }) else {
        throw ValueError(message: "the feature '\(pair[0])' stands there twice")
      }
      features.append(.init(name: pair[0], distribution: try distribution(pair[1])))
    }
    return features
  }

  private static func distribution(_ text: String) throws(ValueError) -> FeatureDistribution {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    var numbers: [Double] = []
    for part in parts.dropFirst() { numbers.append(try ValueParsing.number(part)) }
    let distribution: FeatureDistribution
    switch (parts[0], numbers.count) {
    case ("normal", 2): distribution = .normal(mean: numbers[0], deviation: numbers[1])
    case ("exponential", 1): distribution = .exponential(rate: numbers[0])
    case ("uniform", 2): distribution = .uniform(from: numbers[0], to: numbers[1])
    default:
      throw ValueError(
        message:
          "a distribution is normal:MEAN:DEVIATION, exponential:RATE or uniform:LOW:HIGH, found '\(text)'",
        valid: ["normal", "exponential", "uniform"])
    }
    if let problem = distribution.problem { throw ValueError(message: "\(problem), found '\(text)'") }
    return distribution
  }

  // MARK: Variations

  func variation() throws(LanguageError) -> Declaration {
    let name = try self.name(0, "vary needs a name")
    let sample = try self.name(1, "vary needs the sample that varies, after the name of the parameter")
    if plain.count == 3, plain[2].text == "none" {
      try only([])
      return .noVariation(name, of: sample)
    }
    if let extra = plain.dropFirst(2).first {
      throw tooMuch(extra)
    }
    let kinds = ["files", "weights", "shift", "scale", "norm"]
    let given = kinds.compactMap { keys[$0] }.sorted { $0.column < $1.column }.map(\.text)
    guard let kind = given.first, let value = values[kind] else {
      throw LanguageError(column: end, "vary needs one of \(kinds.map { "\($0)=" }.joined(separator: " "))")
    }
    if given.count > 1, let second = keys[given[1]] {
      throw LanguageError(
        second, "vary takes one of \(kinds.joined(separator: ", ")), found '\(given[1])' beside '\(kind)'")
    }
    try only([kind, "width", "check"])
    let effect = try read(value) { text throws(ValueError) in try Self.effect(kind, text) }
    let width = try values["width"].map { word throws(LanguageError) in
      try read(word) { text throws(ValueError) in
        text == "free" ? Double.infinity : try ValueParsing.positive(text)
      }
    }
    return .variation(
      VariationDeclaration(
        name: name, sample: sample, effect: effect, width: width ?? 1, check: values["check"]?.text))
  }

  private static func effect(_ kind: String, _ text: String) throws(ValueError) -> VariationDeclaration.Effect
  {
    switch kind {
    case "files", "weights":
      let names = try ValueParsing.names(text)
      guard names.count == 2 else {
        throw ValueError(message: "it is UP,DOWN, found \(names.count) in '\(text)'")
      }
      return kind == "weights"
        ? .weights(up: names[0], down: names[1])
        : .files(up: HomeFolder.expanded(names[0]), down: HomeFolder.expanded(names[1]))
    case "norm":
      let numbers = try pair(text)
      guard numbers.0 > 0, numbers.1 > 0 else {
        throw ValueError(message: "factors on a rate must be above 0, found '\(text)'")
      }
      return .norm(hi: numbers.0, lo: numbers.1)
    default:
      // A name may have a colon itself, as columns of two-dimensional datasets have.
      guard let colon = text.lastIndex(of: ":"), colon > text.startIndex else {
        throw ValueError(message: "it is FEATURE:UP,DOWN, found '\(text)'")
      }
      let feature = ColumnNames.one(String(text[..<colon]))
      let numbers = try pair(String(text[text.index(after: colon)...]))
      return kind == "shift"
        ? .shift(feature: feature, up: numbers.0, down: numbers.1)
        : .scale(feature: feature, up: numbers.0, down: numbers.1)
    }
  }

  private static func pair(_ text: String) throws(ValueError) -> (Double, Double) {
    let numbers = try ValueParsing.numbers(text)
    guard numbers.count == 2 else {
      throw ValueError(message: "it is two numbers UP,DOWN, found \(numbers.count) in '\(text)'")
    }
    return (numbers[0], numbers[1])
  }

  // MARK: Words

  private func name(_ position: Int, _ needed: String) throws(LanguageError) -> String {
    guard position < plain.count else {
      throw LanguageError(column: end, "\(needed); it is written '\(verb.usage)'")
    }
    let word = plain[position]
    // Other marks separate words, keys, entries of lists, or the sides of a condition.
    let marks = "-_.+*^~@%&|"
    guard !word.text.isEmpty, word.text.allSatisfy({ $0.isLetter || $0.isNumber || marks.contains($0) })
    else {
      throw LanguageError(
        word,
        "a name is made of letters, digits and \(marks.map(String.init).joined(separator: " ")), "
          + "found '\(word.text)'")
    }
    return word.text
  }

  /// The error at a word that seems to belong to the condition before it, of which white space has taken it away.
  private func unquoted(_ word: Word) -> LanguageError? {
    guard let key = keys["where"], key.column < word.column, let first = values["where"] else { return nil }
    let known = DeclarationKey.keys(of: verb).map(\.name)
    let rest = words.drop { $0.column <= key.column }.prefix { next in
      !known.contains(next.keyAndValue?.key.text ?? "")
    }
    let condition = ([first.text] + rest.map(\.text)).joined(separator: " ").trimming { $0 == "'" }
    return LanguageError(
      word, "a condition with white space stands in double quotes: where=\(Word.inQuotes(condition))")
  }

  /// The error at a word after the last plain one.
  private func tooMuch(_ word: Word) -> LanguageError {
    word.keyInQuotes(among: DeclarationKey.keys(of: verb).map(\.name))
      ?? LanguageError(word, "the command ends before '\(word.text)'")
  }

  /// Sees that no other keys are there.
  private func only(_ names: [String]) throws(LanguageError) {
    let others = keys.values.filter { !names.contains($0.text) }
    if let first = others.min(by: { $0.column < $1.column }) {
      throw LanguageError(first, "'\(first.text)' has no meaning here")
    }
  }

  private func read<Value>(
    _ word: Word, _ body: (String) throws(ValueError) -> Value
  ) throws(LanguageError) -> Value {
    do throws(ValueError) {
      return try body(word.text)
    } catch {
      throw LanguageError(word, error.message, among: error.valid)
    }
  }
}

extension ValueParsing {
  /// Names between commas, in backticks where there is a comma in a name.
  static func names(_ text: String) throws(ValueError) -> [String] {
    do throws(TableProblem) {
      return try ColumnNames.read(text)
    } catch {
      throw ValueError(message: "\(error)")
    }
  }
}
