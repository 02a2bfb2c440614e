/// The shortest decimal digits that tell a finite number apart: ± 0.d1 d2 d3 … × 10^exponent.
struct DecimalDigits: Hashable {
  var isNegative: Bool
  /// No zeros at either end; empty for zero.
  var digits: [UInt8]
  var exponent: Int

  /// The digits of a finite number.
  init(_ value: Double) {
    let text = value.magnitude.description
    isNegative = value.sign == .minus && value != 0
    digits = []
    exponent = 0
    var power = 0
    var sawPoint = false
    let parts = text.split(separator: "e")
    for byte in parts.first.map({ Array($0.utf8) }) ?? [] {
      if byte == UInt8(ascii: ".") {
        sawPoint = true
      } else {
        digits.append(byte - UInt8(ascii: "0"))
        if !sawPoint { power += 1 }
      }
    }
    if parts.count > 1 { power += Int(parts[1]) ?? 0 }
    exponent = power
    tidy()
  }

  /// A whole number times a power of ten.
  init(_ whole: Int, power: Int) {
    isNegative = whole < 0
    digits = String(whole.magnitude).utf8.map { $0 - UInt8(ascii: "0") }
    exponent = digits.count + power
    tidy()
  }

  private mutating func tidy() {
    while digits.last == 0 { digits.removeLast() }
    let zeros = digits.prefix { $0 == 0 }.count
    digits.removeFirst(zeros)
    exponent = digits.isEmpty ? 0 : exponent - zeros
    if digits.isEmpty { isNegative = false }
  }

  /// Keeps the first `count` digits, rounded; halves go away from zero.
  func rounded(significant count: Int) -> DecimalDigits {
    guard count < digits.count else { return self }
    var result = self
    let roundsUp = count >= 0 && digits[count] >= 5
    result.digits = Array(digits.prefix(max(count, 0)))
    if roundsUp {
      var place = count - 1
      while place >= 0, result.digits[place] == 9 {
        result.digits[place] = 0
        place -= 1
      }
      if place >= 0 {
        result.digits[place] += 1
      } else {
        result.digits.insert(1, at: 0)
        result.exponent += 1
      }
    }
    result.tidy()
    return result
  }

  /// Plain notation with so many digits after the point, rounded.
  func fixed(places: Int) -> String {
    let places = max(places, 0)
    let rounded = rounded(significant: exponent + places)
    var text = rounded.isNegative ? "-" : ""
    if rounded.exponent <= 0 { text += "0" }
    for place in 0..<max(rounded.exponent, 0) { text += String(rounded.digit(place)) }
    guard places > 0 else { return text }
    text += "."
    for place in 0..<places { text += String(rounded.digit(rounded.exponent + place)) }
    return text
  }

  /// Scientific notation with all digits, as in `1.5e-7`.
  var scientific: String {
    guard let first = digits.first else { return "0" }
    let rest = digits.dropFirst().map { String($0) }.joined()
    return (isNegative ? "-" : "") + String(first) + (rest.isEmpty ? "" : "." + rest) + "e\(exponent - 1)"
  }

  private func digit(_ place: Int) -> UInt8 { digits.indices.contains(place) ? digits[place] : 0 }
}
