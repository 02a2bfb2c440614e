/// Numbers as short text.
public enum NumberText {
  /// A number with at most so many digits, without zeros at the end: `6.761`, `0.05`, `1.2e-7`, `nan`.
  public static func brief(_ value: Double, digits: Int = 4) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let rounded = DecimalDigits(value).rounded(significant: max(digits, 1))
    guard !rounded.digits.isEmpty else { return "0" }
    if rounded.exponent < -3 || rounded.exponent > 6 { return rounded.scientific }
    return rounded.fixed(places: max(rounded.digits.count - rounded.exponent, 0))
  }

  /// A number with as many digits, at most `digits`, as fit in so many columns; nil when what fits is more
  /// than 5 % off, for that would rather mislead.
  public static func fitting(_ value: Double, columns: Int, digits: Int = 4) -> String? {
    for count in stride(from: max(digits, 1), through: 1, by: -1) {
      let text = brief(value, digits: count)
      if text.count > columns { continue }
      guard value.isFinite else { return text }
      let shown = DecimalDigits(value).rounded(significant: count).value
      return (shown - value).magnitude <= 0.05 * value.magnitude ? text : nil
    }
    return nil
  }
}

extension DecimalDigits {
  /// The nearest number.
  var value: Double { Double(scientific) ?? 0 }
}
