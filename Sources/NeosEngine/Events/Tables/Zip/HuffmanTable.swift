/// The codes of a block that is deflated, to be looked up (RFC 1951, section 3.2.2).
///
/// Codes of up to ``bits`` bits, nearly all that occur, are found by the next bits; longer ones bit by bit.
final class HuffmanTable {
  /// The bits that are looked up.
  let bits: Int
  /// For the next bits, lowest first: 16 * symbol + length, or 0 where there is no short code.
  let short: UnsafeMutablePointer<UInt16>

  private var counts = [Int](repeating: 0, count: 16)
  private var symbols: [UInt16] = []

  init(bits: Int) {
    self.bits = bits
    short = .allocate(capacity: 1 << bits)
    short.initialize(repeating: 0, count: 1 << bits)
  }

  deinit { short.deallocate() }

  /// Takes the lengths of the codes by symbol, at most 288, each at most 15; false if there are more codes than bits
  /// can tell apart.
  func build(_ lengths: ArraySlice<UInt8>) -> Bool {
    counts = [Int](repeating: 0, count: 16)
    for length in lengths { counts[Int(length)] += 1 }
    counts[0] = 0
    var left = 1
    var offsets = [Int](repeating: 0, count: 17)
    var codes = [Int](repeating: 0, count: 17)
    for length in 1...15 {
      left = 2 * left - counts[length]
      guard left >= 0 else { return false }
      offsets[length + 1] = offsets[length] + counts[length]
      codes[length + 1] = 2 * (codes[length] + counts[length])
    }
    symbols = [UInt16](repeating: 0, count: offsets[16])
    short.update(repeating: 0, count: 1 << bits)
    for (symbol, length) in zip(0..., lengths) where length > 0 {
      let length = Int(length)
      symbols[offsets[length]] = UInt16(symbol)
      offsets[length] += 1
      let code = codes[length]
      codes[length] += 1
      guard length <= bits else { continue }
      // A code comes with its highest bit first.
      let start = (0..<length).reduce(0) { $0 | (code >> $1 & 1) << (length - 1 - $1) }
      for place in stride(from: start, to: 1 << bits, by: 1 << length) {
        short[place] = UInt16(symbol << 4 | length)
      }
    }
    return true
  }

  /// 16 * symbol + length of the code that the next bits begin with; 0 if there is none.
  func long(_ bits: UInt64) -> UInt16 {
    var (code, first, index) = (0, 0, 0)
    for length in 1...15 {
      code |= Int(bits >> UInt64(length - 1) & 1)
      let count = counts[length]
      if code - count < first { return symbols[index + code - first] << 4 | UInt16(length) }
      index += count
      first = (first + count) << 1
      code <<= 1
    }
    return 0
  }
}
