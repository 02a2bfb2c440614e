import NeosEngine
import RealModule
import Testing

/// The compiled loops of the kernel-density histogram against the error function of one number at a time.
@Suite struct KernelDensityLoopTests {
  @Test(arguments: [1, 3, 4, 5, 1001], [0.5, 0.01, 0.001])
  func countsAndSlopes(events: Int, bandwidth: Double) throws {
    let scores: [Double] = RandomKey(seed: 3).uniform(events, from: 0, to: 1)
    let weights: [Double] = RandomKey(seed: 4).uniform(events, from: -1, to: 2)
    let binning = try Binning(edges: [0, 0.2, 0.5, 0.9])
    let histogram = try KernelDensityHistogram(binning: binning, bandwidth: bandwidth)
    let cotangent = [1.0, -2, 0.5]
    let counts = histogram.counts(scores[...], weights: weights)
    let gradient = histogram.pullback(scores[...], weights: weights, cotangent: cotangent)
    func share(_ edge: Int, _ score: Double) -> Double {
      0.5 * .erfc((score - binning.edges[edge]) / bandwidth / 2.0.squareRoot())
    }
    func density(_ edge: Int, _ score: Double) -> Double {
      let z = (binning.edges[edge] - score) / bandwidth
      return .exp(-0.5 * z * z) / (2 * .pi).squareRoot() / bandwidth
    }
    for bin in 0..<3 {
      let expected = zip(scores, weights).reduce(0) {
        $0 + $1.1 * (share(bin + 1, $1.0) - share(bin, $1.0))
      }
      // A thousand terms, each good to a few units of 1e-16.
      #expect(agree(counts[bin], expected, within: 1e-12))
    }
    let slopes = [-cotangent[0], cotangent[0] - cotangent[1], cotangent[1] - cotangent[2], cotangent[2]]
    for (event, score) in scores.enumerated() {
      let expected = slopes.indices.reduce(0) { $0 - weights[event] * slopes[$1] * density($1, score) }
      #expect(agree(gradient.scores[event], expected, within: 1e-13 / bandwidth))
    }
    for edge in slopes.indices {
      let expected = zip(scores, weights).reduce(0) { $0 + slopes[edge] * $1.1 * density(edge, $1.0) }
      #expect(agree(gradient.edges[edge], expected, within: 1e-12 / bandwidth))
    }
  }

  /// What is far away is neither lost nor made up; at 35 bandwidths a rounding of the argument is a thousand of the value.
  @Test func farAway() throws {
    let binning = try Binning(edges: [0, 1])
    let histogram = try KernelDensityHistogram(binning: binning, bandwidth: 0.1)
    for score in [-3.5, -2, 0.5, 2, 4.5] {
      let expected =
        0.5 * .erfc((score - 1) / 0.1 / 2.0.squareRoot()) - 0.5 * .erfc(score / 0.1 / 2.0.squareRoot())
      #expect(abs(histogram.counts([score])[0] - expected) <= 1e-12 * abs(expected))
    }
  }

  /// Samples of several chunks, with a last one that is not full.
  @Test(arguments: [4096, 4097, 13000])
  func theBitsDoNotDependOnThreadsAndTheSumIsThatOfItsParts(events: Int) throws {
    let scores: [Double] = RandomKey(seed: 5).uniform(events, from: 0, to: 1)
    let weights: [Double] = RandomKey(seed: 6).uniform(events, from: -1, to: 2)
    let histogram = try KernelDensityHistogram(
      binning: Binning(from: 0, to: 1, count: 5), bandwidth: 0.1)
    let cotangent = [1.0, -2, 0.5, 0, 3]
    let counts = histogram.counts(scores[...], weights: weights)
    let gradient = histogram.pullback(scores[...], weights: weights, cotangent: cotangent)
    var sum = [Double](repeating: 0, count: 5)
    var slopes: [Double] = []
    for first in stride(from: 0, to: events, by: 1000) {
      let range = first..<min(first + 1000, events)
      let part = histogram.counts(scores[range], weights: Array(weights[range]))
      sum = zip(sum, part).map { $0 + $1 }
      slopes += histogram.pullback(scores[range], weights: Array(weights[range]), cotangent: cotangent).scores
    }
    // Sums of thousands of terms in another order.
    #expect(agree(counts, sum, within: 1e-12))
    #expect(agree(gradient.scores, slopes, within: 1e-13))
    for threads in [2, 3] {
      #expect(histogram.counts(scores[...], weights: weights, threads: threads) == counts)
      #expect(
        histogram.pullback(scores[...], weights: weights, cotangent: cotangent, threads: threads) == gradient)
    }
  }
}
