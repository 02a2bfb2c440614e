/// The Cholesky factorization of a small symmetric positive definite matrix, A = L L^T.
///
/// Golub and Van Loan, Matrix Computations, algorithm 4.2.1. The matrices of this package have one row for each
/// parameter of a model or feature of an event, so that a plain loop serves.
public struct CholeskyFactor: Sendable {
  /// The factor L, row by row; zero above the diagonal.
  public let lower: [[Double]]

  /// The factorization of a matrix given row by row, or nil when it is not positive definite.
  public init?(_ matrix: [[Double]]) {
    var lower = matrix.map { [Double](repeating: 0, count: $0.count) }
    for row in matrix.indices {
      for column in 0...row {
        var sum = matrix[row][column]
        for k in 0..<column { sum -= lower[row][k] * lower[column][k] }
        if row == column {
          guard sum > 0, sum.isFinite else { return nil }
          lower[row][row] = sum.squareRoot()
        } else {
          lower[row][column] = sum / lower[column][column]
        }
      }
    }
    self.lower = lower
  }

  /// The solution x of A x = b.
  public func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in x.indices {
      for k in 0..<row { x[row] -= lower[row][k] * x[k] }
      x[row] /= lower[row][row]
    }
    return solveTransposed(x)
  }

  /// The solution x of L^T x = b. Applied to the unit vectors it gives vectors w_k with
  /// A^-1 = sum_k w_k w_k^T.
  public func solveTransposed(_ right: [Double]) -> [Double] {
    var x = right
    for row in x.indices.reversed() {
      for k in (row + 1)..<x.count { x[row] -= lower[k][row] * x[k] }
      x[row] /= lower[row][row]
    }
    return x
  }

  /// L z, which turns independent unit normal numbers into correlated ones.
  public func multiply(_ z: [Double]) -> [Double] {
    z.indices.map { row in (0...row).reduce(0) { $0 + lower[row][$1] * z[$1] } }
  }

  /// The determinant of A.
  public var determinant: Double { lower.indices.reduce(1) { $0 * lower[$1][$1] * lower[$1][$1] } }
}
