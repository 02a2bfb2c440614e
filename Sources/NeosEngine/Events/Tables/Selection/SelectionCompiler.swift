/// Makes the steps of a selection of its words, by recursive descent.
struct SelectionCompiler {
  /// What is done, in order.
  private(set) var steps: [SelectionStep] = []
  /// The most columns that are on the stack.
  private(set) var depth = 0

  private var height = 0
  let tokens: [SelectionToken]
  var place = 0
  private var nesting = 0

  /// The most parentheses, signs and functions in one another.
  static let deepest = 60

  init(_ text: String) throws(LanguageError) { tokens = try SelectionToken.all(of: text) }

  /// Compiles the whole text.
  mutating func compile(_ slot: Slot) throws(LanguageError) {
    let value = try anyOf(slot)
    try condition(value, from: 0)
    guard token.kind == .end else { throw unexpected("an operator or the end") }
  }

  /// Gives the slot of a column by its name.
  typealias Slot = (String) throws(TableProblem) -> Int

  /// What an expression gives.
  enum Value {
    case number, condition
  }

  var token: SelectionToken { tokens[place] }

  mutating func take(_ words: String...) -> Bool {
    switch token.kind {
    case .sign(let word) where words.contains(word), .name(let word) where words.contains(word):
      place += 1
      return true
    default: return false
    }
  }

  mutating func emit(_ step: SelectionStep) {
    steps.append(step)
    height += step.growth
    depth = max(depth, height)
  }

  mutating func nested<Result>(
    _ body: (inout Self) throws(LanguageError) -> Result
  ) throws(LanguageError) -> Result {
    nesting += 1
    guard nesting <= Self.deepest else {
      throw LanguageError(column: token.column, "more than \(Self.deepest) levels are in one another")
    }
    let result = try body(&self)
    nesting -= 1
    return result
  }

  /// Throws at `in` and `not in`, behind a number.
  func refuseIn() throws(LanguageError) {
    let isNotIn = token.kind == .name("not") && tokens[min(place + 1, tokens.count - 1)].kind == .name("in")
    guard token.kind == .name("in") || isNotIn else { return }
    throw LanguageError(
      column: token.column, length: token.length, "'in' is not supported; \(SelectionToken.insteadOfIn)")
  }

  func unexpected(_ expected: String) -> LanguageError {
    LanguageError(
      column: token.column, length: token.length, "found \(token.account), expected \(expected)")
  }

  func condition(_ value: Value, from start: Int) throws(LanguageError) {
    if value == .condition { return }
    throw wrong(from: start, "this is a number, expected a condition, as in 'x > 0'")
  }

  func number(_ value: Value, from start: Int) throws(LanguageError) {
    if value == .number { return }
    throw wrong(from: start, "this is a condition, expected a number")
  }

  /// An error from a token to the last one that was taken.
  func wrong(from start: Int, _ message: String) -> LanguageError {
    let last = tokens[max(start, place - 1)]
    return LanguageError(
      column: tokens[start].column, length: last.column + last.length - tokens[start].column, message)
  }
}
