internal import RealModule

/// A floating-point type that random numbers are drawn in: `Float` and `Double`.
///
/// The two draw different numbers from the same key, as `dtype=float32` and `dtype=float64` do in JAX.
public protocol RandomScalar: BinaryFloatingPoint, Sendable {
  /// `count` numbers uniform in [0, 1), all multiples of the distance from 1 to the next number above.
  ///
  /// The random bits become the mantissa of a number in [1, 2), from which 1 is taken; `_uniform` of JAX.
  static func unitUniform(_ count: Int, key: RandomKey) -> [Self]
  /// The error function erf.
  static func errorFunction(_ x: Self) -> Self
  /// The inverse of the error function.
  static func inverseErrorFunction(_ x: Self) -> Self
}

extension Float: RandomScalar {
  /// `count` multiples of 2^-23 in [0, 1), from 32-bit words.
  public static func unitUniform(_ count: Int, key: RandomKey) -> [Float] {
    key.bits32(count).map { Float(bitPattern: $0 >> 9 | Float(1).bitPattern) - 1 }
  }

  /// The error function erf.
  public static func errorFunction(_ x: Float) -> Float { .erf(x) }
}

extension Double: RandomScalar {
  /// `count` multiples of 2^-52 in [0, 1), from 64-bit words.
  public static func unitUniform(_ count: Int, key: RandomKey) -> [Double] {
    key.bits64(count).map { Double(bitPattern: $0 >> 12 | Double(1).bitPattern) - 1 }
  }

  /// The error function erf.
  public static func errorFunction(_ x: Double) -> Double { .erf(x) }
}
