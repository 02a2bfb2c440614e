/// What a matrix with a negative curvature can give way to (``BoundedStep``).
protocol Softening {
  /// Takes some of what makes curvatures negative out of the matrix: with shares that add up to 1, all of it.
  mutating func soften(_ matrix: inout SymmetricMatrix, share: Double)
  /// A matrix that never has a negative curvature.
  var expected: SymmetricMatrix { mutating get }
}

/// That of a block of a likelihood's negative Hessian, of which nothing is computed before it is asked for.
///
/// A step of a fit has it on the stack: closures, which share what they compute, would each take memory.
struct LikelihoodSoftening<Model: StatisticalModel>: Softening {
  let model: Model
  let parameters: [Double]
  let data: [Double]
  let derivatives: LikelihoodDerivatives
  let block: MatrixProfile.Selection

  private(set) lazy var expected = model.curvature(
    parameters, data: model.expectedData(parameters).map { max($0, 0) }
  ).block(block, times: -1)
  /// The part of the second derivatives of the expected counts, where it is known apart.
  private lazy var rates =
    derivatives.isSplit
    ? derivatives.curvatureOfRates
    : model.derivatives(parameters, data: data, isSplit: true).curvatureOfRates
  /// The expected matrix less the one that gives way.
  private var excess: SymmetricMatrix?

  init(
    model: Model, parameters: [Double], data: [Double], derivatives: LikelihoodDerivatives,
    block: MatrixProfile.Selection
  ) {
    self.model = model
    self.parameters = parameters
    self.data = data
    self.derivatives = derivatives
    self.block = block
  }

  mutating func soften(_ matrix: inout SymmetricMatrix, share: Double) {
    // Out go the second derivatives of the expected counts or, where they are not known apart, what the matrix has
    // beyond the expected one.
    if let rates {
      matrix.add(rates, block, times: share)
      return
    }
    var excess = excess ?? expected
    if self.excess == nil {
      excess.add(matrix, times: -1)
      self.excess = excess
    }
    matrix.add(excess, times: share)
  }
}
