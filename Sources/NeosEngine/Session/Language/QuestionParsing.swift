/// One key of a question's line, such as `level=` of `limit`.
struct QuestionKey: LineKey {
  let name: String
  /// The verbs that have it.
  let verbs: Set<InferenceQuestion.Verb>
  let values: ValueForm
  /// Sets it from the text of its value; any error that it throws describes what is wrong.
  let set: @Sendable (inout InferenceQuestion, inout QuestionBasis, String) throws -> Void

  static let table: [QuestionKey] = [
    QuestionKey(name: "poi", verbs: [.cls], values: "the tested strength; 1 if left out") {
      $0.testedStrength = try ValueParsing.number($2)
      _ = $1
    },
    stat([.cls], InferenceQuestion.testStatistics), stat([.limit], InferenceQuestion.limitStatistics),
    QuestionKey(
      name: "toys", verbs: [.cls, .limit, .significance],
      values: ValueForm(
        text: "toys of each hypothesis, or none: asymptotic formulas, as if left out", words: ["none"])
    ) {
      $0.toyCount = $2 == "none" ? nil : try ValueParsing.count($2, to: ToyCalculator.largestToyCount)
      _ = $1
    },
    QuestionKey(
      name: "seed", verbs: [.cls, .limit, .significance], values: "the seed of the toys; 0 if left out"
    ) {
      $0.seed = try ValueParsing.seed($2)
      _ = $1
    },
    QuestionKey(name: "level", verbs: [.limit], values: "the level of CLs; 0.05 if left out") {
      $0.level = try ValueParsing.fraction($2)
      _ = $1
    },
    QuestionKey(name: "at", verbs: [.limit, .scan], values: "LOW:HIGH:COUNT, or values between commas") {
      $0.scan = try ValueParsing.grid($2)
      _ = $1
    },
    QuestionKey(
      name: "parameter", verbs: [.scan],
      values: ValueForm(text: "a parameter; the signal strength if left out", names: .parameter)
    ) {
      $0.parameter = $2
      _ = $1
    },
    QuestionKey(
      name: "fix", verbs: [.fit],
      values: ValueForm(text: "NAME:VALUE between commas", names: .parameterValues)
    ) {
      $0.fixed = try ValueParsing.namedNumbers($2)
      _ = $1
    },
    QuestionKey(
      name: "minos", verbs: [.fit],
      values: ValueForm(text: "parameters between commas, or all", words: ["all"], names: .parameters)
    ) {
      $0.intervals = $2.split(separator: ",").map(String.init)
      _ = $1
    },
    basis(.data), basis(.counts),
  ]
}

extension QuestionKey {
  /// A key that all verbs have.
  private static func basis(_ key: BasisKey) -> QuestionKey {
    QuestionKey(name: key.name, verbs: Set(InferenceQuestion.Verb.allCases), values: key.values) {
      _ = $0
      try key.set(&$1, $2)
    }
  }

  /// The key of the test statistic.
  private static func stat(
    _ verbs: Set<InferenceQuestion.Verb>, _ statistics: [TestStatistic]
  ) -> QuestionKey {
    QuestionKey(name: "stat", verbs: verbs, values: .words(statistics.map(\.rawValue))) {
      $0.statistic = try ValueParsing.choice($2, "test statistic", among: statistics)
      _ = $1
    }
  }

  /// The keys that a verb has.
  static func keys(of verb: InferenceQuestion.Verb) -> [QuestionKey] {
    table.filter { $0.verbs.contains(verb) }
  }
}

extension ValueParsing {
  /// `LOW:HIGH:COUNT`, or values between commas.
  static func grid(_ text: String) throws(ValueError) -> [Double] {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 1 else { return try numbers(text) }
    guard parts.count == 3 else {
      throw ValueError(message: "it is LOW:HIGH:COUNT or values between commas, found '\(text)'")
    }
    let (low, high) = (try number(parts[0]), try number(parts[1]))
    let count = try count(parts[2], from: 2, to: 100_000)
    guard low < high else { throw ValueError(message: "\(parts[0]) must be below \(parts[1])") }
    return (0..<count).map { low + (high - low) * Double($0) / Double(count - 1) }
  }

  /// `NAME:VALUE` between commas.
  static func namedNumbers(_ text: String) throws(ValueError) -> [String: Double] {
    var values: [String: Double] = [:]
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let colon = part.lastIndex(of: ":"), colon > part.startIndex else {
        throw ValueError(message: "it is NAME:VALUE between commas, found '\(part)'")
      }
      values[String(part[..<colon])] = try number(String(part[part.index(after: colon)...]))
    }
    return values
  }
}

extension InferenceQuestion {
  /// Reads the words after the verb.
  static func read(_ verb: Verb, _ words: ArraySlice<Word>) throws(LanguageError) -> Command {
    var question = InferenceQuestion(verb)
    var basis = QuestionBasis()
    try words.read(QuestionKey.keys(of: verb), of: verb.rawValue) { key, text in
      try key.set(&question, &basis, text)
    }
    return .ask(question, on: basis)
  }

  /// How a line with the verb is written.
  static func usage(_ verb: Verb) -> String {
    let keys = QuestionKey.keys(of: verb).map { "[\($0.name)=]" }
    return ([verb.rawValue] + keys).joined(separator: " ")
  }
}
