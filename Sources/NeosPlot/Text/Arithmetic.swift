#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The logarithm to the base 10.
func decimalLogarithm(_ value: Double) -> Double { log10(value) }

/// 10 to a power.
func powerOfTen(_ exponent: Double) -> Double { pow(10, exponent) }

extension Int {
  /// The whole part of a number, held within ±10^9; 0 when it is not a number.
  init(saturating value: Double) {
    self = value.isNaN ? 0 : Int(Swift.min(Swift.max(value, -1e9), 1e9))
  }
}
