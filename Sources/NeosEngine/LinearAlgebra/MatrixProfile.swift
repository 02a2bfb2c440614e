/// Where a symmetric matrix may have entries, in the order in which its rows are eliminated.
///
/// A row is kept from its first entry in that order on: what lies before it is 0, and stays so in the Cholesky
/// factor (the envelope method: George and Liu, Computer Solution of Large Sparse Positive Definite Systems (1981),
/// chapter 4). A large matrix with few gaps is kept whole.
final class MatrixProfile: Sendable {
  /// The positions of the rows, in the order of their elimination.
  let order: [Int]
  /// The place of each position in that order.
  let rank: [Int]
  /// The column of the first entry of each row; rows and columns in that order.
  let first: [Int]
  /// Where column 0 of each row is, or would be, in the run of numbers.
  let start: [Int]
  /// How many numbers there are.
  let count: Int
  /// Whether all rows are kept whole, each as long as the matrix is wide, in the order of their positions.
  let isWhole: Bool

  /// The number of rows.
  var size: Int { order.count }

  /// Below this number of rows there is nothing to gain from gaps.
  private static let small = 16
  /// From this number of rows on, what works on many rows of a whole matrix at once is faster than a plain loop.
  static let large = 40

  /// A matrix with an entry anywhere. Small ones are made over and over, in every step of a fit: they share theirs.
  static func whole(size: Int) -> MatrixProfile {
    size < small ? smallWholes[size] : MatrixProfile(size: size)
  }
  private static let smallWholes = (0..<small).map { MatrixProfile(size: $0) }

  private init(size: Int) {
    order = Array(0..<size)
    rank = order
    first = Array(repeating: 0, count: size)
    start = (0..<size).map { $0 * size }
    count = size * size
    isWhole = true
  }

  /// Rows from their first entries on.
  private init(order: [Int], rank: [Int], first: [Int]) {
    self.order = order
    self.rank = rank
    self.first = first
    var count = 0
    start = first.enumerated().map { row, first in
      defer { count += row + 1 - first }
      return count - first
    }
    self.count = count
    isWhole = false
  }

  /// A matrix with entries between all members of some groups of positions.
  ///
  /// Those that share groups with few others come first, so that a factorization meets many zeros.
  static func groups(_ groups: [[Int]], size: Int) -> MatrixProfile {
    var neighbors = [Int](repeating: 0, count: size)
    var earliest = [Int](repeating: groups.count, count: size)
    for (index, group) in groups.enumerated() {
      for position in group {
        neighbors[position] += group.count
        earliest[position] = min(earliest[position], index)
      }
    }
    let order = (0..<size).sorted {
      (neighbors[$0], earliest[$0], $0) < (neighbors[$1], earliest[$1], $1)
    }
    let rank = ranks(of: order)
    var first = Array(0..<size)
    for group in groups {
      let lowest = group.reduce(size) { min($0, rank[$1]) }
      for position in group { first[rank[position]] = min(first[rank[position]], lowest) }
    }
    return smallest(order: order, rank: rank, first: first)
  }

  /// The same order of rows, which are kept from other first entries on.
  func narrowed(to first: [Int]) -> MatrixProfile {
    precondition(zip(first, self.first).allSatisfy { $0 >= $1 }, "entries that the profile has")
    return MatrixProfile(order: order, rank: rank, first: first)
  }

  /// The place of each position in an order.
  private static func ranks(of order: [Int]) -> [Int] {
    var rank = order
    for (place, position) in order.enumerated() { rank[position] = place }
    return rank
  }

  /// The rows from their first entries on, or the whole matrix where that is faster.
  private static func smallest(order: [Int], rank: [Int], first: [Int]) -> MatrixProfile {
    let size = order.count
    guard size >= small else { return .whole(size: size) }
    let profile = MatrixProfile(order: order, rank: rank, first: first)
    return size >= large && 4 * profile.count > size * size ? .whole(size: size) : profile
  }

  /// Some rows and columns of a matrix.
  struct Selection: Sendable {
    /// The profile of the matrix.
    let whole: MatrixProfile
    /// The positions of the selected rows; the first one is at 0 of the block.
    let positions: [Int]
    /// The profile of the block.
    let profile: MatrixProfile
    /// The places in the large matrix of the block's rows, in the order of the block's elimination.
    let places: [Int]
    /// The block's rows, cut where their places do not follow each other.
    let runs: [Range<Int>]

    fileprivate init(whole: MatrixProfile, positions: [Int], profile: MatrixProfile, places: [Int]) {
      self.whole = whole
      self.positions = positions
      self.profile = profile
      self.places = places
      let cuts = places.indices.filter { $0 > 0 && places[$0] != places[$0 - 1] + 1 }
      runs = zip([0] + cuts, cuts + [places.count]).map { $0..<$1 }
    }
  }

  /// The rows and columns of some positions, in the order in which they are given.
  func selection(_ positions: [Int]) -> Selection {
    if isWhole {
      return Selection(
        whole: self, positions: positions, profile: .whole(size: positions.count), places: positions)
    }
    let order = positions.indices.sorted { rank[positions[$0]] < rank[positions[$1]] }
    let places = order.map { rank[positions[$0]] }
    var isKept = [Bool](repeating: false, count: size)
    for place in places { isKept[place] = true }
    // How many of the kept rows lie before each place.
    var before = [Int](repeating: 0, count: size)
    var sum = 0
    for place in before.indices {
      before[place] = sum
      if isKept[place] { sum += 1 }
    }
    return Selection(
      whole: self, positions: positions,
      profile: MatrixProfile(
        order: order, rank: Self.ranks(of: order), first: places.map { before[first[$0]] }),
      places: places)
  }
}
