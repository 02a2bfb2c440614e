/// First and second derivatives of a log-likelihood in its parameters.
public struct LikelihoodDerivatives: Sendable {
  /// The gradient.
  public var gradient: [Double] = []
  /// The Hessian.
  public var curvature = SymmetricMatrix(size: 0)
  /// Whether the Hessian's part from second derivatives of the expected counts is wanted apart.
  public var isSplit = false
  /// That part, (n / nu - 1) d^2 nu with the counts n and the expected ones nu: what is left without it is that of Gauss
  /// and Newton. Nil where it is not wanted, or not known apart.
  public var curvatureOfRates: SymmetricMatrix?

  /// Those of no parameters.
  public init() {}

  /// Makes all of them 0, with entries where a profile has them, in the same memory where the profile is the Hessian's
  /// own.
  ///
  /// - Parameter ofRates: where the part from second derivatives may have entries, if it will be known apart.
  mutating func setZeros(_ profile: MatrixProfile, ofRates: MatrixProfile? = nil) {
    gradient.setZeros(count: profile.size)
    curvature.setZeros(profile)
    if let ofRates, isSplit {
      if curvatureOfRates == nil { curvatureOfRates = SymmetricMatrix(ofRates) }
      curvatureOfRates?.setZeros(ofRates)
    } else {
      curvatureOfRates = nil
    }
  }

  /// Runs a body that adds second derivatives of the expected counts at some places in the order of the profile: to the
  /// part that is wanted apart, which is to be added to the Hessian in the end, else to the Hessian.
  mutating func withSecond(at places: [Int], _ body: (MatrixEntries) -> Void) {
    if curvatureOfRates != nil {
      curvatureOfRates?.withEntries(at: places, body)
    } else {
      curvature.withEntries(at: places, body)
    }
  }

  /// Makes all of them 0, with entries anywhere.
  mutating func setZeros(size: Int) {
    let own = curvature.profile
    setZeros(own.isWhole && own.size == size ? own : .whole(size: size))
  }
}
