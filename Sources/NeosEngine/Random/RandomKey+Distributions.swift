import RealModule

extension RandomKey {
  /// Numbers uniform in [from, to) (`jax.random.uniform`).
  public func uniform<S: RandomScalar>(_ count: Int, from low: S = 0, to high: S = 1, as: S.Type = S.self)
    -> [S]
  {
    let width = high - low
    return S.unitNumbers(count, from: self).map { Swift.max(low, $0 * width + low) }
  }

  /// Standard normal numbers (`jax.random.normal`).
  public func normal<S: RandomScalar>(_ count: Int, as: S.Type = S.self) -> [S] {
    let root = S.sqrt(2)
    return uniform(count, from: (-1 as S).nextUp, to: 1).map { root * S.inverseErf($0) }
  }

  /// Standard normal numbers that lie between two bounds (`jax.random.truncated_normal`).
  public func truncatedNormal<S: RandomScalar>(
    _ count: Int, from lower: S = -2, to upper: S = 2, as: S.Type = S.self
  ) -> [S] {
    // Taken in double precision and rounded: JAX's own error function is exact to the last digit.
    func erf(_ x: S) -> S { S(Double.erf(Double(x / S.sqrt(2)))) }
    let root = S.sqrt(2)
    let (least, most) = (lower.nextUp, upper.nextDown)
    return uniform(count, from: erf(lower), to: erf(upper)).map {
      Swift.min(Swift.max(root * S.inverseErf($0), least), most)
    }
  }

  /// Points of a multivariate normal distribution, count x dimension in row-major order
  /// (`jax.random.multivariate_normal` by the Cholesky method, 64-bit).
  ///
  /// - Throws: ``RandomError`` when the covariance is not a symmetric positive definite matrix of the mean's
  ///   dimension.
  public func multivariateNormal(
    _ count: Int, mean: [Double], covariance: [[Double]]
  ) throws(RandomError) -> [Double] {
    let dimension = mean.count
    guard covariance.count == dimension, covariance.allSatisfy({ $0.count == dimension }) else {
      throw .covarianceShape(
        rows: covariance.count, columns: covariance.first?.count ?? 0, dimension: dimension)
    }
    guard (mean + covariance.joined()).allSatisfy(\.isFinite) else { throw .notFinite }
    for row in 0..<dimension {
      for column in 0..<row where covariance[row][column] != covariance[column][row] {
        throw .notSymmetric(row: row, column: column)
      }
    }
    guard let factor = CholeskyFactor(covariance) else { throw .notPositiveDefinite }
    var points: [Double] = normal(count * dimension)
    for start in stride(from: 0, to: points.count, by: max(dimension, 1)) {
      let z = Array(points[start..<start + dimension])
      for (offset, value) in factor.multiply(z).enumerated() { points[start + offset] = value + mean[offset] }
    }
    return points
  }

  /// The numbers 0..<count in random order (`jax.random.permutation`): sorted by random 32-bit keys, as often
  /// as makes equal keys throughout improbable.
  public func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    let rounds = Int((3 * Double.log(Double(max(1, count))) / Double.log(Double(UInt32.max))).rounded(.up))
    var key = self
    for _ in 0..<rounds {
      let keys = key.split()
      key = keys[0]
      let sortKeys = keys[1].bits32(count)
      // The position breaks ties, so that the sort is stable.
      let sorted = sortKeys.enumerated().map { UInt64($1) << 32 | UInt64($0) }.sorted()
      order = sorted.map { order[Int($0 & 0xFFFF_FFFF)] }
    }
    return order
  }
}

/// What can be wrong with the parameters of a distribution.
public enum RandomError: Error, Sendable, Hashable {
  /// The covariance does not have the mean's dimension.
  case covarianceShape(rows: Int, columns: Int, dimension: Int)
  /// Two numbers that mirror each other differ.
  case notSymmetric(row: Int, column: Int)
  /// The covariance is not positive definite.
  case notPositiveDefinite
  /// A number is NaN or infinite.
  case notFinite
}

extension RandomError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .covarianceShape(let rows, let columns, let dimension):
      "the covariance of \(dimension) features is a \(dimension) x \(dimension) matrix, found \(rows) x \(columns)"
    case .notSymmetric(let row, let column):
      "the covariance is not symmetric: the numbers at (\(row), \(column)) and (\(column), \(row)) differ"
    case .notPositiveDefinite: "the covariance is not positive definite"
    case .notFinite: "mean and covariance must be finite numbers"
    }
  }
}
