import KernelPaths
import NeosEngine
import Testing

/// The loops of symmetric matrices for each instruction set against plain ones.
@Suite struct MatrixKernelTests {
  /// A random factor with a diagonal of 2 and more, and the matrix that it makes, both column by column; what is not
  /// asked for is not a number.
  private func problem(_ size: Int) -> (factor: [Double], matrix: [Double]) {
    let draws = normal(size * size, seed: size)
    var factor = [Double](repeating: .nan, count: size * size)
    var matrix = factor
    for row in 0..<size {
      for column in 0...row {
        let place = column * size + row
        factor[place] = row == column ? 2 + abs(draws[place]) : draws[place] / Double(size)
        matrix[place] = (0...column).reduce(0) { (sum: Double, k: Int) -> Double in
          sum + factor[k * size + row] * factor[k * size + column]
        }
      }
    }
    return (factor, matrix)
  }

  /// The entries on and below the diagonal.
  private func lower(_ matrix: [Double], _ size: Int) -> [Double] {
    (0..<size).flatMap { column in matrix[column * size + column..<(column + 1) * size] }
  }

  @Test(arguments: [8, 16, 24, 32, 40, 48, 72, 104])
  func factors(size: Int) {
    let (factor, matrix) = problem(size)
    for path in KernelPath.matrices {
      var found = matrix
      #expect(path.cholesky(&found, size) == size)
      // The condition number is of the order of 1.
      #expect(agree(lower(found, size), lower(factor, size), within: 1e-13))
    }
  }

  @Test(arguments: [0, 1, 7, 8, 21, 38, 39])
  func theRowWithoutAPivotIsFound(row: Int) {
    let size = 40
    let (factor, matrix) = problem(size)
    let last = row * (size + 1)
    let above = (0..<row).map { factor[$0 * size + row] }
    for path in KernelPath.matrices {
      for pivot in [-100, -1e-9, .infinity, .nan] {
        var found = matrix
        found[last] = pivot + dot(above, above)
        #expect(path.cholesky(&found, size) == row)
        if pivot == -100 { #expect(agree(found[last], pivot, within: 1e-13)) }
      }
    }
  }

  @Test(arguments: [1, 7, 8, 9, 16, 39, 40, 41, 100])
  func columnsOfRows(size: Int) {
    let (rows, stride) = (normal(size * size, seed: size), size + 3)
    for path in KernelPath.matrices {
      var columns = [Double](repeating: .nan, count: size * stride)
      path.setColumns(rows, size, &columns, stride)
      for row in 0..<size {
        #expect((0...row).allSatisfy { columns[$0 * stride + row] == rows[row * size + $0] })
      }
      #expect((0..<size).allSatisfy { columns[$0 * stride + size..<($0 + 1) * stride].allSatisfy(\.isNaN) })
    }
  }

  @Test(arguments: [1, 7, 8, 9, 16, 17, 31, 40, 100], [0, 1, 7, 8, 9, 50, 257, 520])
  func squaresAreTakenOff(count: Int, length: Int) {
    let (rows, before, stride) = (
      normal(count * length, seed: count), normal(count * (count + 3), seed: length), count + 3
    )
    var after = before
    for row in 0..<count {
      for column in 0...row {
        after[row * stride + column] -= (0..<length).reduce(0) { (sum: Double, k: Int) -> Double in
          sum + rows[row * length + k] * rows[column * length + k]
        }
      }
    }
    for path in KernelPath.matrices {
      var found = before
      var room = [Double](repeating: .nan, count: (count + 7) / 8 * 8 * min(length, 256) + 1)
      path.subtractSquare(rows, count, length, &room, &found, stride)
      // Sums of 520 terms of the order of 1 at most, each good to a unit of 1e-16.
      #expect(agree(found, after, within: 1e-12))
      #expect(room.last?.isNaN == true)
    }
  }

  private func normal(_ count: Int, seed: Int) -> [Double] { RandomKey(seed: UInt64(seed)).normal(count) }
}
