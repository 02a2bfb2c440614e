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

/// What a question is asked of and on, and what a file is of.
public struct QuestionBasis: Sendable, Hashable {
  /// The data.
  public var data = DataChoice.usual
  /// The events whose ordinary counts are the templates of the model; nil for the templates of the present step.
  public var counts: EventPart?

  /// The model of the present step, with its usual data.
  public init() {}
}

/// A key that says what a question or a file is of.
struct BasisKey: LineKey {
  let name: String
  let values: ValueForm
  /// Sets it from the text of its value.
  let set: @Sendable (inout QuestionBasis, String) throws(ValueError) -> Void

  /// The data.
  static let data = BasisKey(
    name: "on", values: ValueForm(text: "observed, or the strength of Asimov data", words: ["observed"])
  ) { (basis, text) throws(ValueError) in
    basis.data = try DataChoice(parsing: text)
  }

  /// The events that fill the templates.
  static let counts = BasisKey(
    name: "counts",
    values: ValueForm(
      text: "the events whose ordinary counts fill the templates; as for the loss if left out",
      words: EventPart.allCases.map(\.rawValue))
  ) { (basis, text) throws(ValueError) in
    basis.counts = try ValueParsing.choice(text, "part of the events", among: EventPart.allCases)
  }
}
