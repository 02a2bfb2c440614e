/// Correlated normal numbers.
extension RandomKey {
  /// `count` vectors of a multivariate normal distribution; `jax.random.multivariate_normal` by its default
  /// method, Cholesky's.
  ///
  /// A vector is mean + L z, where z are independent unit normal numbers and L L^T is the covariance.
  ///
  /// - Parameters:
  ///   - count: how many vectors.
  ///   - mean: one number for each component.
  ///   - covariance: one row and one column for each component, symmetric and positive definite.
  /// - Returns: `count` x components numbers, row-major.
  /// - Throws: ``RandomError`` when mean or covariance is not of that kind.
  public func multivariateNormal(
    _ count: Int, mean: [Double], covariance: [[Double]]
  ) throws(RandomError) -> [Double] {
    try Self.check(mean: mean, covariance: covariance)
    guard let lower = CholeskyFactor(covariance)?.lower else { throw .covarianceNotPositiveDefinite }
    let dimension = mean.count
    var numbers: [Double] = normal(count * dimension)
    for start in stride(from: 0, to: numbers.count, by: dimension) {
      // From the last component up: a component of L z needs those before it, unchanged.
      for row in mean.indices.reversed() {
        var sum = 0.0
        for column in 0...row { sum += lower[row][column] * numbers[start + column] }
        numbers[start + row] = mean[row] + sum
      }
    }
    return numbers
  }

  private static func check(mean: [Double], covariance: [[Double]]) throws(RandomError) {
    guard !mean.isEmpty else { throw .emptyMean }
    for (index, value) in mean.enumerated() where !value.isFinite {
      throw .meanNotFinite(index: index, value: value)
    }
    guard covariance.count == mean.count else {
      throw .covarianceRows(found: covariance.count, needed: mean.count)
    }
    for (row, entries) in covariance.enumerated() {
      guard entries.count == mean.count else {
        throw .covarianceColumns(row: row, found: entries.count, needed: mean.count)
      }
      for (column, value) in entries.enumerated() where !value.isFinite {
        throw .covarianceNotFinite(row: row, column: column, value: value)
      }
      for column in 0..<row where entries[column] != covariance[column][row] {
        throw .covarianceNotSymmetric(
          row: row, column: column, value: entries[column], across: covariance[column][row])
      }
    }
  }
}
