/// Reads a text from its start to its end.
struct JSONParser {
  let bytes: [UInt8]
  var position = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
      throw error(at: position, "found a text in UTF-16, expected one in UTF-8")
    }
    skipSpace()
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error(expected: "the end of the text") }
    return value
  }

  private mutating func value() throws(JSONError) -> JSONValue {
    guard position < bytes.count else { throw error(expected: "a value") }
    switch bytes[position] {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
    default:
      for (word, value) in [("true", JSONValue.bool(true)), ("false", .bool(false)), ("null", .null)]
      where bytes[position...].starts(with: word.utf8) {
        position += word.utf8.count
        return value
      }
      throw error(expected: "a value")
    }
  }

  private mutating func object() throws(JSONError) -> JSONValue {
    try descend()
    var members: [JSONObject.Member] = []
    var known: Set<String> = []
    skipSpace()
    if take("}") {
      depth -= 1
      return .object(JSONObject(unchecked: members))
    }
    repeat {
      skipSpace()
      guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else {
        throw error(expected: "a key in double quotes")
      }
      let start = position
      let key = try string()
      // A set pays only for large objects.
      if members.count == 16 { known = Set(members.map(\.key)) }
      let isKnown = members.count < 16 ? members.contains { $0.key == key } : !known.insert(key).inserted
      if isKnown { throw error(at: start, "found the key \"\(key)\" again, expected each key once") }
      skipSpace()
      guard take(":") else { throw error(expected: "':' after the key") }
      skipSpace()
      do throws(JSONError) {
        members.append(.init(key: key, value: try value()))
      } catch {
        throw error.within(.key(key))
      }
      skipSpace()
    } while take(",")
    guard take("}") else { throw error(expected: "',' or '}'") }
    depth -= 1
    return .object(JSONObject(unchecked: members))
  }

  private mutating func array() throws(JSONError) -> JSONValue {
    try descend()
    var values: [JSONValue] = []
    skipSpace()
    if !take("]") {
      repeat {
        skipSpace()
        do throws(JSONError) {
          values.append(try value())
        } catch {
          throw error.within(.index(values.count))
        }
        skipSpace()
      } while take(",")
      guard take("]") else { throw error(expected: "',' or ']'") }
    }
    depth -= 1
    return .array(values)
  }

  private mutating func descend() throws(JSONError) {
    depth += 1
    guard depth <= JSONValue.deepest else {
      throw error(at: position, "found more than \(JSONValue.deepest) arrays and objects in one another")
    }
    position += 1
  }

  private mutating func number() throws(JSONError) -> JSONValue {
    let start = position
    let isNegative = take("-")
    let digits = position
    if take("0") {
      if position < bytes.count, isDigit(bytes[position]) {
        throw error(at: start, "found a number that starts with 0, expected one without")
      }
    } else {
      try self.digits()
    }
    let integerEnd = position
    if take(".") { try self.digits() }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      try self.digits()
    }
    if position == integerEnd, integerEnd - digits <= 18 {
      let magnitude = bytes[digits..<integerEnd].reduce(0) { 10 * $0 + Int($1 - UInt8(ascii: "0")) }
      return .integer(isNegative ? -magnitude : magnitude)
    }
    guard let value = Double(String(decoding: bytes[start..<position], as: UTF8.self)), value.isFinite else {
      throw error(at: start, "found a number beyond the largest double, expected one within")
    }
    return .number(value)
  }

  private mutating func digits() throws(JSONError) {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    guard position > start else { throw error(expected: "a digit") }
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x20, 0x0A, 0x0D, 0x09: position += 1
      default: return
      }
    }
  }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}

extension JSONParser {
  func error(expected: String) -> JSONError {
    error(at: position, "found \(found), expected \(expected)")
  }

  func error(at offset: Int, _ message: String) -> JSONError {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Continuation bytes are no characters.
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return .syntax(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: column, path: JSONPath(), message: message)
  }

  /// What stands here: a word, a character, a byte, or nothing.
  private var found: String {
    guard position < bytes.count else { return "the end of the text" }
    let rest = bytes[position...].prefix(20)
    let word = rest.prefix { Character(Unicode.Scalar($0)).isLetter && $0 < 0x80 }
    if !word.isEmpty { return "'\(String(decoding: word, as: UTF8.self))'" }
    let character = String(decoding: rest, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}"
    let isShown = character != "\u{FFFD}" && character.value >= 0x20 && character.value != 0x7F
    return isShown ? "'\(character)'" : "the byte 0x\(String(bytes[position], radix: 16))"
  }
}
