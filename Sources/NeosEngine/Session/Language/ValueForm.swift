/// What a value of the language can be: in words for people, and as words to choose from.
///
/// One source for messages, `help` and completion.
package struct ValueForm: Sendable, Hashable {
  /// Names that are not known before a session runs.
  enum Names: Sendable, Hashable {
    /// Files whose names end like this.
    case files([String])
    /// The measurements of the workspace.
    case measurements
    /// A parameter of the model.
    case parameter
    /// Parameters of the model between commas.
    case parameters
    /// `PARAMETER:VALUE` between commas.
    case parameterValues
  }

  /// What a value looks like.
  let text: String
  /// The words that it can be, or the first of its words.
  package var words: [String] = []
  /// What words mean that do not say so themselves.
  var summaries: [String: String] = [:]
  /// What else it can be.
  var names: Names?
  /// The word after which the names stand, if they need one.
  var marker: String?
}

extension ValueForm: ExpressibleByStringLiteral, CustomStringConvertible {
  /// Something that can only be described.
  package init(stringLiteral text: String) { self.init(text: text) }

  package var description: String { text }

  /// One of some words.
  static func words(_ words: [String]) -> ValueForm {
    ValueForm(text: words.joined(separator: ", "), words: words)
  }

  /// One of the words of a list.
  static func choices<Value: CaseIterable & RawRepresentable>(_ type: Value.Type) -> ValueForm
  where Value.RawValue == String {
    words(Value.allCases.map(\.rawValue))
  }

  /// Something that can be described, or one of some words.
  static func described(_ text: String, or words: String..., names: Names? = nil) -> ValueForm {
    let alternatives = words.map { "or \($0)" }
    return ValueForm(text: ([text] + alternatives).joined(separator: ", "), words: words, names: names)
  }
}
