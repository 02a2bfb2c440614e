internal import COpenBLAS
internal import NeosKernels

/// The Cholesky factorization of a symmetric positive definite matrix, A = L L^T.
///
/// Rows and columns are eliminated in the order of the matrix's profile, in which A and L stand here: for a matrix
/// given as rows it is theirs. What the profile leaves out costs nothing. Large whole matrices stand column by column, as
/// a plain loop takes several times as long as what works on many rows at once.
public struct CholeskyFactor: Sendable {
  private var profile: MatrixProfile
  /// The factor L, row by row, or column by column where ``isLarge``; what is above the diagonal does not count.
  private var numbers: [Double]
  /// Where it starts if ``isLarge``: at a multiple of `neos_alignment`, when it was computed.
  private var start = 0
  /// The row and the pivot at which the last factorization ended, if it did.
  private(set) var failure: (row: Int, pivot: Double)?

  /// The number of rows.
  public var size: Int { profile.size }

  /// Whether the matrix is whole, and so large that it stands column by column.
  private var isLarge: Bool { profile.isWhole && size >= MatrixProfile.large }

  /// How far the columns of a large matrix are apart: they end with those of a matrix of ones, of which nothing is seen.
  private var leadingDimension: Int { neos_whole_rows(size) }

  /// From this number of rows on, LAPACK's `potrf` is about as fast as a kernel that takes a third of its time at 100, and
  /// half of it at 500.
  private static let huge = 800

  /// The factorization of a matrix given row by row, or nil when it is not positive definite.
  ///
  /// - Parameter matrix: the matrix, of which the lower triangle counts.
  public init?(_ matrix: [[Double]]) { self.init(SymmetricMatrix(rows: matrix)) }

  /// The factorization of a matrix, or nil when it is not positive definite.
  ///
  /// - Parameter matrix: the matrix.
  public init?(_ matrix: SymmetricMatrix) {
    self.init()
    guard replace(with: matrix) else { return nil }
  }

  /// The factorization of a matrix without rows.
  init() {
    profile = .whole(size: 0)
    numbers = []
  }

