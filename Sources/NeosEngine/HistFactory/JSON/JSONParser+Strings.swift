extension JSONParser {
  /// A text in quotes, the first of which is here.
  mutating func string() throws(JSONError) -> String {
    let start = position
    position += 1
    var chunk = position
    var unescaped: [UInt8] = []
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let last = bytes[chunk..<position]
        let text = String(validating: unescaped.isEmpty ? last : (unescaped + last)[...], as: UTF8.self)
        guard let text else { throw error(at: start, "found a text that is not in UTF-8") }
        position += 1
        return text
      case UInt8(ascii: "\\"):
        unescaped += bytes[chunk..<position]
        position += 1
        let scalar = try escape()
        unescaped += Array(String(scalar).utf8)
        chunk = position
      case 0..<0x20: throw error(expected: "a text without control characters")
      default: position += 1
      }
    }
    throw error(at: start, "found a text without end, expected '\"'")
  }

  /// What follows a backslash.
  private mutating func escape() throws(JSONError) -> Unicode.Scalar {
    let escapes: [(Unicode.Scalar, Unicode.Scalar)] = [
      ("\"", "\""), ("\\", "\\"), ("/", "/"), ("b", "\u{8}"), ("f", "\u{C}"), ("n", "\n"), ("r", "\r"),
      ("t", "\t"),
    ]
    for (letter, scalar) in escapes where take(letter) { return scalar }
    guard take("u") else { throw error(expected: "one of \" \\ / b f n r t u after a backslash") }
    let start = position
    let unit = try hexadecimal()
    if let scalar = Unicode.Scalar(unit) { return scalar }
    if unit < 0xDC00, take("\\"), take("u") {
      let second = try hexadecimal()
      let joined = 0x10000 &+ (unit &- 0xD800) << 10 &+ (second &- 0xDC00)
      if 0xDC00..<0xE000 ~= second, let scalar = Unicode.Scalar(joined) { return scalar }
    }
    throw error(at: start - 2, "found half a surrogate pair, expected both halves")
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      let digit = position < bytes.count ? Character(Unicode.Scalar(bytes[position])).hexDigitValue : nil
      guard let digit else { throw error(expected: "four hexadecimal digits") }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
