/// The Cholesky factorization of a small symmetric positive definite matrix, A = L L^T.
///
/// Golub and Van Loan, Matrix Computations, algorithm 4.2.1. The matrices of this package have one row for each
/// parameter of a model or feature of an event, so that a plain loop serves.
public struct CholeskyFactor: Sendable {
  /// The factor L, row by row; zero above the diagonal.
  public let lower: [[Double]]

  /// The factorization of a matrix given row by row, or nil when it is not positive definite.
  ///
  /// Column by column: what a column of L takes from the rest of the matrix is subtracted at once, in loops over
  /// neighbors in memory.
  public init?(_ matrix: [[Double]]) {
    let size = matrix.count
    var rest = matrix.flatMap { $0 }
    var column = [Double](repeating: 0, count: size)
    let isDefinite = rest.withUnsafeMutableBufferPointer { rest in
      column.withUnsafeMutableBufferPointer { column in
        for k in 0..<size {
          let pivot = rest[k * size + k]
          guard pivot > 0, pivot.isFinite else { return false }
          let root = pivot.squareRoot()
          rest[k * size + k] = root
          for row in k + 1..<size {
            let numbers = UnsafeMutableBufferPointer(rebasing: rest[row * size..<(row + 1) * size])
            let entry = numbers[k] / root
            numbers[k] = entry
            column[row] = entry
            for next in k + 1...row { numbers[next] -= entry * column[next] }
          }
        }
        return true
      }
    }
    guard isDefinite else { return nil }
    lower = (0..<size).map { row in
      (0..<size).map { $0 <= row ? rest[row * size + $0] : 0 }
    }
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

  /// Pulls a gradient in L back to A, as the symmetric matrix G with d(gradient) = tr(G dA).
  ///
  /// G is the symmetric part of L^-T P L^-1, where P is the lower triangle of L^T C with its diagonal halved
  /// (Murray, arXiv:1602.07527, eq. 10).
  ///
  /// - Parameter cotangent: C, the gradient in L; only its lower triangle counts.
  public func pullback(_ cotangent: [[Double]]) -> [[Double]] {
    let size = lower.indices
    var middle = size.map { _ in size.map { _ in 0.0 } }
    for row in size {
      for column in 0...row {
        let product = (row..<size.upperBound).reduce(0) { $0 + lower[$1][row] * cotangent[$1][column] }
        middle[row][column] = row == column ? 0.5 * product : product
      }
    }
    // L^-T P column by column, then the same from the right.
    let left = size.map { column in solveTransposed(size.map { middle[$0][column] }) }
    let both = size.map { row in solveTransposed(size.map { left[$0][row] }) }
    return size.map { row in size.map { 0.5 * (both[row][$0] + both[$0][row]) } }
  }

  /// The determinant of A.
  public var determinant: Double { lower.indices.reduce(1) { $0 * lower[$1][$1] * lower[$1][$1] } }
}
