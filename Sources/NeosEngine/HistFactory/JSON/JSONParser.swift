internal import Foundation

extension JSONValue {
  /// The largest file that is read, in bytes.
  public static let largestSize = 256 << 20
  /// How deep arrays and objects may stand in one another.
  public static let deepest = 256

  /// Reads a JSON text in UTF-8 (RFC 8259).
  ///
  /// Foundation's readers lose what matters here: a key that is there twice, the order of keys, and the
  /// difference of `1` and `1.0`.
  ///
  /// - Throws: ``JSONError/syntax(line:column:message:)``, also for keys that an object has twice and for numbers
  ///   that no `Double` can hold.
  public init(json bytes: some Sequence<UInt8>) throws(JSONError) {
    var parser = JSONParser(bytes: Array(bytes))
    self = try parser.document()
  }

  /// Reads a JSON file.
  ///
  /// - Throws: ``JSONError``
  public init(path: String) throws(JSONError) {
    let url = URL(filePath: path)
    let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .fileSizeKey])
    if values?.isDirectory == true { throw .file(path: path, reason: "it is a directory") }
    if let size = values?.fileSize, size > Self.largestSize {
      throw .file(path: path, reason: "it has \(size) bytes; at most \(Self.largestSize) are read")
    }
    let bytes: Data
    do {
      bytes = try Data(contentsOf: url)
    } catch {
      let exists = FileManager.default.fileExists(atPath: path)
      throw .file(path: path, reason: exists ? "it cannot be read" : "there is no such file")
    }
    try self.init(json: bytes)
  }
}

/// Reads a text from its start to its end.
struct JSONParser {
  private let bytes: [UInt8]
  private var position = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func document() throws(JSONError) -> JSONValue {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
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
      members.append(.init(key: key, value: try value()))
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
        values.append(try value())
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

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }
}

extension JSONParser {
  private mutating func string() throws(JSONError) -> String {
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

extension JSONParser {
  private func error(expected: String) -> JSONError {
    error(at: position, "found \(found), expected \(expected)")
  }

  private func error(at offset: Int, _ message: String) -> JSONError {
    let before = bytes[..<min(offset, bytes.count)]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    // Continuation bytes are no characters.
    let column = before[lineStart...].count { $0 & 0xC0 != 0x80 } + 1
    return .syntax(line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: column, message: message)
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
