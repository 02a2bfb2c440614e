// Conditions, from what binds least to what binds most.
extension SelectionCompiler {
  mutating func anyOf(_ slot: Slot) throws(LanguageError) -> Value {
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

  mutating func allOf(_ slot: Slot) throws(LanguageError) -> Value {
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

  mutating func negation(_ slot: Slot) throws(LanguageError) -> Value {
    guard take("not") else { return try comparison(slot) }
    let start = place
    let value = try nested { compiler throws(LanguageError) in try compiler.negation(slot) }
    try condition(value, from: start)
    emit(.not)
    return .condition
  }

  mutating func comparison(_ slot: Slot) throws(LanguageError) -> Value {
    let start = place
    let first = try sum(slot)
    try refuseIn()
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
}
