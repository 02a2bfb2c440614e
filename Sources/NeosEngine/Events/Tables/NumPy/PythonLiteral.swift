/// A value as Python writes it: what the header of a .npy file is made of.
indirect enum PythonLiteral: Hashable {
  case text(String)
  case integer(Int)
  case bool(Bool)
  case none
  /// A tuple or a list.
  case sequence([PythonLiteral])
  case dictionary([String: PythonLiteral])

  /// The value that a text is; nil if it is none of these.
  init?(_ bytes: [UInt8]) {
    var reader = PythonReader(bytes: bytes)
    guard let value = reader.value(), reader.isAtEnd else { return nil }
    self = value
  }
}

/// Reads Python's literals from the first byte to the last.
private struct PythonReader {
  let bytes: [UInt8]
  private var place = 0
  private var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  private mutating func skipSpace() {
    while place < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[place]) { place += 1 }
  }

  var isAtEnd: Bool {
    mutating get {
      skipSpace()
      return place == bytes.count
    }
  }

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard place < bytes.count, bytes[place] == UInt8(ascii: character) else { return false }
    place += 1
    return true
  }

  mutating func value() -> PythonLiteral? {
    // Fields within fields; more are in no file.
    guard depth < 32 else { return nil }
    depth += 1
    defer { depth -= 1 }
    if take("(") { return sequence(until: ")") }
    if take("[") { return sequence(until: "]") }
    if take("{") { return dictionary() }
    guard place < bytes.count else { return nil }
    switch bytes[place] {
    case UInt8(ascii: "'"), UInt8(ascii: "\""): return text().map { .text($0) }
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      let start = place
      place += 1
      while place < bytes.count, bytes[place] &- 0x30 < 10 { place += 1 }
      let number = Int(String(decoding: bytes[start..<place], as: UTF8.self))
      // Python 2 wrote a long integer so.
      _ = place < bytes.count && bytes[place] == UInt8(ascii: "L") ? take("L") : false
      return number.map { .integer($0) }
    default:
      for (word, value) in [("True", PythonLiteral.bool(true)), ("False", .bool(false)), ("None", .none)]
      where bytes[place...].starts(with: word.utf8) {
        place += word.utf8.count
        return value
      }
      return nil
    }
  }

  private mutating func sequence(until end: Unicode.Scalar) -> PythonLiteral? {
    var values: [PythonLiteral] = []
    while !take(end) {
      guard let value = value() else { return nil }
      values.append(value)
      if !take(",") {
        guard take(end) else { return nil }
        break
      }
    }
    return .sequence(values)
  }

  private mutating func dictionary() -> PythonLiteral? {
    var values: [String: PythonLiteral] = [:]
    while !take("}") {
      guard case .text(let key)? = value(), take(":"), let value = value() else { return nil }
      values[key] = value
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    return .dictionary(values)
  }

  private mutating func text() -> String? {
    let quote = bytes[place]
    place += 1
    var text: [UInt8] = []
    while place < bytes.count, bytes[place] != quote {
      if bytes[place] == UInt8(ascii: "\\") {
        place += 1
        guard place < bytes.count else { return nil }
      }
      text.append(bytes[place])
      place += 1
    }
    guard place < bytes.count else { return nil }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }
}
