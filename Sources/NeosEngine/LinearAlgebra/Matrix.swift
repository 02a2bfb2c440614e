internal import NeosKernels

/// Rows of numbers: templates by bins, or a small matrix.
extension [[Double]] {
  /// Every number times a factor.
  package consuming func scaled(by factor: Double) -> [[Double]] {
    scale(by: factor)
    return self
  }

  /// Multiplies every number by a factor.
  mutating func scale(by factor: Double) {
    for row in indices {
      var numbers = self[row].mutableSpan
      for column in numbers.indices { numbers[column] *= factor }
    }
  }

  /// Makes it zeros, as many in as many rows as another one has, in the same memory where that is as large.
  mutating func setZeros(like other: [[Double]]) {
    guard count == other.count else {
      self = other.map { $0.map { _ in 0 } }
      return
    }
    for row in indices { self[row].setZeros(count: other[row].count) }
  }

  /// Makes it the numbers of a run, in rows as long as another one has, in the same memory where that is as large.
  mutating func setRows(of run: [Double], like other: [[Double]]) {
    resize(to: other.count, [])
    var start = 0
    for row in indices {
      let count = other[row].count
      self[row].set(to: run[start..<start + count])
      start += count
    }
  }

  /// Adds other rows times a factor.
  package mutating func add(_ other: [[Double]], scaledBy factor: Double) {
    for row in indices {
      var numbers = self[row].mutableSpan
      let others = other[row]
      for column in numbers.indices { numbers[column] += factor * others[column] }
    }
  }

  /// Where the first number is that is not finite, if there is one.
  var firstNotFinite: (row: Int, column: Int)? {
    for row in indices {
      // The sum of squares, which takes a fraction of the time, is only finite where all numbers are.
      if neos_dot(self[row], self[row], self[row].count).isFinite { continue }
      if let column = self[row].firstIndex(where: { !$0.isFinite }) { return (row, column) }
    }
    return nil
  }

  /// The product with another square matrix.
  package func multiplied(by other: [[Double]]) -> [[Double]] {
    map { row in
      other.indices.map { column in row.indices.reduce(0) { $0 + row[$1] * other[$1][column] } }
    }
  }
}
