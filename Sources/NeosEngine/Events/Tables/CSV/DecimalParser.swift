internal import Foundation

/// Decimal numbers in text, correctly rounded to double precision.
///
/// A number of at most 19 digits is a 64-bit integer times a power of ten. Where the integer has at most 53 bits and
/// the power is a double without error, one operation rounds correctly (Clinger, PLDI 1990, section 5). Up to 10^±27,
/// of which the factor 5^27 has 63 bits, the exact product, or the quotient with its remainder, has at most 128
/// bits and is rounded once. All others, which are rare in files of data, go to the standard library.
enum DecimalParser {
  /// What is read beyond the end of a text, of whatever is there.
  static let overread = 8

  /// The number that begins at a place, and the place behind it; nil where there is none, or not a plain one.
  ///
  /// - Precondition: behind the text is a byte that is not part of a number, and ``overread`` bytes more.
  @inline(__always)
  static func parse(_ start: UnsafePointer<UInt8>, into value: inout Double) -> UnsafePointer<UInt8>? {
    var place = start
    let isNegative = place.pointee == UInt8(ascii: "-")
    if isNegative || place.pointee == UInt8(ascii: "+") { place += 1 }
    var integer: UInt64 = 0
    let first = place
    digits(&place, &integer)
    var count = place - first
    var exponent = 0
    if place.pointee == UInt8(ascii: ".") {
      place += 1
      let fraction = place
      digits(&place, &integer)
      exponent = fraction - place
      count -= exponent
    }
    // With leading zeros among them there may be fewer that count: those are left to the slow way.
    guard count > 0, count <= 19 else { return nil }
    if place.pointee | 0x20 == UInt8(ascii: "e") {
      place += 1
      let isBelow = place.pointee == UInt8(ascii: "-")
      if isBelow || place.pointee == UInt8(ascii: "+") { place += 1 }
      let digits = place
      var power = 0
      while place.pointee &- 0x30 < 10, place - digits < 5 {
        power = 10 * power + Int(place.pointee &- 0x30)
        place += 1
      }
      guard place > digits, place - digits < 5 else { return nil }
      exponent += isBelow ? -power : power
    }
    guard let magnitude = scaled(integer, exponent) else { return nil }
    value = isNegative ? -magnitude : magnitude
    return place
  }

  /// The number that a whole text is, or NaN for one of the words for none; nil if it is neither.
  static func number(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    let bytes = Array(text.prefix(64))
    let word = String(decoding: bytes, as: UTF8.self).lowercased()
    switch word {
    case "", "nan", "-nan", "+nan", "na", "n/a", "null", "none": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    case "true": return 1
    case "false": return 0
    default: break
    }
    // Also of more digits than a number needs, within reason.
    guard text.count <= 2048,
      text.allSatisfy({ $0 &- 0x30 < 10 || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) })
    else { return nil }
    return Double(String(decoding: text, as: UTF8.self))
  }

  @inline(__always)
  private static func digits(_ place: inout UnsafePointer<UInt8>, _ integer: inout UInt64) {
    // Eight digits at once: each byte minus '0' is below 10 exactly if neither sum carries into its high bits.
    while true {
      let word = UInt64(
        littleEndian: UnsafeRawPointer(place).loadUnaligned(as: UInt64.self))
      let low = word &- 0x3030_3030_3030_3030
      guard (low | (word &+ 0x4646_4646_4646_4646)) & 0x8080_8080_8080_8080 == 0 else { break }
      let pairs = (low &* 10 &+ (low >> 8)) & 0x00FF_00FF_00FF_00FF
      let fours = (pairs &* 100 &+ (pairs >> 16)) & 0x0000_FFFF_0000_FFFF
      let eight = (fours &* 10000 &+ (fours >> 32)) & 0xFFFF_FFFF
      integer = integer &* 100_000_000 &+ eight
      place += 8
    }
    while place.pointee &- 0x30 < 10 {
      integer = integer &* 10 &+ UInt64(place.pointee &- 0x30)
      place += 1
    }
  }

  /// integer * 10^exponent, rounded correctly; nil beyond 10^±27.
  @inline(__always)
  static func scaled(_ integer: UInt64, _ exponent: Int) -> Double? {
    if integer == 0 { return 0 }
    if integer <= 1 << 53, exponent >= -22, exponent <= 22 {
      return exponent < 0 ? Double(integer) / powersOfTen[-exponent] : Double(integer) * powersOfTen[exponent]
    }
    guard exponent >= -27, exponent <= 27 else { return nil }
    let shift = integer.leadingZeroBitCount
    let normal = integer << UInt64(shift)
    if exponent < 0 {
      let power = powersOfFive[-exponent]
      let powerShift = power.leadingZeroBitCount
      // Both have their highest bit set, so that the quotient of half of one has 63 or 64 bits: ten more than are
      // kept. That there is a remainder is noted in its lowest bit, for a correct rounding.
      let (quotient, rest) = (power << UInt64(powerShift)).dividingFullWidth((normal >> 1, normal << 63))
      return Double(quotient | (rest == 0 ? 0 : 1)) * twoTo(powerShift - shift - 63 + exponent)
    }
    let (high, low) = normal.multipliedFullWidth(by: powersOfFive[exponent])
    if high == 0 { return Double(low) * twoTo(exponent - shift) }
    let highShift = high.leadingZeroBitCount
    let top = highShift == 0 ? high : high << UInt64(highShift) | low >> UInt64(64 - highShift)
    let rest = low << UInt64(highShift)
    return Double(top | (rest == 0 ? 0 : 1)) * twoTo(64 - highShift - shift + exponent)
  }

  /// 2^exponent, for exponents of normal numbers.
  @inline(__always)
  private static func twoTo(_ exponent: Int) -> Double {
    Double(bitPattern: UInt64(truncatingIfNeeded: 1023 + exponent) << 52)
  }

  private static let powersOfTen: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    1e19,
    1e20, 1e21, 1e22,
  ]

  private static let powersOfFive: [UInt64] = [
    1, 5, 25, 125, 625, 3125, 15625, 78125, 390_625, 1_953_125, 9_765_625, 48_828_125, 244_140_625,
    1_220_703_125, 6_103_515_625, 30_517_578_125, 152_587_890_625, 762_939_453_125, 3_814_697_265_625,
    19_073_486_328_125, 95_367_431_640_625, 476_837_158_203_125, 2_384_185_791_015_625,
    11_920_928_955_078_125, 59_604_644_775_390_625, 298_023_223_876_953_125, 1_490_116_119_384_765_625,
    7_450_580_596_923_828_125,
  ]
}
