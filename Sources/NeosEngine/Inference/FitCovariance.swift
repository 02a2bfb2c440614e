/// The covariance of a fit's parameters: the inverse of the negative Hessian of the log-likelihood at the maximum,
/// over the parameters that are free there. (Minuit's HESSE.)
///
/// Parameters that are fixed, held by a bound or without influence have no uncertainty.
public struct FitCovariance: Sendable {
  /// The positions of the free parameters: the rows and columns of the matrix.
  public let free: [Int]
  /// The covariance matrix, row by row.
  public let matrix: [[Double]]

  /// The covariance of a fit of a model to data.
  ///
  /// - Throws: ``InferenceError`` when the fit did not converge, or the likelihood is flat along a combination
  ///   of parameters.
  public init(_ fit: Fit, _ model: some StatisticalModel, data: [Double]) throws(InferenceError) {
    try self.init(fit, model, ParameterSpace(model), data: data)
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