  /// Makes this the factorization of another matrix, in the same memory where that is as large; false, and then it is
  /// none, when the matrix is not positive definite.
  mutating func replace(with matrix: SymmetricMatrix) -> Bool {
    profile = matrix.profile
    // A matrix with a number on its diagonal that is not positive has none, which is soon seen.
    failure = (0..<size).lazy.map { ($0, matrix.diagonal($0)) }.first { !($0.1 > 0) }
    guard failure == nil else { return false }
    if isLarge {
      let spare = neos_alignment / MemoryLayout<Double>.stride
      numbers.makeRoom(for: leadingDimension * leadingDimension + spare)
      setColumns(of: matrix)
      failure = factorLarge()
    } else {
      numbers.makeRoom(for: matrix.numbers.count)
      numbers.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: matrix.numbers) }
      failure = Self.factor(&numbers, profile)
    }
    return failure == nil
  }

  /// Makes the numbers those of a whole matrix on and below its diagonal, column by column.
  private mutating func setColumns(of matrix: SymmetricMatrix) {
    let (size, leading) = (size, leadingDimension)
    start = numbers.withUnsafeMutableBufferPointer { numbers in
      guard let base = numbers.baseAddress else { return 0 }
      let target = UnsafeMutableRawPointer(base).alignedUp(toMultipleOf: neos_alignment)
        .assumingMemoryBound(to: Double.self)
      matrix.numbers.withUnsafeBufferPointer { source in
        neos_set_columns(source.baseAddress, size, target, leading)
      }
      for column in 0..<leading {
        for row in max(size, column)..<leading { target[column &* leading &+ row] = row == column ? 1 : 0 }
      }
      return target - base
    }
  }

  /// Replaces a matrix by its factor, row by row: a row of L solves the triangle of the rows above it. What is returned
  /// is where it ends when the matrix is not positive definite.
  private static func factor(_ matrix: inout [Double], _ profile: MatrixProfile) -> (row: Int, pivot: Double)?
  {
    let (first, start) = (profile.first, profile.start)
    return matrix.withUnsafeMutableBufferPointer { numbers in
      for row in first.indices {
        let own = start[row]
        for column in first[row]...row {
          let other = start[column]
          var sum = numbers[own + column]
          for k in max(first[row], first[column])..<column { sum -= numbers[own + k] * numbers[other + k] }
          if column < row {
            numbers[own + column] = sum / numbers[other + column]
          } else {
            guard sum > 0, sum.isFinite else { return (row, sum) }
            numbers[own + row] = sum.squareRoot()
          }
        }
      }
      return nil
    }
  }

  /// The same for a large whole matrix, column by column.
  private mutating func factorLarge() -> (row: Int, pivot: Double)? {
    let (size, rows) = (size, leadingDimension)
    let failed: Int?
    if size < Self.huge {
      let row = withLargeFactor { neos_cholesky($0, rows) }
      failed = row < size ? row : nil
    } else {
      OneThreadedBLAS.isSet
      var (count, leading, info) = (CInt(size), CInt(rows), CInt(0))
      withLargeFactor { dpotrf_("L", &count, $0, &leading, &info) }
      failed =
        info == 0 ? (0..<size).first { !(diagonal($0) > 0 && diagonal($0).isFinite) } : Int(info) - 1
    }
    return failed.map { ($0, diagonal($0)) }
  }

  /// Runs a body on the numbers of a large matrix.
  private mutating func withLargeFactor<Result>(_ body: (UnsafeMutablePointer<Double>?) -> Result) -> Result {
    numbers.withUnsafeMutableBufferPointer { [start] numbers in body(numbers.baseAddress.map { $0 + start }) }
  }

  /// The element of L in a row, or 0 where there is none.
  private func element(_ row: Int, _ column: Int) -> Double {
    guard profile.first[row]...row ~= column else { return 0 }
    return numbers[isLarge ? start + column * leadingDimension + row : profile.start[row] + column]
  }

  /// The factor L, row by row; zero above the diagonal.
  public var lower: [[Double]] { (0..<size).map { row in (0..<size).map { element(row, $0) } } }

  /// The element of L on the diagonal.
  func diagonal(_ row: Int) -> Double {
    numbers[isLarge ? start + row * (leadingDimension + 1) : profile.start[row] + row]
  }

  /// The solution x of A x = b.
  ///
  /// - Parameter right: b, a number for each row.
  public func solve(_ right: [Double]) -> [Double] {
    var x = right
    solve(&x)
    return x
  }

  /// Replaces b by the solution x of A x = b.
  func solve(_ x: inout [Double]) {
    checkCount(x.count)
    if isLarge {
      solveLarge(&x, CblasNoTrans)
    } else {
      order(&x)
      solveOrdered(&x)
    }
    solveOrderedTransposed(&x)
  }

  /// Replaces b, in the order of the profile, by the solution of L x = b.
  private func solveOrdered(_ x: inout [Double]) {
    x.withUnsafeMutableBufferPointer { x in
      numbers.withUnsafeBufferPointer { numbers in
        guard let x = x.baseAddress, let numbers = numbers.baseAddress else { return }
        for row in 0..<size {
          let (start, first) = (profile.start[row], profile.first[row])
          let sum = neos_dot(numbers + start + first, x + first, row - first)
          x[row] = (x[row] - sum) / numbers[start + row]
        }
      }
    }
  }

  /// The solution x of L^T x = b. Applied to the unit vectors it gives vectors w_k with
  /// A^-1 = sum_k w_k w_k^T.
  ///
  /// - Parameter right: b, a number for each row.
  public func solveTransposed(_ right: [Double]) -> [Double] {
    checkCount(right.count)
    var x = right
    order(&x)
    solveOrderedTransposed(&x)
    return x
  }

  /// Replaces b by the solution x of L x = b or L^T x = b, with the L of a large whole matrix.
  private func solveLarge(_ x: inout [Double], _ transposition: CBLAS_TRANSPOSE) {
    change(&x) { cblas_dtrsv(CblasColMajor, CblasLower, transposition, CblasNonUnit, $0, $1, $2, $3, 1) }
  }

  /// Changes a vector, given the number of rows, the numbers of the factor and how far its columns are apart.
  private func change(
    _ x: inout [Double],
    _ body: (
      _ count: CInt, _ numbers: UnsafePointer<Double>?, _ leadingDimension: CInt,
      _ x: UnsafeMutablePointer<Double>?
    ) -> Void
  ) {
    OneThreadedBLAS.isSet
    numbers.withUnsafeBufferPointer { numbers in
      x.withUnsafeMutableBufferPointer {
        body(CInt(size), numbers.baseAddress.map { $0 + start }, CInt(leadingDimension), $0.baseAddress)
      }
    }
  }

  private func checkCount(_ count: Int) {
    precondition(count == size, "a vector of \(size) numbers, found \(count)")
  }

  /// Puts numbers of the positions into the order of the profile.
  private func order(_ numbers: inout [Double]) {
    if !profile.isWhole { numbers = profile.order.map { [numbers] in numbers[$0] } }
  }

  /// Replaces b, in the order of the profile, by the solution of L^T x = b, in that of the positions.
  private func solveOrderedTransposed(_ x: inout [Double]) {
    if isLarge {
      solveLarge(&x, CblasTrans)
      return
    }
    x.withUnsafeMutableBufferPointer { x in
      numbers.withUnsafeBufferPointer { numbers in
        // Column by column of L^T, which are neighbors in memory.
        for row in x.indices.reversed() {
          let start = profile.start[row]
          let value = x[row] / numbers[start + row]
          x[row] = value
          for k in profile.first[row]..<row { x[k] -= numbers[start &+ k] * value }
        }
      }
    }
    if !profile.isWhole { x = profile.rank.map { [x] in x[$0] } }
  }

  /// L z, which turns independent unit normal numbers into correlated ones.
  ///
  /// - Parameter z: the numbers, one for each row.
  public func multiply(_ z: [Double]) -> [Double] {
    var terms: [Double] = []
    multiply(z[...], into: &terms)
    return profile.rank.map { terms[$0] }
  }

  /// Makes an array L z, row by row in the order of the profile.
  func multiply(_ z: ArraySlice<Double>, into terms: inout [Double]) {
    checkCount(z.count)
    if isLarge {
      terms.removeAll(keepingCapacity: true)
      terms.append(contentsOf: z)
      change(&terms) { cblas_dtrmv(CblasColMajor, CblasLower, CblasNoTrans, CblasNonUnit, $0, $1, $2, $3, 1) }
      return
    }
    terms.makeRoom(for: size)
    for row in terms.indices {
      let start = profile.start[row]
      var sum = 0.0
      for k in profile.first[row]...row { sum += numbers[start + k] * z[z.startIndex + k] }
      terms[row] = sum
    }
  }

  /// The position whose row a row of the profile is.
  func position(ofRow row: Int) -> Int { profile.order[row] }

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
    (0..<size).reduce(1) { min($0, diagonal($1) * diagonal($1) / matrix.diagonal($1)) }
  }
}
