internal import COpenBLAS

/// The Cholesky factorization of a symmetric positive definite matrix, A = L L^T.
///
/// What lies to the left of a row's first entry stays 0 in L, and costs nothing (the envelope method: George and
/// Liu, Computer Solution of Large Sparse Positive Definite Systems (1981), chapter 4). Large matrices without
/// such gaps are LAPACK's `potrf`'s.
public struct CholeskyFactor: Sendable {
  /// The number of rows.
  public let size: Int
  /// The factor L, row by row; what is above the diagonal does not count.
  private let numbers: [Double]
  /// The column of the first entry of each row.
  private let first: [Int]

  /// From this number of rows on, LAPACK is faster than a plain loop over a full matrix.
  private static let large = 40

  /// The factorization of a matrix given row by row, or nil when it is not positive definite.
  ///
  /// - Parameter matrix: the matrix, of which the lower triangle counts.
  public init?(_ matrix: [[Double]]) { self.init(SymmetricMatrix(rows: matrix)) }

  /// The factorization of a matrix, or nil when it is not positive definite.
  ///
  /// - Parameter matrix: the matrix.
  public init?(_ matrix: SymmetricMatrix) {
    let size = matrix.size
    var rest = matrix.numbers
    let first = matrix.envelope
    let isDefinite = rest.withUnsafeMutableBufferPointer { rest in
      guard let start = rest.baseAddress else { return true }
      let entries = first.indices.reduce(0) { $0 + $1 + 1 - first[$1] }
      if size >= Self.large, 4 * entries > size * size { return Self.factorLarge(rest, size) }
      // Row by row: a row of L solves the triangle of the rows above it.
      for row in 0..<size {
        let numbers = start + row * size
        for column in first[row]...row {
          let others = start + column * size
          var sum = numbers[column]
          for k in max(first[row], first[column])..<column { sum -= numbers[k] * others[k] }
          if column < row {
            numbers[column] = sum / others[column]
          } else {
            guard sum > 0, sum.isFinite else { return false }
            numbers[row] = sum.squareRoot()
          }
        }
      }
      return true
    }
    guard isDefinite else { return nil }
    self.size = size
    self.first = first
    numbers = rest
  }

  /// Replaces a matrix by its factor; false when it is not positive definite.
  private static func factorLarge(_ matrix: UnsafeMutableBufferPointer<Double>, _ size: Int) -> Bool {
    guard size > 0 else { return true }
    OneThreadedBLAS.isSet
    var (count, info) = (CInt(size), CInt(0))
    // LAPACK counts columns first: the lower triangle of rows is its upper one of columns.
    dpotrf_("U", &count, matrix.baseAddress, &count, &info)
    return info == 0
      && (0..<size).allSatisfy { matrix[$0 * size + $0] > 0 && matrix[$0 * size + $0].isFinite }
  }

  /// The factor L, row by row; zero above the diagonal.
  public var lower: [[Double]] {
    (0..<size).map { row in (0..<size).map { $0 <= row ? numbers[row * size + $0] : 0 } }
  }

  /// The element of L on the diagonal.
  func diagonal(_ row: Int) -> Double { numbers[row * size + row] }

  /// The solution x of A x = b.
  ///
  /// - Parameter right: b.
  public func solve(_ right: [Double]) -> [Double] {
    var x = right
    let size = size
    x.withUnsafeMutableBufferPointer { x in
      numbers.withUnsafeBufferPointer { numbers in
        for row in 0..<size {
          var sum = x[row]
          for k in first[row]..<row { sum -= numbers[row * size + k] * x[k] }
          x[row] = sum / numbers[row * size + row]
        }
        Self.solveTransposed(numbers, first, x)
      }
    }
    return x
  }

  /// The solution x of L^T x = b. Applied to the unit vectors it gives vectors w_k with
  /// A^-1 = sum_k w_k w_k^T.
  ///
  /// - Parameter right: b.
  public func solveTransposed(_ right: [Double]) -> [Double] {
    var x = right
    x.withUnsafeMutableBufferPointer { x in
      numbers.withUnsafeBufferPointer { Self.solveTransposed($0, first, x) }
    }
    return x
  }

  /// Replaces b by the solution of L^T x = b, row by row from the last one.
  private static func solveTransposed(
    _ numbers: UnsafeBufferPointer<Double>, _ first: [Int], _ x: UnsafeMutableBufferPointer<Double>
  ) {
    let size = x.count
    guard size >= large else {
      for row in (0..<size).reversed() {
        var sum = x[row]
        for k in row + 1..<size { sum -= numbers[k * size + row] * x[k] }
        x[row] = sum / numbers[row * size + row]
      }
      return
    }
    // Column by column of L^T, which are neighbors in memory.
    for row in (0..<size).reversed() {
      let value = x[row] / numbers[row * size + row]
      x[row] = value
      for k in first[row]..<row { x[k] -= numbers[row * size + k] * value }
    }
  }

  /// L z, which turns independent unit normal numbers into correlated ones.
  ///
  /// - Parameter z: the numbers.
  public func multiply(_ z: [Double]) -> [Double] {
    z.indices.map { row in (0...row).reduce(0) { $0 + numbers[row * size + $1] * z[$1] } }
  }

  /// The inverse of A, row by row.
  var inverse: [[Double]] {
    (0..<size).map { k in solve((0..<size).map { $0 == k ? 1 : 0 }) }
  }

  /// Pulls a gradient in L back to A, as the symmetric matrix G with d(gradient) = tr(G dA).
  ///
  /// G is the symmetric part of L^-T P L^-1, where P is the lower triangle of L^T C with its diagonal halved
  /// (Murray, arXiv:1602.07527, eq. 10).
  ///
  /// - Parameter cotangent: C, the gradient in L; only its lower triangle counts.
  public func pullback(_ cotangent: [[Double]]) -> [[Double]] {
    let (size, lower) = (0..<size, lower)
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
  public var determinant: Double { (0..<size).reduce(1) { $0 * diagonal($1) * diagonal($1) } }

  /// The smallest share of a diagonal element that the rows before it do not explain: 1 where nothing is
  /// correlated, 0 where the matrix is singular.
  ///
  /// - Parameter matrix: A.
  func smallestPivot(of matrix: SymmetricMatrix) -> Double {
    (0..<size).map { diagonal($0) * diagonal($0) / matrix[$0, $0] }.min() ?? 1
  }
}
