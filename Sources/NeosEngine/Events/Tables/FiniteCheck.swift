/// Whether all of some numbers are finite, for loops that take many of them.
struct FiniteCheck {
  private var carry: UInt64 = 0

  /// Looks at a number.
  @inline(__always)
  mutating func see(_ number: Double) {
    // The exponent of NaN and infinity is all ones: adding 1 to it carries into the bit above.
    carry |= (number.bitPattern & 0x7FF0_0000_0000_0000) &+ 0x0010_0000_0000_0000
  }

  /// Whether all that were seen are finite.
  var areFinite: Bool { carry >> 63 == 0 }
}
