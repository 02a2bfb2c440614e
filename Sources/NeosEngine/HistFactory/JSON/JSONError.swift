/// Why a text is not JSON, or cannot be had.
public enum JSONError: Error, Sendable, Hashable {
  /// The file cannot be read.
  case file(path: String, reason: String)
  /// The text is not JSON.
  ///
  /// - Parameters:
  ///   - line: Where, counted from 1.
  ///   - column: The character in that line, counted from 1.
  ///   - path: In which value, as far as the text was read.
  ///   - message: What was found there, and what was expected.
  case syntax(line: Int, column: Int, path: JSONPath, message: String)
}

extension JSONError: CustomStringConvertible {
  /// The problem with its place.
  public var description: String {
    switch self {
    case .file(let path, let reason): "\(path): \(reason)"
    case .syntax(let line, let column, let path, let message):
      "line \(line), column \(column)\((1...16).contains(path.components.count) ? ", in \(path)" : ""): \(message)"
    }
  }
}

extension JSONError {
  /// The same error of a value that stands in another.
  func within(_ component: JSONPath.Component) -> JSONError {
    guard case .syntax(let line, let column, let path, let message) = self else { return self }
    return .syntax(
      line: line, column: column, path: JSONPath([component] + path.components), message: message)
  }
}

/// Something in a JSON document that is not as it must be.
public struct JSONProblem: Sendable, Hashable {
  /// The place: what is wrong, or what holds too much or too little.
  public let path: JSONPath
  /// What is there.
  public let found: String
  /// What should be there.
  public let expected: String
  /// The nearest valid word, if one is near.
  public let suggestion: String?

  init(_ path: JSONPath, found: String, expected: String, suggestion: String? = nil) {
    self.path = path
    self.found = found
    self.expected = expected
    self.suggestion = suggestion
  }

  /// After so many problems the rest is not reported.
  public static let most = 20
}

extension JSONProblem: CustomStringConvertible {
  /// The place, what was found, and what was expected.
  public var description: String {
    let hint = suggestion.map { "; did you mean '\($0)'?" } ?? ""
    return "\(path): found \(found), expected \(expected)\(hint)"
  }

  /// The problems, one a line.
  static func list(_ problems: [JSONProblem]) -> String {
    let rest = problems.count >= most ? ["no more than \(most) problems are listed"] : []
    return (problems.map(\.description) + rest).joined(separator: "\n")
  }
}
