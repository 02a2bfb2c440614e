internal import COpenBLAS

/// A symmetric matrix. Its lower triangle lies in one run of numbers, row by row; what is above the diagonal
/// does not count.
public struct SymmetricMatrix: Sendable, Hashable {
  /// The number of rows.
  public let size: Int
  /// Row by row, as many numbers in each as there are rows.
  private(set) var numbers: [Double]

  /// A matrix of zeros.
  ///
  /// - Parameter size: the number of rows.
  public init(size: Int) {
    self.size = size
    numbers = [Double](repeating: 0, count: size * size)
  }

  /// The matrix with the given rows, of which the lower triangle counts.
  ///
  /// - Parameter rows: as many numbers in each as there are rows.
  public init(rows: [[Double]]) {
    size = rows.count
    numbers = rows.flatMap { $0 }
    precondition(numbers.count == size * size, "a square matrix")
  }

  /// The entry of two positions, in either order.
  public subscript(one: Int, other: Int) -> Double {
    get { numbers[max(one, other) * size + min(one, other)] }
    set { numbers[max(one, other) * size + min(one, other)] = newValue }
  }

  /// The whole matrix, row by row.
  public var rows: [[Double]] { (0..<size).map { row in (0..<size).map { self[row, $0] } } }

  /// The column of the first entry of each row that is not 0, or of the diagonal.
  var envelope: [Int] {
    numbers.withUnsafeBufferPointer { numbers in
      (0..<size).map { row in
        var column = 0
        while column < row, numbers[row * size + column] == 0 { column += 1 }
        return column
      }
    }
  }

  /// The positions with the fewest entries first, so that a factorization meets many zeros.
  var sparseOrder: [Int] {
    var counts = [Int](repeating: 0, count: size)
    numbers.withUnsafeBufferPointer { numbers in
      for row in 0..<size {
        for column in 0..<row where numbers[row * size + column] != 0 {
          counts[row] += 1
          counts[column] += 1
        }
      }
    }
    return (0..<size).sorted { (counts[$0], $0) < (counts[$1], $1) }
  }

  /// The rows and columns of some positions.
  ///
  /// - Parameters:
  ///   - positions: in any order.
  ///   - factor: what each number is multiplied by.
  func block(_ positions: [Int], times factor: Double = 1) -> SymmetricMatrix {
    var block = SymmetricMatrix(size: positions.count)
    block.numbers.withUnsafeMutableBufferPointer { target in
      numbers.withUnsafeBufferPointer { source in
        for row in positions.indices {
          let (start, position) = (row * positions.count, positions[row])
          for column in 0...row {
            let other = positions[column]
            let index = other <= position ? position * size + other : other * size + position
            target[start + column] = factor * source[index]
          }
        }
      }
    }
    return block
  }

  /// The mixture of a share of this matrix and the rest of another.
  func mixed(with other: SymmetricMatrix, share: Double) -> SymmetricMatrix {
    var mixture = self
    for index in numbers.indices {
      mixture.numbers[index] = share * numbers[index] + (1 - share) * other.numbers[index]
    }
    return mixture
  }

  /// Adds to the entry of two positions and to its mirror image: twice where they are one.
  mutating func add(_ one: Int, _ other: Int, _ value: Double) {
    self[one, other] += one == other ? 2 * value : value
  }

  /// Adds to the entries of one position and each of some others, as ``add(_:_:_:)`` does.
  mutating func add(_ one: Int, _ others: [(local: Int, derivative: Double)], times factor: Double) {
    let size = size
    precondition(one < size && others.allSatisfy { $0.local < size }, "positions of the matrix")
    numbers.withUnsafeMutableBufferPointer { numbers in
      for (other, value) in others {
        numbers[max(one, other) * size + min(one, other)] += (one == other ? 2 : 1) * value * factor
      }
    }
  }

  /// Subtracts V W V^T, where W is diagonal.
  ///
  /// - Parameters:
  ///   - vectors: V, row by row, with at least as many rows as the matrix; the first ones count.
  ///   - weights: the diagonal of W, none below 0, as many as a row of V has numbers.
  mutating func subtractSquare(of vectors: [Double], weights: [Double]) {
    let (size, length) = (size, weights.count)
    precondition(vectors.count >= size * length, "one row for each row of the matrix")
    guard size > 0, length > 0 else { return }
    if size >= 16 {
      subtractSquare(of: vectors, roots: weights.map { $0.squareRoot() })
      return
    }
    numbers.withUnsafeMutableBufferPointer { numbers in
      vectors.withUnsafeBufferPointer { vectors in
        for row in 0..<size {
          for column in 0...row {
            var sum = 0.0
            for k in 0..<length {
              sum += weights[k] * vectors[row * length + k] * vectors[column * length + k]
            }
            numbers[row * size + column] -= sum
          }
        }
      }
    }
  }

  /// The same for large matrices, by BLAS: V scaled by the roots of W, squared.
  private mutating func subtractSquare(of vectors: [Double], roots: [Double]) {
    let (size, length) = (size, roots.count)
    let scaled = [Double](unsafeUninitializedCapacity: size * length) { scaled, count in
      for row in 0..<size {
        for k in 0..<length { scaled[row * length + k] = roots[k] * vectors[row * length + k] }
      }
      count = size * length
    }
    numbers.withUnsafeMutableBufferPointer { numbers in
      scaled.withUnsafeBufferPointer { scaled in
        OneThreadedBLAS.isSet
        cblas_dsyrk(
          CblasRowMajor, CblasLower, CblasNoTrans, CInt(size), CInt(length), -1, scaled.baseAddress,
          CInt(length), 1, numbers.baseAddress, CInt(size))
      }
    }
  }
}
