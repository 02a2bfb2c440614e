/// A piece of a selection, and where it stands.
struct SelectionToken {
  enum Kind: Hashable {
    case number(Double)
    /// A name: of a column, a function, or one of the words `and`, `or`, `not`.
    case name(String)
    /// A name in backticks, which is that of a column.
    case quoted(String)
    case sign(String)
    case end
  }

  let kind: Kind
  /// The first character, counted from 1.
  let column: Int
  /// The number of characters.
  let length: Int

  /// How it is told in a message.
  var account: String {
    switch kind {
    case .number(let value): "the number \(value)"
    case .name(let name), .quoted(let name): "'\(TableProblem.shown(name))'"
    case .sign(let sign): "'\(sign)'"
    case .end: "the end"
    }
  }

  /// The pieces of a text, the end last.
  static func all(of text: String) throws(LanguageError) -> [SelectionToken] {
    let characters = Array(text)
    guard characters.count <= longest else {
      throw LanguageError(column: longest, "a selection has at most \(longest) characters")
    }
    var tokens: [SelectionToken] = []
    var place = 0
    while place < characters.count {
      if characters[place].isWhitespace {
        place += 1
        continue
      }
      let (kind, length) = try piece(characters, at: place)
      tokens.append(SelectionToken(kind: kind, column: place + 1, length: length))
      place += length
    }
    return tokens + [SelectionToken(kind: .end, column: characters.count + 1, length: 1)]
  }

  /// The most characters of a selection.
  static let longest = 1 << 14

  private static let signs = [
    "**", "<=", ">=", "==", "!=", "&&", "||", "<", ">", "!", "~", "&", "|", "+", "-", "*", "/", "(", ")", ",",
  ]

  /// What `DataFrame.query` of pandas knows besides, and what stands in its place.
  private static let unsupported = [
    (sign: "//", reason: "'//' is not supported; '/' divides"),
    (sign: "%", reason: "'%', the remainder, is not supported"),
    (sign: "^", reason: "'^' is not supported; '**' is the power"),
    (sign: "@", reason: "'@', a variable of Python, is not supported; write the number itself"),
    (sign: "[", reason: "lists are not supported; \(insteadOfIn)"),
    (sign: ".", reason: "methods are not supported; a function stands before its number, as in 'abs(x)'"),
    (
      sign: "'",
      reason: "single quotes are not supported: a condition stands in double quotes, a name in backticks"
    ),
    (sign: "\"", reason: "texts are not supported: columns hold numbers, and their names stand in backticks"),
  ]

  /// What is written in place of `in`.
  static let insteadOfIn = "in place of 'x in [1, 2]' write 'x == 1 or x == 2'"

  private static func piece(_ text: [Character], at place: Int) throws(LanguageError) -> (Kind, Int) {
    let first = text[place]
    func isDigit(_ index: Int) -> Bool { index < text.count && text[index].isASCII && text[index].isNumber }
    func end(from start: Int, while isPart: (Int) -> Bool) -> Int {
      var index = start
      while index < text.count, isPart(index) { index += 1 }
      return index
    }
    if isDigit(place) || (first == "." && isDigit(place + 1)) {
      var last = end(from: place, while: isDigit)
      if last < text.count, text[last] == "." { last = end(from: last + 1, while: isDigit) }
      if last < text.count, text[last] == "e" || text[last] == "E" {
        let isSigned = last + 1 < text.count && (text[last + 1] == "+" || text[last + 1] == "-")
        let digits = last + (isSigned ? 2 : 1)
        if isDigit(digits) { last = end(from: digits, while: isDigit) }
      }
      let digits = String(text[place..<last])
      guard let value = Double(digits.hasSuffix(".") ? digits + "0" : digits), value.isFinite else {
        throw LanguageError(column: place + 1, length: last - place, "this number is too large")
      }
      return (.number(value), last - place)
    }
    if first == "`" {
      let last = end(from: place + 1) { text[$0] != "`" }
      guard last < text.count else { throw LanguageError(column: place + 1, "this backtick is not closed") }
      return (.quoted(String(text[(place + 1)..<last])), last + 1 - place)
    }
    if first.isLetter || first == "_" {
      let last = end(from: place) { index in
        text[index].isLetter || text[index].isNumber || ["_", ".", ":"].contains(text[index])
      }
      return (.name(String(text[place..<last])), last - place)
    }
    if let reason = unsupported.first(where: { text[place...].starts(with: $0.sign) })?.reason {
      throw LanguageError(column: place + 1, reason)
    }
    if let sign = signs.first(where: { text[place...].starts(with: $0) }) { return (.sign(sign), sign.count) }
    if first == "=" { throw LanguageError(column: place + 1, "found '=', expected '==' to compare") }
    throw LanguageError(
      column: place + 1,
      "found '\(TableProblem.shown(String(first)))', expected a number, a column, a function or an operator; "
        + "other names of columns stand in backticks")
  }
}
