import RealModule

/// The multiplicative interpolation that pyhf calls code 4: a polynomial of sixth order for |alpha| < 1, and
/// hi^alpha and lo^-alpha outside, with continuous first and second derivatives.
///
/// The polynomial 1 + sum_i a_i alpha^i is fixed by value, slope and curvature of the exponentials at +-1. Its
/// even and odd parts are solved for apart.
/// (CERN-OPEN-2012-016, section 4.1.4; ROOT, HistFactory's `FlexibleInterpVar` code 4;
/// `pyhf.interpolators.code4` with alpha0 = 1.)
public struct InterpolationCode4: Sendable, Hashable {
  private let outside: InterpolationCode1
  private let a1: Double
  private let a2: Double
  private let a3: Double
  private let a4: Double
  private let a5: Double
  private let a6: Double

  /// The interpolation between positive factors at +1 and -1.
  public init(hi: Double, lo: Double) {
    outside = InterpolationCode1(hi: hi, lo: lo)
    let (up, down) = (Double.log(hi), Double.log(lo))
    // Value, slope and curvature at 1 of the even and the odd part; at -1 the slope is -lo log lo.
    let (e0, o0) = parts(hi - 1, lo - 1)
    let (e1, o1) = parts(hi * up, lo * down)
    let (e2, o2) = parts(hi * up * up, lo * down * down)
    a1 = (15 * o0 - 7 * o1 + o2) / 8
    a2 = (24 * e0 - 9 * e1 + e2) / 8
    a3 = (-5 * o0 + 5 * o1 - o2) / 4
    a4 = (-12 * e0 + 7 * e1 - e2) / 4
    a5 = (3 * o0 - 3 * o1 + o2) / 8
    a6 = (8 * e0 - 5 * e1 + e2) / 8
    func parts(_ right: Double, _ left: Double) -> (even: Double, odd: Double) {
      (0.5 * (right + left), 0.5 * (right - left))
    }
  }

  /// The factor at alpha.
  public func value<S: LikelihoodScalar>(_ alpha: S) -> S {
    guard abs(alpha.value) < 1 else { return outside.value(alpha) }
    let high = alpha * (alpha * (alpha * (a6 * alpha + a5) + a4) + a3)
    return alpha * (alpha * (high + a2) + a1) + 1
  }

  /// The derivative of ``value(_:)`` in alpha.
  public func slope<S: LikelihoodScalar>(_ alpha: S) -> S {
    guard abs(alpha.value) < 1 else { return outside.slope(alpha) }
    let high = alpha * (alpha * (alpha * (6 * a6 * alpha + 5 * a5) + 4 * a4) + 3 * a3)
    return alpha * (high + 2 * a2) + a1
  }
}
