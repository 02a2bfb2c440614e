/// The additive interpolation between a template and its variations that pyhf calls code 4p: a sixth-order
/// polynomial for |alpha| <= 1, linear outside, with continuous first and second derivatives.
///
/// The shift is linear in the variations: delta(alpha) = p(alpha) (hi - nominal) + m(alpha) (nominal - lo).
/// (`pyhf.interpolators.code4p`; ROOT, HistFactory's `PiecewiseInterpolation` code 4.)
public enum InterpolationCode4p {
  /// The factors p and m of the upward and the downward difference.
  public static func factors<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    if alpha.value > 1 { return (alpha, S(0)) }
    if alpha.value < -1 { return (S(0), alpha) }
    let square = alpha * alpha
    let even = 0.0625 * (square * (square * (3 * square - 10) + 15))
    let half = 0.5 * alpha
    return (half + even, half - even)
  }
}

extension InterpolationCode4p {
  /// The derivatives of ``factors(_:)`` in alpha.
  public static func slopes<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    if alpha.value > 1 { return (S(1), S(0)) }
    if alpha.value < -1 { return (S(0), S(1)) }
    let square = alpha * alpha
    let odd = 0.0625 * (alpha * (square * (18 * square - 40) + 30))
    return (odd + 0.5, S(0.5) - odd)
  }
}
