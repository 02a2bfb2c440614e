/// A comparison of a quantity with a number, a row of numbers, or another quantity.
public struct Condition: Sendable, Hashable {
  /// How two values are compared.
  public enum Relation: String, Sendable, Hashable, CaseIterable {
    /// Equal within the tolerance.
    case equal = "="
    /// Not equal within the tolerance.
    case notEqual = "!="
    /// Below.
    case less = "<"
    /// Below or equal.
    case lessOrEqual = "<="
    /// Above.
    case greater = ">"
    /// Above or equal.
    case greaterOrEqual = ">="
  }

  /// What stands on the right.
  public enum Operand: Sendable, Hashable {
    /// Numbers, one or a row.
    case numbers([Double])
    /// Another quantity.
    case quantity(Quantity)
  }

  /// How far from equal is equal still.
  public struct Tolerance: Sendable, Hashable {
    /// The largest difference.
    public var size: Double
    /// Whether the size is in units of the right side.
    public var isRelative: Bool
  }

  /// What stands on the left.
  public var quantity: Quantity
  /// The comparison.
  public var relation: Relation
  /// What stands on the right.
  public var operand: Operand
  /// The tolerance of an equality; none means equal to the bit.
  public var tolerance: Tolerance?

  /// A condition.
  public init(quantity: Quantity, relation: Relation, operand: Operand, tolerance: Tolerance? = nil) {
    self.quantity = quantity
    self.relation = relation
    self.operand = operand
    self.tolerance = tolerance
  }
}

extension Condition {
  /// Whether values satisfy the condition. Rows are compared number by number, each with the one number on the
  /// right if there is only one; a NaN satisfies nothing.
  func holds(_ left: [Double], _ right: [Double]) -> Bool {
    let right = right.count == 1 ? [Double](repeating: right[0], count: left.count) : right
    guard left.count == right.count, !(left + right).contains(where: \.isNaN) else { return false }
    func isEqual(_ a: Double, _ b: Double) -> Bool {
      guard let tolerance else { return a == b }
      return abs(a - b) <= tolerance.size * (tolerance.isRelative ? abs(b) : 1)
    }
    return switch relation {
    case .equal: zip(left, right).allSatisfy(isEqual)
    case .notEqual: !zip(left, right).allSatisfy(isEqual)
    case .less: zip(left, right).allSatisfy(<)
    case .lessOrEqual: zip(left, right).allSatisfy(<=)
    case .greater: zip(left, right).allSatisfy(>)
    case .greaterOrEqual: zip(left, right).allSatisfy(>=)
    }
  }

  /// Reads a condition: QUANTITY RELATION VALUE, and for an equality `± SIZE` (or `+- SIZE`), `rel` after it
  /// if the size is relative. Spaces around the relation may be left out.
  init(_ words: ArraySlice<Word>, end: Int) throws(LanguageError) {
    var words = words.flatMap(Self.separated)[...]
    guard let first = words.popFirst() else {
      throw LanguageError(column: end, "a condition is missing, such as 'cls < 0.05'")
    }
    quantity = try Quantity(first)
    guard let sign = words.popFirst() else {
      throw LanguageError(column: end, "a comparison is missing: one of = != < <= > >=")
    }
    guard let relation = Relation(rawValue: sign.text) else {
      throw LanguageError(sign, "'\(sign.text)' is not a comparison; they are = != < <= > >=")
    }
    self.relation = relation
    guard let right = words.popFirst() else {
      throw LanguageError(column: end, "a value is missing after '\(sign.text)'")
    }
    operand = try Self.operand(right)
    guard let mark = words.popFirst() else { return }
    guard mark.text == "±" || mark.text == "+-" else {
      throw LanguageError(mark, "a tolerance begins with ± or +-, found '\(mark.text)'")
    }
    guard relation == .equal || relation == .notEqual else {
      throw LanguageError(mark, "only = and != take a tolerance")
    }
    guard let size = words.popFirst() else { throw LanguageError(column: end, "the tolerance is missing") }
    let isRelative = size.text.hasSuffix("rel")
    guard let value = Double(isRelative ? String(size.text.dropLast(3)) : size.text), value >= 0,
      value.isFinite
    else {
      throw LanguageError(size, "a tolerance is a number that is not negative, found '\(size.text)'")
    }
    tolerance = Tolerance(size: value, isRelative: isRelative)
    guard let unit = words.popFirst() else { return }
    guard unit.text == "rel" else {
      throw LanguageError(unit, "after a tolerance there can only be 'rel', found '\(unit.text)'")
    }
    guard !isRelative else { throw LanguageError(unit, "'\(size.text)' says 'rel' already") }
    tolerance?.isRelative = true
    if let extra = words.popFirst() {
      throw LanguageError(extra, "the condition ends before '\(extra.text)'")
    }
  }

  private static func operand(_ word: Word) throws(LanguageError) -> Operand {
    if word.text.hasPrefix("["), word.text.hasSuffix("]") {
      var numbers: [Double] = []
      for part in word.text.dropFirst().dropLast().split(separator: ",", omittingEmptySubsequences: false) {
        let text = part.trimming(while: \.isWhitespace)
        guard let number = Double(text), number.isFinite else {
          throw LanguageError(word, "'\(text)' is not a number")
        }
        numbers.append(number)
      }
      return .numbers(numbers)
    }
    if let number = Double(word.text) {
      guard number.isFinite else { throw LanguageError(word, "'\(word.text)' is not a finite number") }
      return .numbers([number])
    }
    do throws(LanguageError) {
      return .quantity(try Quantity(word))
    } catch {
      throw LanguageError(word, "'\(word.text)' is neither a number nor a quantity", among: Quantity.names)
    }
  }

  /// The parts of a word in which relation or tolerance signs stand without spaces around them.
  static func separated(_ word: Word) -> [Word] {
    var parts: [Word] = []
    var depth = 0
    var wasSign = false
    let characters = Array(word.text)
    for (offset, character) in characters.enumerated() {
      // No number holds a plus before a minus.
      let isPlusMinus =
        offset + 1 < characters.count && character == "+" && characters[offset + 1] == "-"
        || offset > 0 && character == "-" && characters[offset - 1] == "+"
      let isSign = depth == 0 && ("<>=!±".contains(character) || isPlusMinus)
      if parts.isEmpty || isSign != wasSign { parts.append(Word(text: "", column: word.column + offset)) }
      parts[parts.count - 1].text.append(character)
      wasSign = isSign
      if character == "(" || character == "[" { depth += 1 }
      if character == ")" || character == "]" { depth -= 1 }
    }
    return parts
  }
}

extension Condition: CustomStringConvertible {
  /// The condition as the language writes it.
  public var description: String {
    let right =
      switch operand {
      case .numbers(let numbers) where numbers.count == 1: written(numbers[0])
      case .numbers(let numbers): "[\(numbers.map(written).joined(separator: ", "))]"
      case .quantity(let quantity): Self.word(quantity)
      }
    let tolerance = tolerance.map { " ± \(written($0.size))\($0.isRelative ? " rel" : "")" } ?? ""
    return "\(Self.word(quantity)) \(relation.rawValue) \(right)\(tolerance)"
  }

  /// A quantity as one word of a line.
  private static func word(_ quantity: Quantity) -> String {
    let text = quantity.description
    return Word.isOne(text) ? text : Word.inQuotes(text)
  }
}
