import NeosEngine
import Testing

@Suite struct HardHistogramTests {
  private func histogram(reflects: Bool = false) throws -> HardHistogram {
    HardHistogram(binning: try Binning(edges: [0, 0.25, 0.5, 1]), reflectsInfinities: reflects)
  }

  /// As `numpy.histogram`: [0, 0.25), [0.25, 0.5), [0.5, 1].
  @Test func edgesBelongToTheBinAboveButTheLastToTheLast() throws {
    let histogram = try histogram()
    let bins = [0, 0.1, 0.25, 0.25.nextDown, 0.5, 1, 1.0.nextDown].map(histogram.bin)
    #expect(bins == [0, 0, 1, 0, 2, 2, 2])
    #expect(histogram.bin(of: 0.0.nextDown) == nil)
    #expect(histogram.bin(of: 1.0.nextUp) == nil)
  }

  @Test func whatLiesBeyondIsDroppedOrFolded() throws {
    let scores = [-5, 0.1, 0.3, 7, .nan, .infinity, -.infinity]
    #expect(try histogram().counts(scores[...]) == [1, 1, 0])
    #expect(try histogram(reflects: true).counts(scores[...]) == [3, 1, 2])
  }

  @Test func weightsAreSummed() throws {
    let counts = try histogram().counts([0.1, 0.2, 0.9], weights: [2, -0.5, 3])
    #expect(counts == [1.5, 0, 3])
  }

  @Test func theBinIsTheOneWhoseEdgesHoldTheScore() throws {
    let binning = try Binning(from: -1, to: 2, count: 37)
    let histogram = HardHistogram(binning: binning)
    let scores: [Double] = RandomKey(seed: 9).uniform(500, from: -1, to: 2)
    for score in scores {
      let bin = try #require(histogram.bin(of: score))
      #expect(binning.edges[bin] <= score && score < binning.edges[bin + 1])
    }
    #expect(histogram.counts(scores[...]).reduce(0, +) == 500)
  }
}
