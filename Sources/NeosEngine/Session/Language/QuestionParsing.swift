/// One key of a question's line, such as `level=` of `limit`.
struct QuestionKey: Sendable {
  let name: String
  /// The verbs that have it.
  let verbs: Set<InferenceQuestion.Verb>
  /// What a value looks like.
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
    QuestionKey(
      name: "on", verbs: Set(InferenceQuestion.Verb.allCases),
      values: ValueForm(text: "observed, or the strength of Asimov data", words: ["observed"])
    ) {
      _ = $0
      $1.data = try DataChoice(parsing: $2)
    },
    QuestionKey(
      name: "counts", verbs: Set(InferenceQuestion.Verb.allCases),
      values: ValueForm(text: EventPart.countsForm, words: EventPart.allCases.map(\.rawValue))
    ) {
      _ = $0
      $1.counts = try ValueParsing.choice($2, "part of the events", among: EventPart.allCases)
    },
  ]
}

extension QuestionKey {
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

/// The data on which a question is asked.
public enum DataChoice: Sendable, Hashable {
  /// The observed counts where the model has them, else the Asimov data that the verb is usually asked on.
  case usual
  /// The observed counts of the workspace.
  case observed
  /// The expected data at this signal strength, other parameters at their initial values.
  case asimov(Double)

  /// What is written after `on=`.
  init(parsing text: String) throws(ValueError) {
    if text == "observed" {
      self = .observed
    } else if Double(text) != nil {
      self = .asimov(try ValueParsing.number(text))
    } else {
      throw ValueError(
        message: "it is 'observed' or the strength of Asimov data, found '\(text)'", valid: ["observed"])
    }
  }
}

/// What a question is asked of and on.
public struct QuestionBasis: Sendable, Hashable {
  /// The data.
  public var data = DataChoice.usual
  /// The events whose ordinary counts are the templates of the model; nil for the templates of the present step.
  public var counts: EventPart?

  /// The model of the present step, with its usual data.
  public init() {}
}

extension EventPart {
  /// What `counts=` takes, in words.
  static let countsForm = "the events whose ordinary counts fill the templates; as for the loss if left out"
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
    let keys = QuestionKey.keys(of: verb)
    var question = InferenceQuestion(verb)
    var basis = QuestionBasis()
    var used: Set<String> = []
    for word in words {
      guard let (key, value) = word.keyAndValue else {
        throw LanguageError(
          word, "\(verb.rawValue) takes key=value, found '\(word.text)'", among: keys.map { "\($0.name)=" })
      }
      guard let entry = keys.first(where: { $0.name == key.text }) else {
        throw LanguageError(
          key,
          "\(verb.rawValue) has no key '\(key.text)'; it has \(keys.map { "\($0.name)=" }.joined(separator: " "))",
          among: keys.map(\.name))
      }
      guard used.insert(key.text).inserted else {
        throw LanguageError(key, "'\(key.text)' stands on this line already")
      }
      guard !value.text.isEmpty else { throw LanguageError(column: value.column, "a value is missing") }
      do {
        try entry.set(&question, &basis, value.text)
      } catch let error as ValueError {
        throw LanguageError(value, "\(key.text): \(error.message)", among: error.valid)
      } catch {
        throw LanguageError(value, "\(key.text): \(error)")
      }
    }
    return .ask(question, on: basis)
  }

  /// How a line with the verb is written.
  static func usage(_ verb: Verb) -> String {
    let keys = QuestionKey.keys(of: verb).map { "[\($0.name)=]" }
    return ([verb.rawValue] + keys).joined(separator: " ")
  }
}
