/// The additive interpolation that pyhf calls code 0: piecewise linear, with a kink at alpha = 0.
///
/// The shift is linear in the variations: delta(alpha) = p(alpha) (hi - nominal) + m(alpha) (nominal - lo). At
/// the kink the slope is that of the downward side, as automatic differentiation of pyhf has it.
/// (CERN-OPEN-2012-016, eq. 8; `pyhf.interpolators.code0`.)
public enum InterpolationCode0 {
  /// The factors p and m of the upward and the downward difference.
  public static func factors<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    alpha.value > 0 ? (alpha, S(0)) : (S(0), alpha)
  }

  /// The derivatives of ``factors(_:)`` in alpha.
  public static func slopes<S: LikelihoodScalar>(_ alpha: S) -> (up: S, down: S) {
    alpha.value > 0 ? (S(1), S(0)) : (S(0), S(1))
  }
}
