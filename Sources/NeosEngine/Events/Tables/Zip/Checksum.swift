/// CRC-32 as zip archives have it, of bytes that come in parts.
///
/// Eight bytes are taken at a time, with a table for each (Kounavis and Berry, IEEE Trans. Comput. 57 (2008) 1550).
struct Checksum {
  private let expected: UInt32
  private var remainder: UInt32 = .max

  init(expected: UInt32) { self.expected = expected }

  /// Takes some bytes.
  ///
  /// - Throws: ``TableProblem/contents(_:)`` if they are the last ones and the whole is not what it was.
  mutating func take(_ bytes: UnsafeRawBufferPointer, isLast: Bool) throws(TableProblem) {
    let tables = Self.tables
    remainder = tables.withUnsafeBufferPointer { tables in
      var remainder = remainder
      var index = 0
      while index + 8 <= bytes.count {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let low = UInt32(truncatingIfNeeded: word) ^ remainder
        let high = UInt32(truncatingIfNeeded: word >> 32)
        let first = tables[7 * 256 + Int(low & 0xFF)] ^ tables[6 * 256 + Int(low >> 8 & 0xFF)]
        let second = tables[5 * 256 + Int(low >> 16 & 0xFF)] ^ tables[4 * 256 + Int(low >> 24)]
        let third = tables[3 * 256 + Int(high & 0xFF)] ^ tables[2 * 256 + Int(high >> 8 & 0xFF)]
        let fourth = tables[256 + Int(high >> 16 & 0xFF)] ^ tables[Int(high >> 24)]
        remainder = first ^ second ^ third ^ fourth
        index += 8
      }
      while index < bytes.count {
        remainder = remainder >> 8 ^ tables[Int((remainder ^ UInt32(bytes[index])) & 0xFF)]
        index += 1
      }
      return remainder
    }
    guard !isLast || ~remainder == expected else {
      throw .contents("the file is damaged: its bytes are not those that its checksum is of")
    }
  }

  /// Table k has the remainders of a byte that k more bytes follow.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      tables[byte] = (0..<8).reduce(UInt32(byte)) { value, _ in
        value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0)
      }
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()
}
