import NeosEngine
import Testing

@Suite struct CholeskyFactorTests {
  /// A random matrix B B^T + 0.1 with a condition number of at most 1000 or so.
  private func matrix(_ size: Int, seed: Int) -> [[Double]] {
    let rows = square(size, seed: seed)
    return rows.enumerated().map { row, left in
      rows.enumerated().map { column, right in
        dot(left, right) + (row == column ? 0.1 : 0)
      }
    }
  }

  private func square(_ size: Int, seed: Int) -> [[Double]] {
    let draws: [Double] = RandomKey(seed: UInt64(seed)).normal(size * size)
    return (0..<size).map { Array(draws[$0 * size..<($0 + 1) * size]) }
  }

  @Test func solvesASystem() throws {
    // [[4, 2], [2, 3]] x = [8, 7] has the solution [1.25, 1.5], by hand.
    let factor = try #require(CholeskyFactor([[4, 2], [2, 3]]))
    let x = factor.solve([8, 7])
    #expect(abs(x[0] - 1.25) < 1e-14)
    #expect(abs(x[1] - 1.5) < 1e-14)
    #expect(abs(factor.determinant - 8) < 1e-14)
  }

  @Test func rejectsAMatrixThatIsNotPositiveDefinite() {
    #expect(CholeskyFactor([[1, 2], [2, 1]]) == nil)
    #expect(CholeskyFactor([[0, 0], [0, 1]]) == nil)
    #expect(CholeskyFactor([[.nan, 0], [0, 1]]) == nil)
  }

  @Test func theFactorAndItsTransposeMakeTheMatrixAndItsInverse() throws {
    for size in [1, 2, 3, 4, 5, 6, 9, 17, 45, 48, 57] {
      let matrix = matrix(size, seed: size)
      let factor = try #require(CholeskyFactor(matrix))
      let units = (0..<size).map { k in (0..<size).map { $0 == k ? 1.0 : 0 } }
      let columns = units.map(factor.multiply)
      let inverseVectors = units.map(factor.solveTransposed)
      let lower = factor.lower
      for row in 0..<size {
        for column in 0..<size {
          // A dozen terms of size 10, rounded at 1e-16 each.
          let product = columns.reduce(0) { $0 + $1[row] * $1[column] }
          #expect(agree(product, matrix[row][column], within: 1e-14))
          #expect(agree(dot(lower[row], lower[column]), matrix[row][column], within: 1e-14))
          if column > row { #expect(lower[row][column] == 0) }
          // The inverse has rounding times the condition number.
          let inverse = inverseVectors.reduce(0) { $0 + $1[row] * $1[column] }
          #expect(agree(inverse, factor.solve(units[column])[row], within: 1e-12))
        }
      }
    }
  }

  /// Matrices of all kinds of sizes, whose diagonal outweighs what else is in a row: a factor of another kind each.
  @Test(arguments: [39, 40, 41, 47, 64, 103, 403, 799, 800, 803])
  func whatIsSolvedSolves(size: Int) throws {
    var matrix = square(size, seed: size)
    for row in 0..<size {
      for column in 0..<row { matrix[column][row] = matrix[row][column] }
      matrix[row][row] = 2 * Double(size)
    }
    let factor = try #require(CholeskyFactor(matrix))
    let right: [Double] = RandomKey(seed: 3).normal(size)
    let solution = factor.solve(right)
    // The condition number is below 3, and a number of each row comes from as many terms as there are.
    #expect(agree(matrix.map { dot($0, solution) }, right, within: 1e-13))
    matrix[size - 2][size - 2] = -1
    #expect(CholeskyFactor(matrix) == nil)
    matrix[size - 2][size - 2] = 2 * Double(size)
    matrix[size - 1][1] = .nan
    #expect(CholeskyFactor(matrix) == nil)
  }

  @Test func thePullbackIsTheDerivativeOfTheFactor() throws {
    for size in 1...4 {
      let matrix = matrix(size, seed: 10 + size)
      let cotangent = square(size, seed: 50)
      let pulled = try #require(CholeskyFactor(matrix)).pullback(cotangent)
      for row in 0..<size {
        for column in 0...row {
          let expected = try slope(step: 1e-4) { distance in
            var moved = matrix
            moved[row][column] += distance
            if row != column { moved[column][row] += distance }
            let lower = try #require(CholeskyFactor(moved)).lower
            // The entries above the diagonal are 0.
            return dot(Array(cotangent.joined()), Array(lower.joined()))
          }
          // Both of the two equal entries move; the step's error is 1e-16 times a fifth derivative.
          let found = pulled[row][column] * (row == column ? 1 : 2)
          #expect(agree(found, expected, within: 1e-8))
        }
      }
    }
  }
}
