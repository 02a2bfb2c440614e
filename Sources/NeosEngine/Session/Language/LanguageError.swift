/// What is wrong with a line of the command language, and where in the line.
public struct LanguageError: Error, Sendable, Hashable {
  /// The first character of what is wrong, counted from 1.
  public let column: Int
  /// How many characters are wrong, at least 1.
  public let length: Int
  /// What is wrong, and what would be right.
  public let message: String
  /// The nearest valid word, if one is near.
  public let suggestion: String?

  /// An error at a place of a line.
  public init(column: Int, length: Int = 1, _ message: String, suggestion: String? = nil) {
    self.column = column
    self.length = max(1, length)
    // A word can be as long as a file.
    self.message = message.count > 400 ? message.prefix(200) + " … " + message.suffix(200) : message
    self.suggestion = suggestion
  }

  /// An error at a word.
  init(_ word: Word, _ message: String, among valid: [String] = []) {
    self.init(
      column: word.column, length: word.text.count, message,
      suggestion: nearestWord(to: word.text, among: valid))
  }

  /// The message, with the suggestion if there is one.
  public var text: String { suggestion.map { "\(message); did you mean '\($0)'?" } ?? message }

  /// The line with a caret under what is wrong, shortened around the place when the line is long.
  public func excerpt(of line: String) -> String {
    // A session file may hold anything: what a terminal would act on is shown as a replacement character.
    var shown = line.map {
      $0 == "\t"
        ? " "
        : $0.isNewline || $0.unicodeScalars.contains { $0.value < 32 || $0.value == 127 } ? "\u{FFFD}" : $0
    }
    var offset = column - 1
    if shown.count > 100 {
      let start = max(0, min(offset - 40, shown.count - 100))
      shown = Array(shown[start..<min(start + 100, shown.count)])
      offset -= start
    }
    let carets = String(repeating: "^", count: max(1, min(length, shown.count - offset)))
    return "  \(String(shown))\n  \(String(repeating: " ", count: offset))\(carets)"
  }
}
