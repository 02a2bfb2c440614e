// Numbers, from what binds least to what binds most.
extension SelectionCompiler {
  mutating func sum(_ slot: Slot) throws(LanguageError) -> Value {
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

  mutating func product(_ slot: Slot) throws(LanguageError) -> Value {
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

  mutating func signed(_ slot: Slot) throws(LanguageError) -> Value {
    let isMinus = take("-")
    guard isMinus || take("+") else { return try power(slot) }
    let start = place
    let value = try nested { compiler throws(LanguageError) in try compiler.signed(slot) }
    try number(value, from: start)
    if isMinus { emit(.negate) }
    return .number
  }

  /// As in Python, `-x**2` is `-(x**2)` and `2**-x` is allowed.
  mutating func power(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let base = try primary(slot)
    guard take("**") else { return base }
    try number(base, from: start)
    let next = place
    let exponent = try nested { compiler throws(LanguageError) in try compiler.signed(slot) }
    try number(exponent, from: next)
    emit(.power)
    return .number
  }

  mutating func primary(_ slot: Slot) throws(LanguageError) -> Value {
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
      let value = try nested { compiler throws(LanguageError) in try compiler.anyOf(slot) }
      guard take(")") else { throw unexpected("')'") }
      return value
    case .sign("!"), .sign("~"):
      place += 1
      let next = place
      let value = try nested { compiler throws(LanguageError) in try compiler.primary(slot) }
      try condition(value, from: next)
      emit(.not)
      return .condition
    default: throw unexpected("a number, a column, a function or '('")
    }
  }

  mutating func column(_ name: String, _ start: Int, _ slot: Slot) throws(LanguageError) -> Value {
    do throws(TableProblem) {
      emit(.column(try slot(name)))
      return .number
    } catch {
      throw wrong(from: start, "\(error)")
    }
  }

  mutating func function(_ name: String, _ start: Int, _ slot: Slot) throws(LanguageError) -> Value {
    let one = SelectionStep.Function(rawValue: name)
    guard one != nil || name == "min" || name == "max" else {
      let known = SelectionStep.Function.allCases.map(\.rawValue) + ["min", "max"]
      guard !name.contains(".") else {
        throw LanguageError(
          column: tokens[start].column, length: tokens[start].length,
          "methods such as '\(TableProblem.shown(name))()' are not supported; the functions are "
            + "\(known.joined(separator: ", ")), and 'x != x' where x is NaN")
      }
      throw LanguageError(
        column: tokens[start].column, length: tokens[start].length,
        "there is no function '\(TableProblem.shown(name))'; the functions are \(known.joined(separator: ", "))",
        suggestion: nearestWord(to: name, among: known))
    }
    place += 1
    var count = 0
    repeat {
      let next = place
      let value = try nested { compiler throws(LanguageError) in try compiler.sum(slot) }
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
