/// CRC-32 as zip archives have it, of bytes that come in parts.
///
/// Sixteen bytes are taken at a time, with a table for each (Kounavis and Berry, IEEE Trans. Comput. 57 (2008) 1550).
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
      while index + 16 <= bytes.count {
        let first = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
        let second = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self))
        // The second word waits for nothing.
        remainder = Self.word(second, tables, 0) ^ Self.word(first ^ UInt64(remainder), tables, 8)
        index += 16
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

  /// The remainder of eight bytes that so many more follow.
  @inline(__always)
  private static func word(
    _ word: UInt64, _ tables: UnsafeBufferPointer<UInt32>, _ behind: Int
  ) -> UInt32 {
    var remainder: UInt32 = 0
    for byte in 0..<8 {
      let index = Int(truncatingIfNeeded: word >> UInt64(8 * byte) & 0xFF)
      remainder ^= tables[(behind &+ 7 &- byte) &* 256 &+ index]
    }
    return remainder
  }

  /// Table k has the remainders of a byte that k more bytes follow.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 16 * 256)
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
