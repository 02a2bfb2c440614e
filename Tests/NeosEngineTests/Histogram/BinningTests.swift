import NeosEngine
import Testing

@Suite struct BinningTests {
  @Test func edgesAreThoseOfLinspace() throws {
    #expect(try Binning(from: 0, to: 1, count: 4).edges == [0, 0.25, 0.5, 0.75, 1])
    #expect(try Binning(from: -2, to: 1, count: 1).edges == [-2, 1])
    // The upper end is exact though 3 x 0.1 is not 0.3.
    let three = try Binning(from: 0, to: 0.3, count: 3)
    #expect(three.edges.last == 0.3)
    #expect(three.count == 3)
  }

  @Test func widthsAddUpToTheRange() throws {
    let binning = try Binning(edges: [0, 0.5, 0.75, 2])
    #expect(binning.widths == [0.5, 0.25, 1.25])
  }

  @Test func badEdgesAreNamed() {
    #expect(throws: HistogramError.tooFewEdges(1)) { try Binning(edges: [0]) }
    #expect(throws: HistogramError.edgesNotIncreasing(index: 2, previous: 0.5, value: 0.5)) {
      try Binning(edges: [0, 0.5, 0.5, 1])
    }
    #expect(throws: HistogramError.edgeNotFinite(index: 1, value: .infinity)) {
      try Binning(edges: [0, .infinity])
    }
    #expect(throws: HistogramError.binCount(0)) { try Binning(from: 0, to: 1, count: 0) }
    #expect(throws: HistogramError.binCount(1_000_000_000)) {
      try Binning(from: 0, to: 1, count: 1_000_000_000)
    }
    #expect(throws: HistogramError.self) { try Binning(from: 1, to: 0, count: 3) }
    #expect(
      HistogramError.edgesNotIncreasing(index: 2, previous: 0.5, value: 0.4).description
        == "bin edges must increase: edge 2 is 0.4 after 0.5")
    #expect(
      HistogramError.binCount(0).description == "the number of bins must be from 1 to 100000, found 0")
  }

  @Test func innerEdgesMoveWhereTheyAreTold() throws {
    let binning = try Binning(from: 0, to: 1, count: 3)
    #expect(binning.movingInnerEdges(to: [0.2, 0.9]).edges == [0, 0.2, 0.9, 1])
    #expect(try Binning(from: 0, to: 1, count: 1).movingInnerEdges(to: []).edges == [0, 1])
  }

  @Test func edgesKeepTheirOrderAndAGap() throws {
    let binning = try Binning(from: 0, to: 2, count: 4)
    // Crossed edges, and edges beyond both ends; the gap is 1e-4 of the range, with a rounding.
    for proposal in [[1.5, 1, 0.5], [-3, -2, -1], [5, 6, 7], [1, 1, 1], [-1, 9, 0.3], [2, 2, 0]] {
      let moved = binning.movingInnerEdges(to: proposal)
      #expect(moved.edges.first == 0)
      #expect(moved.edges.last == 2)
      #expect(moved.widths.allSatisfy { $0 > 0.999999 * 2e-4 }, "\(proposal) became \(moved.edges)")
    }
    // What need not move does not.
    #expect(binning.movingInnerEdges(to: [0.5, 0.5, 1.5]).edges[1] == 0.5)
    #expect(binning.movingInnerEdges(to: [0.5, 0.5, 1.5]).edges[3] == 1.5)
  }

  @Test func manyBinsStillFit() throws {
    let binning = try Binning(from: 0, to: 1, count: 20_000)
    let moved = binning.movingInnerEdges(to: [Double](repeating: 0.5, count: 19_999))
    #expect(moved.widths.allSatisfy { $0 > 0 })
    #expect(moved.edges.last == 1)
  }
}
