/// A condition over the columns of a table, as `DataFrame.query` of pandas has it.
///
/// `pt > 25 and abs(eta) < 2.5`: comparisons, which may be chained as in `0 < x < 1`; `+ - * / **`; `and or not`, also
/// written `&& || !` or `& |`; parentheses; `abs sqrt exp log`, and `min max` of two or more. A name with other
/// characters than letters, digits, `_`, `.` and `:`, or of digits alone, stands in backticks. A comparison with NaN is
/// false, but for `!=`. It is compiled once, for a machine with a stack of columns.
struct Selection {
  /// What is done, in order.
  private(set) var steps: [SelectionStep] = []
  /// The most columns that are on the stack.
  private(set) var depth = 0

  private var height = 0
  private let tokens: [SelectionToken]
  private var place = 0
  private var nesting = 0

  /// The most parentheses, signs and functions in one another.
  static let deepest = 60

  /// Compiles a condition.
  ///
  /// - Parameter slot: The slot of a column by its name.
  /// - Throws: `LanguageError` with the place of what is wrong.
  init(
    _ text: String, slot: (String) throws(TableProblem) -> Int
  ) throws(LanguageError) {
    tokens = try SelectionToken.all(of: text)
    let value = try anyOf(slot)
    try condition(value, from: 0)
    guard token.kind == .end else { throw unexpected("an operator or the end") }
  }

  /// What an expression gives.
  private enum Value {
    case number, condition
  }

  private var token: SelectionToken { tokens[place] }

  private mutating func take(_ words: String...) -> Bool {
    switch token.kind {
    case .sign(let word) where words.contains(word), .name(let word) where words.contains(word):
      place += 1
      return true
    default: return false
    }
  }

  private mutating func emit(_ step: SelectionStep) {
    steps.append(step)
    height += step.growth
    depth = max(depth, height)
  }

  private mutating func nested<Result>(
    _ body: (inout Selection) throws(LanguageError) -> Result
  ) throws(LanguageError) -> Result {
    nesting += 1
    guard nesting <= Self.deepest else {
      throw LanguageError(column: token.column, "more than \(Self.deepest) levels are in one another")
    }
    let result = try body(&self)
    nesting -= 1
    return result
  }

  private func unexpected(_ expected: String) -> LanguageError {
    LanguageError(
      column: token.column, length: token.length, "found \(token.account), expected \(expected)")
  }

  private func condition(_ value: Value, from start: Int) throws(LanguageError) {
    if value == .condition { return }
    throw wrong(from: start, "this is a number, expected a condition, as in 'x > 0'")
  }

  private func number(_ value: Value, from start: Int) throws(LanguageError) {
    if value == .number { return }
    throw wrong(from: start, "this is a condition, expected a number")
  }

  /// An error from a token to the last one that was taken.
  private func wrong(from start: Int, _ message: String) -> LanguageError {
    let last = tokens[max(start, place - 1)]
    return LanguageError(
      column: tokens[start].column, length: last.column + last.length - tokens[start].column, message)
  }
}

// The grammar, from what binds least to what binds most.
extension Selection {
  private typealias Slot = (String) throws(TableProblem) -> Int

  private mutating func anyOf(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try allOf(slot)
    while take("or", "||", "|") {
      try condition(first, from: start)
      let next = place
      let value = try allOf(slot)
      try condition(value, from: next)
      emit(.or)
    }
    return first
  }

  private mutating func allOf(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try negation(slot)
    while take("and", "&&", "&") {
      try condition(first, from: start)
      let next = place
      let value = try negation(slot)
      try condition(value, from: next)
      emit(.and)
    }
    return first
  }

  private mutating func negation(_ slot: Slot) throws(LanguageError) -> Value {
    guard take("not") else { return try comparison(slot) }
    let start = place
    let value = try nested { selection throws(LanguageError) in try selection.negation(slot) }
    try condition(value, from: start)
    emit(.not)
    return .condition
  }

