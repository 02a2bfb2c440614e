/// The Fisher information of a model's free parameters on its Asimov data: minus the expected Hessian of the
/// log-likelihood, whose inverse bounds the covariance of every unbiased estimate (Cramér and Rao).
///
/// It is the Hessian on the data that the parameters themselves predict (arXiv:1806.04743, section 3).
public struct FisherInformation: Sendable {
  /// The parameters at which it is taken.
  public let parameters: [Double]
  /// The positions of the parameters that are not fixed: the rows and columns of the matrix.
  public let free: [Int]
  /// The data that the parameters predict.
  public let data: [Double]
  /// The information matrix of the free parameters, row by row.
  public let matrix: [[Double]]
  private let factor: CholeskyFactor

  /// The information at the model's initial parameters with the given signal strength, or nil when it is not
  /// positive definite: then a combination of parameters leaves the expected data as they are.
  public init?(_ model: some StatisticalModel, poi: Double) {
    parameters = model.initialParameters(poi: poi)
    data = model.expectedData(parameters)
    let free = model.parameters.indices.filter { !model.parameters[$0].isFixed }
    self.free = free
    let information = model.curvature(parameters, data: data).block(free, times: -1)
    matrix = information.rows
    // What is left of a diagonal element where the matrix is singular is rounding.
    guard let factor = CholeskyFactor(information), factor.smallestPivot(of: information) > 1e-14 else {
      return nil
    }
    self.factor = factor
  }

  /// The column of the covariance matrix that belongs to a parameter, over the free parameters; nil for a fixed
  /// parameter.
  public func covarianceColumn(_ parameter: Int) -> [Double]? {
    guard let position = free.firstIndex(of: parameter) else { return nil }
    return factor.solve(free.indices.map { $0 == position ? 1 : 0 })
  }

  /// The determinant of the covariance matrix.
  public var covarianceDeterminant: Double { 1 / factor.determinant }

  /// Vectors w_k with covariance = sum_k w_k w_k^T.
  public var covarianceVectors: [[Double]] {
    free.indices.map { k in factor.solveTransposed(free.indices.map { $0 == k ? 1 : 0 }) }
  }

  /// Adds a displacement of the free parameters that is normally distributed with the covariance.
  ///
  /// - Parameters:
  ///   - z: one independent unit normal number for each free parameter.
  ///   - covarianceFactor: the Cholesky factor of the covariance.
  public func displaced(by z: [Double], covarianceFactor: CholeskyFactor) -> [Double] {
    var (point, displacement) = ([Double](), [Double]())
    displace(&point, by: z[...], covarianceFactor: covarianceFactor, &displacement)
    return point
  }

  /// Makes a point the displaced one; it and the displacement of the free parameters are in memory of before.
  func displace(
    _ point: inout [Double], by z: ArraySlice<Double>, covarianceFactor: CholeskyFactor,
    _ displacement: inout [Double]
  ) {
    point.set(to: parameters)
    covarianceFactor.multiply(z, into: &displacement)
    for (row, delta) in displacement.enumerated() {
      point[free[covarianceFactor.position(ofRow: row)]] += delta
    }
  }

  /// The covariance matrix of the free parameters.
  public var covariance: [[Double]] {
    factor.inverse
  }

  /// The gradient in the templates of v^T I v, for a vector over the free parameters.
  ///
  /// v^T I v is -2 times the second coefficient of the log-likelihood's Taylor series along v; its gradient in
  /// the templates is that coefficient of the gradient. The data move with the templates as well.
  public func quadraticFormGradient(_ model: some StatisticalModel, _ vector: [Double]) -> [[Double]] {
    var jets = parameters.map { Jet($0) }
    for (index, component) in zip(free, vector) { jets[index].c1 = component }
    let gradient = model.templateGradient(jets, data: data)
    let throughData = model.expectedDataPullback(parameters, cotangent: gradient.data.map { -2 * $0.c2 })
    return zip(gradient.templates, throughData).map { direct, indirect in
      zip(direct, indirect).map { -2 * $0.c2 + $1 }
    }
  }
}

extension StatisticalModel {
  /// The main bins whose Poisson count has no finite information: the expected count is negative, or it is 0 and
  /// a free parameter moves it.
  func binsWithoutInformation(_ point: [Double]) -> [Int] {
    let free = parameters.indices.filter { !parameters[$0].isFixed }
    let rates = free.map { column in expectedRates(point.indices.map { Jet(point[$0], $0 == column ? 1 : 0) })
    }
    return (0..<binCount).filter { bin in
      rates.contains { $0[bin].c0 < 0 || ($0[bin].c0 == 0 && $0[bin].c1 != 0) }
    }
  }
}
