/// First and second derivatives of a log-likelihood in its parameters.
public struct LikelihoodDerivatives: Sendable {
  /// The gradient.
  public var gradient: [Double] = []
  /// The Hessian.
  public var curvature = SymmetricMatrix(size: 0)

  /// Those of no parameters.
  public init() {}

  /// Makes all of them 0, with entries where a profile has them, in the same memory where the profile is the Hessian's
  /// own.
  mutating func setZeros(_ profile: MatrixProfile) {
    gradient.setZeros(count: profile.size)
    curvature.setZeros(profile)
  }

  /// Makes all of them 0, with entries anywhere.
  mutating func setZeros(size: Int) {
    let own = curvature.profile
    setZeros(own.isWhole && own.size == size ? own : .whole(size: size))
  }
}