  private mutating func comparison(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try sum(slot)
    var count = 0
    while case .sign(let sign) = token.kind, let comparison = SelectionStep.Comparison(rawValue: sign) {
      if count == 0 { try number(first, from: start) }
      place += 1
      let next = place
      let value = try sum(slot)
      try number(value, from: next)
      // In a chain, what stands between two signs is compared twice.
      if case .sign(let sign) = token.kind, SelectionStep.Comparison(rawValue: sign) != nil {
        emit(.compareKeeping(comparison))
      } else {
        emit(.compare(comparison))
      }
      count += 1
    }
    for _ in 0..<max(0, count - 1) { emit(.and) }
    return count == 0 ? first : .condition
  }

  private mutating func sum(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try product(slot)
    while case .sign(let sign) = token.kind, sign == "+" || sign == "-" {
      try number(first, from: start)
      place += 1
      let next = place
      let value = try product(slot)
      try number(value, from: next)
      emit(sign == "+" ? .add : .subtract)
    }
    return first
  }

  private mutating func product(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try signed(slot)
    while case .sign(let sign) = token.kind, sign == "*" || sign == "/" {
      try number(first, from: start)
      place += 1
      let next = place
      let value = try signed(slot)
      try number(value, from: next)
      emit(sign == "*" ? .multiply : .divide)
    }
    return first
  }

  private mutating func signed(_ slot: Slot) throws(LanguageError) -> Value {
    let isMinus = take("-")
    guard isMinus || take("+") else { return try power(slot) }
    let start = place
    let value = try nested { selection throws(LanguageError) in try selection.signed(slot) }
    try number(value, from: start)
    if isMinus { emit(.negate) }
    return .number
  }

  /// As in Python, `-x**2` is `-(x**2)` and `2**-x` is allowed.
  private mutating func power(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let base = try primary(slot)
    guard take("**") else { return base }
    try number(base, from: start)
    let next = place
    let exponent = try nested { selection throws(LanguageError) in try selection.signed(slot) }
    try number(exponent, from: next)
    emit(.power)
    return .number
  }

  private mutating func primary(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    switch token.kind {
    case .number(let value):
      place += 1
      emit(.constant(value))
      return .number
    case .quoted(let name):
      place += 1
      return try column(name, start, slot)
    case .name(let name) where !["and", "or", "not"].contains(name):
      place += 1
      if case .sign("(") = token.kind { return try function(name, start, slot) }
      return try column(name, start, slot)
    case .sign("("):
      place += 1
      let value = try nested { selection throws(LanguageError) in try selection.anyOf(slot) }
      guard take(")") else { throw unexpected("')'") }
      return value
    case .sign("!"):
      place += 1
      let next = place
      let value = try nested { selection throws(LanguageError) in try selection.primary(slot) }
      try condition(value, from: next)
      emit(.not)
      return .condition
    default: throw unexpected("a number, a column, a function or '('")
    }
  }

  private mutating func column(_ name: String, _ start: Int, _ slot: Slot) throws(LanguageError) -> Value {
    do throws(TableProblem) {
      emit(.column(try slot(name)))
      return .number
    } catch {
      throw wrong(from: start, "\(error)")
    }
  }

  private mutating func function(_ name: String, _ start: Int, _ slot: Slot) throws(LanguageError) -> Value {
    let one = SelectionStep.Function(rawValue: name)
    guard one != nil || name == "min" || name == "max" else {
      let known = SelectionStep.Function.allCases.map(\.rawValue) + ["min", "max"]
      throw LanguageError(
        column: tokens[start].column, length: tokens[start].length,
        "there is no function '\(TableProblem.shown(name))'; the functions are \(known.joined(separator: ", "))",
        suggestion: nearestWord(to: name, among: known))
    }
    place += 1
    var count = 0
    repeat {
      let next = place
      let value = try nested { selection throws(LanguageError) in try selection.sum(slot) }
      try number(value, from: next)
      count += 1
      if one == nil, count > 1 { emit(name == "min" ? .minimum : .maximum) }
    } while one == nil && take(",")
    guard take(")") else { throw unexpected(one == nil ? "',' or ')'" : "')'") }
    guard let one else {
      guard count > 1 else { throw wrong(from: start, "'\(name)' takes two numbers or more, found one") }
      return .number
    }
    emit(.function(one))
    return .number
  }
}
