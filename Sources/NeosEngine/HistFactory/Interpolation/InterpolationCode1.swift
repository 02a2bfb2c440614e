import RealModule

/// The multiplicative interpolation that pyhf calls code 1: hi^alpha for alpha > 0 and lo^-alpha below, with a
/// kink at 0.
///
/// At the kink the slope is that of the downward side.
/// (CERN-OPEN-2012-016, eq. 9; `pyhf.interpolators.code1`.)
public struct InterpolationCode1: Sendable, Hashable {
  let hi: Double
  let lo: Double
  private let logHi: Double
  private let logLo: Double

  /// The interpolation between positive factors at +1 and -1.
  public init(hi: Double, lo: Double) {
    (self.hi, self.lo) = (hi, lo)
    logHi = .log(hi)
    logLo = .log(lo)
  }

  /// The factor at alpha.
  public func value<S: LikelihoodScalar>(_ alpha: S) -> S { S.exp(exponent(alpha) * alpha) }

  /// The derivative of ``value(_:)`` in alpha.
  public func slope<S: LikelihoodScalar>(_ alpha: S) -> S { exponent(alpha) * value(alpha) }

  /// The derivative of ``value(_:)`` in the size of the variations, by which hi - 1 and lo - 1 both grow, at 1.
  func sizeSlope<S: LikelihoodScalar>(_ alpha: S) -> S {
    let relative = alpha.value > 0 ? 1 - 1 / hi : 1 / lo - 1
    return relative * alpha * value(alpha)
  }

  private func exponent<S: LikelihoodScalar>(_ alpha: S) -> Double { alpha.value > 0 ? logHi : -logLo }
}
