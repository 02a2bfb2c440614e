/// The covariance of a fit's parameters: the inverse of the negative Hessian of the log-likelihood at the maximum,
/// over the parameters that are free there. (Minuit's HESSE.)
///
/// Parameters that are fixed, held by a bound or without influence have no uncertainty.
public struct FitCovariance: Sendable {
  /// The positions of the free parameters: the rows and columns of the matrix.
  public let free: [Int]
  /// The covariance matrix, row by row.
  public let matrix: [[Double]]
  /// The inverse of the matrix, with its factor.
  private let information: SymmetricMatrix
  private let factor: CholeskyFactor

  /// The covariance of a fit of a model to data.
  ///
  /// - Throws: ``InferenceError`` when the fit did not converge, or the likelihood is flat along a combination
  ///   of parameters.
  public init(_ fit: Fit, _ model: some StatisticalModel, data: [Double]) throws(InferenceError) {
    try self.init(fit, model, model.parameterSpace, data: data)
  }

  init(
    _ fit: Fit, _ model: some StatisticalModel, _ space: ParameterSpace, data: [Double]
  ) throws(InferenceError) {
    guard fit.isConverged else {
      throw .fit(what: "the fit", report: FitReport(fit, model, space).description)
    }
    let free = fit.free
    self.free = free
    let information = model.curvature(fit.parameters, data: data).block(free, times: -1)
    guard let factor = CholeskyFactor(information), factor.smallestPivot(of: information) > 1e-12 else {
      throw .flatDirection(parameters: Self.flatDirection(information).map { space.names[free[$0]] })
    }
    matrix = factor.inverse
    self.information = information
    self.factor = factor
  }

  /// The uncertainty of a parameter, the square root of its variance; nil where it has none.
  public func uncertainty(of parameter: Int) -> Double? {
    free.firstIndex(of: parameter).map { matrix[$0][$0].squareRoot() }
  }

  /// The correlation of two parameters; nil where one of them has no uncertainty.
  public func correlation(_ first: Int, _ second: Int) -> Double? {
    guard let row = free.firstIndex(of: first), let column = free.firstIndex(of: second) else { return nil }
    return matrix[row][column] / (matrix[row][row] * matrix[column][column]).squareRoot()
  }

  /// The ratio of the largest to the smallest eigenvalue of the matrix's inverse, in units in which its diagonal is 1: 1
  /// where no parameters are correlated; nil without free parameters.
  ///
  /// The largest eigenvalues of that inverse and of its inverse come by power iteration.
  public var condition: Double? {
    guard !free.isEmpty else { return nil }
    let scales = free.indices.map { information[$0, $0].squareRoot() }
    let largest = largestEigenvalue { vector in
      zip(information.multiply(zip(vector, scales).map { $0 / $1 }), scales).map { $0 / $1 }
    }
    let smallest = largestEigenvalue { vector in
      zip(factor.solve(zip(vector, scales).map { $0 * $1 }), scales).map { $0 * $1 }
    }
    let condition = largest * smallest
    return condition.isFinite ? max(condition, 1) : nil
  }

  private func largestEigenvalue(_ multiply: ([Double]) -> [Double]) -> Double {
    // A start without symmetry, so that it is not nearly orthogonal to the eigenvector: multiples of the golden ratio.
    var vector = free.indices.map { (0.618034 * Double($0 + 1)).truncatingRemainder(dividingBy: 1) - 0.5 }
    var value = 0.0
    for _ in 0..<100 {
      let next = multiply(vector)
      let norm = next.reduce(0) { $0 + $1 * $1 }.squareRoot()
      guard norm > 0, norm.isFinite else { return norm }
      vector = next.map { $0 / norm }
      if (norm - value).magnitude < 1e-6 * norm { return norm }
      value = norm
    }
    return value
  }

  /// The parameters that take part in the first flat combination of an information matrix.
  ///
  /// Rows join one after the other until one is explained by those before it; what explains it is the
  /// combination.
  private static func flatDirection(_ information: SymmetricMatrix) -> [Int] {
    var rows: [Int] = []
    for next in 0..<information.size {
      let tried = rows + [next]
      let block = information.block(tried)
      if let factor = CholeskyFactor(block), factor.smallestPivot(of: block) > 1e-12 {
        rows = tried
        continue
      }
      let before = CholeskyFactor(information.block(rows))
      let weights = before?.solve(rows.map { information[$0, next] }) ?? []
      // In units of the rows' own sizes.
      let sizes = zip(rows, weights).map { row, weight in
        abs(weight) * (information[row, row] / abs(information[next, next])).squareRoot()
      }
      return zip(rows, sizes).filter { $0.1 > 1e-3 }.map(\.0) + [next]
    }
    return []
  }
}
