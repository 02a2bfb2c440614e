/// The additive interpolation that pyhf calls code 2: a parabola through the variations for |alpha| <= 1, and its
/// tangents outside.
///
/// The shift is linear in the variations: delta(alpha) = p(alpha) (hi - nominal) + m(alpha) (nominal - lo). It
/// is continuous, as in ROOT. pyhf 0.7.6 leaves out the value at +-1 in the outer pieces, so that its shift jumps
/// there (its issue 2729); in |alpha| <= 1 the two agree.
/// (CERN-OPEN-2012-016, eq. 10; ROOT, HistFactory's `PiecewiseInterpolation` code 2.)
public enum InterpolationCode2 {
  /// The factors p and m of the upward and the downward difference.
  public static func factors<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    if alpha.value > 1 { return (1.5 * alpha - 0.5, S(0.5) - 0.5 * alpha) }
    if alpha.value < -1 { return (-0.5 * (alpha + 1), 1.5 * alpha + 0.5) }
    let (half, square) = (0.5 * alpha, 0.5 * (alpha * alpha))
    return (half + square, half - square)
  }

  /// The derivatives of ``factors(_:)`` in alpha.
  public static func slopes<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    if alpha.value > 1 { return (S(1.5), S(-0.5)) }
    if alpha.value < -1 { return (S(-0.5), S(1.5)) }
    return (alpha + 0.5, S(0.5) - alpha)
  }
}
