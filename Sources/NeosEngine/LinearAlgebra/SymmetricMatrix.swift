/// A symmetric matrix, of which the lower triangle is kept, and of that only where it may have entries.
public struct SymmetricMatrix: Sendable {
  /// Where it may have entries.
  let profile: MatrixProfile
  /// The entries, row by row in the order of the profile.
  private(set) var numbers: [Double]

  /// The number of rows.
  public var size: Int { profile.size }

  /// A matrix of zeros.
  ///
  /// - Parameter size: the number of rows.
  public init(size: Int) { self.init(.whole(size: size)) }

  /// A matrix of zeros, with entries where a profile has them.
  init(_ profile: MatrixProfile) {
    self.profile = profile
    numbers = [Double](repeating: 0, count: profile.count)
  }

  /// Makes it a matrix of zeros, with entries where a profile has them, in the same memory where the profile is its own.
  mutating func setZeros(_ profile: MatrixProfile) {
    guard profile === self.profile else {
      self = Self(profile)
      return
    }
    numbers.withUnsafeMutableBufferPointer { numbers in
      guard profile.isWhole else {
        numbers.update(repeating: 0)
        return
      }
      for row in 0..<profile.size {
        let start = profile.start[row]
        UnsafeMutableBufferPointer(rebasing: numbers[start...start + row]).update(repeating: 0)
      }
    }
  }

  /// The matrix with the given rows, of which the lower triangle counts.
  ///
  /// - Parameter rows: as many numbers in each as there are rows.
  public init(rows: [[Double]]) {
    profile = .whole(size: rows.count)
    numbers = rows.flatMap { $0 }
    precondition(rows.allSatisfy { $0.count == rows.count }, "a square matrix")
  }

  /// The entry of two positions, in either order; 0 outside the profile, where none can be set.
  public subscript(one: Int, other: Int) -> Double {
    get { place(one, other).map { numbers[$0] } ?? 0 }
    set {
      guard let place = place(one, other) else {
        precondition(newValue == 0, "an entry that the profile has")
        return
      }
      numbers[place] = newValue
    }
  }

  /// Where the entry of two positions is in the run of numbers.
  private func place(_ one: Int, _ other: Int) -> Int? {
    let (a, b) = (profile.rank[one], profile.rank[other])
    let (row, column) = (max(a, b), min(a, b))
    return column < profile.first[row] ? nil : profile.start[row] + column
  }

  /// The whole matrix, row by row.
  public var rows: [[Double]] { (0..<size).map { row in (0..<size).map { self[row, $0] } } }

  /// The diagonal, in the order of the profile.
  var diagonal: [Double] { (0..<size).map(diagonal) }

  /// The element of the diagonal in a row of the profile.
  func diagonal(_ row: Int) -> Double { numbers[profile.start[row] + row] }

  /// The rows and columns of some positions, in the order in which they are given.
  ///
  /// - Parameters:
  ///   - positions: in any order.
  ///   - factor: what each number is multiplied by.
  func block(_ positions: [Int], times factor: Double = 1) -> SymmetricMatrix {
    block(profile.selection(positions), times: factor)
  }

  /// The rows and columns of a selection from a matrix of this profile.
  func block(_ selection: MatrixProfile.Selection, times factor: Double = 1) -> SymmetricMatrix {
    var block = SymmetricMatrix(selection.profile)
    block.set(to: self, selection, times: factor)
    return block
  }

  /// Replaces all entries by those of a selection from another matrix.
  mutating func set(to whole: SymmetricMatrix, _ selection: MatrixProfile.Selection, times factor: Double) {
    precondition(whole.profile === selection.whole, "a matrix that the selection was made for")
    if selection.profile !== profile { self = SymmetricMatrix(selection.profile) }
    combine(with: whole, selection) { $0 = factor * $1 }
  }

  /// Adds a multiple of a selection from another matrix, which may have fewer entries than the one it was made for.
  mutating func add(_ whole: SymmetricMatrix, _ selection: MatrixProfile.Selection, times factor: Double) {
    combine(with: whole, selection) { $0 += factor * $1 }
  }

