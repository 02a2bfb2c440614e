/// The edges of a histogram's bins: finite, strictly increasing, at least two.
public struct Binning: Sendable, Hashable {
  /// Bin edges, lowest first; one more than there are bins.
  public private(set) var edges: [Double]

  /// The number of bins.
  public var count: Int { edges.count - 1 }

  /// A binning with the given edges.
  ///
  /// - Throws: ``HistogramError`` when there are fewer than two edges, one is not finite, or they do not
  ///   increase strictly.
  public init(edges: [Double]) throws(HistogramError) {
    guard edges.count >= 2 else { throw .tooFewEdges(edges.count) }
    guard edges.count <= Self.largestCount + 1 else { throw .binCount(edges.count - 1) }
    for (index, edge) in edges.enumerated() {
      guard edge.isFinite else { throw .edgeNotFinite(index: index, value: edge) }
      if index > 0, edge <= edges[index - 1] {
        throw .edgesNotIncreasing(index: index, previous: edges[index - 1], value: edge)
      }
    }
    self.edges = edges
  }

  /// `count` bins of equal width between two end points, as `numpy.linspace(low, high, count + 1)`.
  ///
  /// - Throws: ``HistogramError`` when `count` is less than 1 or `low` is not below `high`.
  public init(from low: Double, to high: Double, count: Int) throws(HistogramError) {
    guard count >= 1, count <= Self.largestCount else { throw .binCount(count) }
    let width = (high - low) / Double(count)
    try self.init(edges: (0..<count).map { low + Double($0) * width } + [high])
  }

  /// Whether it has as many bins as another one, between the same end points.
  func hasRange(of other: Binning) -> Bool {
    count == other.count && edges.first == other.edges.first && edges.last == other.edges.last
  }

  /// The widths of the bins.
  public var widths: [Double] { (0..<count).map { edges[$0 + 1] - edges[$0] } }

  /// More bins than this are taken for a slip of the pen.
  public static let largestCount = 100_000

  /// The binning whose inner edges are the proposed ones, moved as little as keeps the order.
  ///
  /// The end points stay where they are, and no bin becomes narrower than 1e-4 of the whole range (a tenth
  /// of the mean width where there are over a thousand bins). This is what an optimizer's step in the edges
  /// goes through; neos 0.3 (`hists_from_nn`) keeps the order in the same spirit.
  ///
  /// - Parameter inner: the proposed edges without the two end points, `count - 1` finite numbers.
  public func movingInnerEdges(to inner: [Double]) -> Binning {
    precondition(inner.count == count - 1, "a binning keeps its number of bins")
    var moved = self
    moved.moveInnerEdges(to: inner)
    return moved
  }

  /// Moves the inner edges, `count - 1` of them, as ``movingInnerEdges(to:)`` does.
  mutating func moveInnerEdges(to inner: UnsafePointer<Double>) {
    let gap = min(1e-4, 0.1 / Double(count)) * (edges[count] - edges[0])
    for index in stride(from: 1, to: count, by: 1) {
      edges[index] = max(inner[index - 1], edges[index - 1] + gap)
    }
    for index in stride(from: count - 1, to: 0, by: -1) {
      edges[index] = min(edges[index], edges[index + 1] - gap)
    }
  }

  /// No bins, for memory to come.
  static let none = Binning()

  private init() { edges = [] }

  /// Makes it another one, in its own memory.
  mutating func set(to other: Binning) { edges.set(to: other.edges) }
}
