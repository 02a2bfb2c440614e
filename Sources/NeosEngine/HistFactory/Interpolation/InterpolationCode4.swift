import RealModule

/// The multiplicative interpolation that pyhf calls code 4: a polynomial of sixth order for |alpha| < 1, and
/// hi^alpha and lo^-alpha outside, with continuous first and second derivatives.
///
/// The polynomial 1 + sum_i a_i alpha^i is fixed by value, slope and curvature of the exponentials at +-1.
/// (CERN-OPEN-2012-016, section 4.1.4; ROOT, HistFactory's `FlexibleInterpVar` code 4;
/// `pyhf.interpolators.code4` with alpha0 = 1.)
public struct InterpolationCode4: Sendable, Hashable {
  private let outside: InterpolationCode1
  private let inside: Polynomial

  /// The interpolation between positive factors at +1 and -1.
  public init(hi: Double, lo: Double) {
    outside = InterpolationCode1(hi: hi, lo: lo)
    let (up, down) = (Double.log(hi), Double.log(lo))
    inside = Polynomial(
      values: (hi - 1, lo - 1), slopes: (hi * up, lo * down), curvatures: (hi * up * up, lo * down * down))
  }

  /// The factor at alpha.
  public func value<S: LikelihoodScalar>(_ alpha: S) -> S {
    guard abs(alpha.value) < 1 else { return outside.value(alpha) }
    return inside.value(alpha) + 1
  }

  /// The derivative of ``value(_:)`` in alpha.
  public func slope<S: LikelihoodScalar>(_ alpha: S) -> S {
    guard abs(alpha.value) < 1 else { return outside.slope(alpha) }
    return inside.slope(alpha)
  }

  /// The derivative of ``value(_:)`` in the size of the variations, by which hi - 1 and lo - 1 both grow, at 1.
  func sizeSlope<S: LikelihoodScalar>(_ alpha: S) -> S {
    guard abs(alpha.value) < 1 else { return outside.sizeSlope(alpha) }
    let (hi, lo) = (outside.hi, outside.lo)
    let (up, down) = (Double.log(hi), Double.log(lo))
    let change = Polynomial(
      values: (hi - 1, lo - 1), slopes: ((hi - 1) * (up + 1), (lo - 1) * (down + 1)),
      curvatures: ((hi - 1) * up * (up + 2), (lo - 1) * down * (down + 2)))
    return change.value(alpha)
  }
}

/// A polynomial of sixth order that is 0 at 0, given by value, slope and curvature at +1 and -1, all of them linear
/// in the coefficients.
private struct Polynomial: Sendable, Hashable {
  let a1: Double
  let a2: Double
  let a3: Double
  let a4: Double
  let a5: Double
  let a6: Double

  /// The polynomial of these numbers at +1 and at -1, where the slopes are those in -alpha.
  ///
  /// Even and odd parts are solved for apart.
  init(
    values: (up: Double, down: Double), slopes: (up: Double, down: Double),
    curvatures: (up: Double, down: Double)
  ) {
    let (e0, o0) = parts(values)
    let (e1, o1) = parts(slopes)
    let (e2, o2) = parts(curvatures)
    a1 = (15 * o0 - 7 * o1 + o2) / 8
    a2 = (24 * e0 - 9 * e1 + e2) / 8
    a3 = (-5 * o0 + 5 * o1 - o2) / 4
    a4 = (-12 * e0 + 7 * e1 - e2) / 4
    a5 = (3 * o0 - 3 * o1 + o2) / 8
    a6 = (8 * e0 - 5 * e1 + e2) / 8
    func parts(_ at: (up: Double, down: Double)) -> (even: Double, odd: Double) {
      (0.5 * (at.up + at.down), 0.5 * (at.up - at.down))
    }
  }

  func value<S: LikelihoodScalar>(_ alpha: S) -> S {
    let high = alpha * (alpha * (alpha * (a6 * alpha + a5) + a4) + a3)
    return alpha * (alpha * (high + a2) + a1)
  }

  func slope<S: LikelihoodScalar>(_ alpha: S) -> S {
    let high = alpha * (alpha * (alpha * (6 * a6 * alpha + 5 * a5) + 4 * a4) + 3 * a3)
    return alpha * (high + 2 * a2) + a1
  }
}