  /// Adds a multiple of another matrix with the same order of rows, which has no entries but where this one has them.
  mutating func add(_ other: SymmetricMatrix, times factor: Double = 1) {
    precondition(other.size == size, "two matrices of one size")
    let (profile, first) = (profile, other.profile.first)
    numbers.withUnsafeMutableBufferPointer { target in
      other.numbers.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for row in first.indices {
          precondition(first[row] >= profile.first[row], "an entry that the profile has")
          let (own, others) = (target + profile.start[row], source + other.profile.start[row])
          for column in first[row]..<row + 1 { own[column] += factor * others[column] }
        }
      }
    }
  }

  /// Changes the entries for which a selection from another matrix has some, given these.
  @inline(__always)
  private mutating func combine(
    with whole: SymmetricMatrix, _ selection: MatrixProfile.Selection,
    _ change: (inout Double, Double) -> Void
  ) {
    let (profile, places, earliest) = (selection.profile, selection.places, whole.profile.first)
    numbers.withUnsafeMutableBufferPointer { target in
      whole.numbers.withUnsafeBufferPointer { source in
        guard let target = target.baseAddress, let source = source.baseAddress else { return }
        for row in places.indices {
          let (own, place) = (target + profile.start[row], places[row])
          for run in selection.runs where run.lowerBound <= row {
            let (columns, first) = (run.clamped(to: profile.first[row]..<row + 1), places[run.lowerBound])
            if first <= place {
              let shift = first - run.lowerBound
              let other = source + (whole.profile.start[place] + shift)
              for column in columns.clamped(to: min(earliest[place] - shift, row + 1)..<row + 1) {
                change(&own[column], other[column])
              }
            } else {
              // Positions of a whole matrix come in any order.
              for column in columns where earliest[places[column]] <= place {
                change(&own[column], source[whole.profile.start[places[column]] + place])
              }
            }
          }
        }
      }
    }
  }

  /// The product with a vector.
  func multiply(_ vector: [Double]) -> [Double] {
    var product = vector.map { _ in 0.0 }
    for row in 0..<size {
      let (start, position) = (profile.start[row], profile.order[row])
      for column in profile.first[row]..<row {
        let (value, other) = (numbers[start + column], profile.order[column])
        product[position] += value * vector[other]
        product[other] += value * vector[position]
      }
      product[position] += numbers[start + row] * vector[position]
    }
    return product
  }

  /// Adds to the entry of a position on the diagonal.
  mutating func addToDiagonal(_ position: Int, _ value: Double) {
    let row = profile.rank[position]
    numbers[profile.start[row] + row] += value
  }

  /// Adds to the entry of two positions and to its mirror image: twice where they are one.
  mutating func add(_ one: Int, _ other: Int, _ value: Double) {
    self[one, other] += one == other ? 2 * value : value
  }

  /// Adds numbers to the entries that one position has with each of a run of others, and to their mirror images.
  mutating func add(_ values: UnsafePointer<Double>, at position: Int, and others: Range<Int>) {
    precondition(!others.contains(position), "two positions")
    let (rank, first, start) = (profile.rank, profile.first, profile.start)
    let own = rank[position]
    numbers.withUnsafeMutableBufferPointer { numbers in
      for index in 0..<others.count where values[index] != 0 {
        let other = rank[others.lowerBound &+ index]
        let (row, column) = (max(own, other), min(own, other))
        precondition(column >= first[row], "an entry that the profile has")
        numbers[start[row] &+ column] += values[index]
      }
    }
  }

  /// Runs a body that adds to single entries of the rows and columns at some places in the order of the profile.
  mutating func withEntries(at places: [Int], _ body: (MatrixEntries) -> Void) {
    numbers.withUnsafeMutableBufferPointer { numbers in
      profile.start.withUnsafeBufferPointer { starts in
        places.withUnsafeBufferPointer { places in
          guard let numbers = numbers.baseAddress, let starts = starts.baseAddress,
            let places = places.baseAddress
          else { return }
          body(MatrixEntries(numbers: numbers, starts: starts, places: places))
        }
      }
    }
  }

  /// Runs a body that adds to the rows and columns of some positions, which come in the order of the profile: in place
  /// where they follow each other in a whole matrix, else in zeros, which are added then.
  mutating func withBlock(at positions: [Int], _ body: (MatrixBlock) -> Void) {
    if profile.isWhole, let first = positions.first, let last = positions.last,
      last - first == positions.count - 1
    {
      let size = size
      numbers.withUnsafeMutableBufferPointer { numbers in
        if let start = numbers.baseAddress {
          body(MatrixBlock(start: start + first * (size + 1), stride: size))
        }
      }
      return
    }
    let count = positions.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: max(count * count, 1)) { zeros in
      zeros.initialize(repeating: 0)
      guard let start = zeros.baseAddress else { return }
      body(MatrixBlock(start: start, stride: count))
      add(start, at: positions)
    }
  }

  /// Adds a matrix, given by its lower triangle row by row, to the rows and columns of some positions, which come in
  /// the order of the profile.
  private mutating func add(_ other: UnsafePointer<Double>, at positions: [Int]) {
    let places = positions.map { profile.rank[$0] }
    let starts = places.map { profile.start[$0] }
    // Places that follow each other are neighbors in memory.
    let isRun = places.last.map { $0 - places[0] == places.count - 1 } ?? true
    numbers.withUnsafeMutableBufferPointer { numbers in
      for row in places.indices {
        let source = other + row * places.count
        if isRun {
          let start = starts[row] + places[0]
          for column in 0...row { numbers[start &+ column] += source[column] }
        } else {
          for column in 0...row { numbers[starts[row] + places[column]] += source[column] }
        }
      }
    }
  }

  /// Adds a multiple of some numbers, in the order of the profile, to the diagonal; false where the sum is not
  /// finite.
  mutating func addDiagonal(_ factor: Double, _ values: [Double]) -> Bool {
    for row in values.indices { numbers[profile.start[row] + row] += factor * values[row] }
    return values.indices.allSatisfy { diagonal($0).isFinite }
  }
}

/// Rows and columns of a symmetric matrix in memory, of which the lower triangle counts.
struct MatrixBlock {
  let start: UnsafeMutablePointer<Double>
  /// How far a row is from the one before it.
  let stride: Int
}

/// Rows and columns of a symmetric matrix in memory, of which only some entries are added to.
struct MatrixEntries {
  fileprivate let numbers: UnsafeMutablePointer<Double>
  /// Where column 0 of each row of the matrix is, or would be.
  fileprivate let starts: UnsafePointer<Int>
  /// The row of the matrix that each of these is, in ascending order.
  fileprivate let places: UnsafePointer<Int>

  /// Adds to an entry and to its mirror image: twice where they are one. The matrix has to have it.
  func add(_ one: Int, _ other: Int, _ value: Double) {
    let (row, column) = (places[max(one, other)], places[min(one, other)])
    numbers[starts[row] + column] += one == other ? 2 * value : value
  }
}
