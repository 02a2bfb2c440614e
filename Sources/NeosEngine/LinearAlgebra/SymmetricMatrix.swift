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

  /// The rows and columns of some positions.
  ///
  /// - Parameters:
  ///   - positions: in ascending order.
  ///   - factor: what each number is multiplied by.
  func block(_ positions: [Int], times factor: Double = 1) -> SymmetricMatrix {
    var block = SymmetricMatrix(size: positions.count)
    block.numbers.withUnsafeMutableBufferPointer { target in
      numbers.withUnsafeBufferPointer { source in
        for row in positions.indices {
          let (start, from) = (row * positions.count, positions[row] * size)
          for column in 0...row { target[start + column] = factor * source[from + positions[column]] }
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

  /// Subtracts V V^T.
  ///
  /// - Parameters:
  ///   - vectors: V, row by row, with as many rows as the matrix.
  ///   - length: the length of a row of V.
  mutating func subtractSquare(of vectors: [Double], length: Int) {
    precondition(vectors.count >= size * length, "one row for each row of the matrix")
    let size = size
    guard size > 0, length > 0 else { return }
    numbers.withUnsafeMutableBufferPointer { numbers in
      vectors.withUnsafeBufferPointer { vectors in
        if size >= 16, let c = numbers.baseAddress {
          OneThreadedBLAS.isSet
          cblas_dsyrk(
            CblasRowMajor, CblasLower, CblasNoTrans, CInt(size), CInt(length), -1, vectors.baseAddress,
            CInt(length), 1, c, CInt(size))
          return
        }
        for row in 0..<size {
          for column in 0...row {
            var sum = 0.0
            for k in 0..<length { sum += vectors[row * length + k] * vectors[column * length + k] }
            numbers[row * size + column] -= sum
          }
        }
      }
    }
  }
}
