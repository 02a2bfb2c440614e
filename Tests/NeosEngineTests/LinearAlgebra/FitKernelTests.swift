import KernelPaths
import NeosEngine
import Testing

/// The loops of a fit for each instruction set against plain ones.
@Suite struct FitKernelTests {
  private static let counts = Array(0...40) + [100, 257]

  @Test(arguments: counts)
  func sumsOfProducts(count: Int) {
    let (x, y): ([Double], [Double]) = (normal(count, seed: 1), normal(count, seed: 2))
    // As many terms, each good to a unit of 1e-16.
    for path in KernelPath.fits { #expect(agree(path.dot(x, y, count), dot(x, y), within: 1e-13)) }
  }

  @Test(arguments: counts)
  func shifts(count: Int) {
    let (ups, downs, factors, slopes) = (
      normal(count, seed: 1), normal(count, seed: 2), normal(count, seed: 3), normal(count, seed: 4)
    )
    let before = normal(count, seed: 5)
    let after: [Double] = (0..<count).map { (bin: Int) -> Double in
      let change: Double = 0.3 * ups[bin] - 2 * downs[bin]
      return before[bin] + factors[bin] * change
    }
    for path in KernelPath.fits {
      var derivatives = before
      let sums = path.shift(ups, downs, 0.3, -2, factors, slopes, &derivatives, count)
      #expect(agree(derivatives, after, within: 1e-13))
      #expect(agree(sums.up, dot(slopes, ups), within: 1e-13))
      #expect(agree(sums.down, dot(slopes, downs), within: 1e-13))
    }
  }

  @Test(arguments: counts)
  func variations(count: Int) {
    let (ups, downs, weights, slopes) = (
      normal(count, seed: 1), normal(count, seed: 2), normal(count, seed: 3), normal(count, seed: 4)
    )
    let weightedUps = zip(weights, ups).map { $0 * $1 }
    let weightedDowns = zip(weights, downs).map { $0 * $1 }
    for path in KernelPath.fits {
      let sums = path.variation(ups, downs, weights, slopes, count)
      #expect(agree(sums.up_up, dot(weightedUps, weightedUps), within: 1e-13))
      #expect(agree(sums.down_down, dot(weightedDowns, weightedDowns), within: 1e-13))
      #expect(agree(sums.up_down, dot(weightedUps, weightedDowns), within: 1e-13))
      #expect(agree(sums.slope_up, dot(slopes, ups), within: 1e-13))
      #expect(agree(sums.slope_down, dot(slopes, downs), within: 1e-13))
    }
  }

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
    for path in KernelPath.fits {
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
    for path in KernelPath.fits {
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
    for path in KernelPath.fits {
      var columns = [Double](repeating: .nan, count: size * stride)
      path.setColumns(rows, size, &columns, stride)
      for row in 0..<size {
        #expect((0...row).allSatisfy { columns[$0 * stride + row] == rows[row * size + $0] })
      }
      #expect((0..<size).allSatisfy { columns[$0 * stride + size..<($0 + 1) * stride].allSatisfy(\.isNaN) })
    }
  }

  private func normal(_ count: Int, seed: Int) -> [Double] { RandomKey(seed: UInt64(seed)).normal(count) }
}
