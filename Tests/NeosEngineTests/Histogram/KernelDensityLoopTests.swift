import NeosEngine
import RealModule
import Testing

/// The compiled loops of the kernel-density histogram against the error function of one number at a time.
@Suite struct KernelDensityLoopTests {
  /// Bins of several widths, some of them beyond all scores: a few, and so many that most are out of an event's reach.
  private static let binnings: [[Double]] = [
    [0, 0.2, 0.5, 0.9],
    (0...60).map { (index: Int) -> Double in Double(index * (index + 40)) / 5000 - 0.1 },
  ]

  @Test(arguments: [1, 3, 4, 5, 1001, 5000], [0.5, 0.01, 0.001])
  func countsAndSlopes(events: Int, bandwidth: Double) throws {
    for edges in Self.binnings { try check(events: events, bandwidth, edges) }
  }

  private func check(events: Int, _ bandwidth: Double, _ edges: [Double]) throws {
    let scores: [Double] = RandomKey(seed: 3).uniform(events, from: 0, to: 1)
    let weights: [Double] = RandomKey(seed: 4).uniform(events, from: -1, to: 2)
    let binning = try Binning(edges: edges)
    let histogram = try KernelDensityHistogram(binning: binning, bandwidth: bandwidth)
    let cotangent: [Double] = RandomKey(seed: 5).normal(binning.count)
    let counts = histogram.counts(scores[...], weights: weights)
    let gradient = histogram.pullback(scores[...], weights: weights, cotangent: cotangent)
    func share(_ edge: Int, _ score: Double) -> Double {
      0.5 * .erfc((score - binning.edges[edge]) / bandwidth / 2.0.squareRoot())
    }
    func density(_ edge: Int, _ score: Double) -> Double {
      let z = (binning.edges[edge] - score) / bandwidth
      return .exp(-0.5 * z * z) / (2 * .pi).squareRoot() / bandwidth
    }
    let below = edges.indices.map { edge in
      zip(scores, weights).reduce(0) { $0 + $1.1 * share(edge, $1.0) }
    }
    // Thousands of terms, each good to a few units of 1e-16.
    #expect(agree(counts, binning.indices.map { below[$0 + 1] - below[$0] }, within: 4e-12))
    let slopes = zip([0] + cotangent, cotangent + [0]).map { $0 - $1 }
    for (event, score) in scores.enumerated() {
      let expected = slopes.indices.reduce(0) { $0 - weights[event] * slopes[$1] * density($1, score) }
      #expect(agree(gradient.scores[event], expected, within: 1e-13 / bandwidth))
    }
    var inBandwidth = 0.0
    for edge in slopes.indices {
      let terms = zip(scores, weights).map { slopes[edge] * $1 * density(edge, $0) }
      #expect(agree(gradient.edges[edge], terms.reduce(0, +), within: 1e-12 / bandwidth))
      inBandwidth -= dot(terms, scores.map { (edges[edge] - $0) / bandwidth })
    }
    #expect(agree(gradient.bandwidth, inBandwidth, within: 1e-12 / bandwidth))
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

  /// Bins far below all scores are filled by tails alone: what they hold, and what it depends on, keeps its digits although
  /// most edges are out of reach of most events.
  @Test func whatOnlyTailsFillIsNotLost() throws {
    let binning = try Binning(from: 0, to: 2, count: 100)
    let histogram = try KernelDensityHistogram(binning: binning, bandwidth: 0.03)
    let scores: [Double] = RandomKey(seed: 6).uniform(2000, from: 1, to: 2)
    let counts = histogram.counts(scores[...])
    let gradient = histogram.pullback(scores[...], cotangent: counts.map { $0 > 0 ? 1 / $0 : 0 })
    func below(_ edge: Int) -> Double {
      scores.reduce(0) { $0 + 0.5 * .erfc(($1 - binning.edges[edge]) / 0.03 / 2.0.squareRoot()) }
    }
    for bin in 0..<49 {
      let expected = below(bin + 1) - below(bin)
      // At 33 bandwidths a rounding of the argument is a thousand of the value.
      #expect(expected > 0 && abs(counts[bin] - expected) <= 1e-12 * expected, "bin \(bin)")
    }
    // The slope of log n is about the distance from the nearest event, in bandwidths squared.
    let nearest = (scores.min() ?? 0) - binning.edges[1]
    #expect(abs(gradient.edges[1] * 0.03 * 0.03 / nearest - 1) < 0.1)
  }

  /// Bins out of reach of all events hold nothing at all, not what roundings of sums leave, whatever the weights are; where
  /// none is negative, no bin holds less.
  @Test(arguments: [1e-3, 2e-3, 0.01, 0.1], [false, true])
  func emptyBinsAreEmpty(bandwidth: Double, reflects: Bool) throws {
    for seed in 0..<20 {
      let scores: [Double] = RandomKey(seed: UInt64(seed)).uniform(1500, from: 0.2, to: 0.8)
      for lowest in [0.1, -1, -2.1] {
        let key = RandomKey(seed: UInt64(100 + seed))
        let weights: [Double] = key.uniform(1500, from: lowest, to: lowest + 2)
        for bins in [3, 400] {
          let binning = try Binning(from: -2, to: 2, count: bins)
          let histogram = try KernelDensityHistogram(
            binning: binning, bandwidth: bandwidth, reflectsInfinities: reflects)
          let counts = histogram.counts(scores[...], weights: weights)
          let isNowhereNegative = counts.allSatisfy { $0 >= 0 }
          #expect(lowest < 0 || isNowhereNegative, "seed \(seed), \(bins) bins")
          for bin in binning.indices where binning.edges[bin] > 0.8 + 10 * bandwidth {
            #expect(counts[bin] == 0, "seed \(seed), weights from \(lowest), bin \(bin) of \(bins)")
          }
          // A sum of 1500 terms in another order.
          let (counted, total): (Double, Double) = (counts.reduce(0, +), weights.reduce(0, +))
          #expect(abs(counted - total) < 1e-13 * 1500)
        }
      }
    }
  }

  /// Scores without bounds lie below or above all edges; one that is not a number spoils all counts.
  @Test(arguments: binnings)
  func scoresThatAreNotFinite(edges: [Double]) throws {
    let histogram = try KernelDensityHistogram(binning: Binning(edges: edges), bandwidth: 0.01)
    let scores: [Double] = RandomKey(seed: 7).uniform(100, from: 0, to: 1)
    let cotangent: [Double] = RandomKey(seed: 8).normal(edges.count - 1)
    let finite = histogram.pullback(scores[...], cotangent: cotangent)
    var mixed = scores
    mixed.insert(contentsOf: [.infinity, -.infinity, -.greatestFiniteMagnitude, 1e300], at: 50)
    #expect(agree(histogram.counts(mixed[...]), histogram.counts(scores[...]), within: 1e-12))
    let gradient = histogram.pullback(mixed[...], cotangent: cotangent)
    #expect(gradient.scores[50..<54].allSatisfy { $0 == 0 })
    #expect(agree(gradient.scores.filter { $0 != 0 }, finite.scores.filter { $0 != 0 }, within: 1e-12))
    #expect(agree(gradient.edges, finite.edges, within: 1e-12))
    #expect(agree(gradient.bandwidth, finite.bandwidth, within: 1e-12))
    mixed[50] = .nan
    #expect(histogram.counts(mixed[...]).allSatisfy { $0.isNaN })
    #expect(histogram.pullback(mixed[...], cotangent: cotangent).bandwidth.isNaN)
  }

  @Test(arguments: binnings)
  func noEvents(edges: [Double]) throws {
    let histogram = try KernelDensityHistogram(binning: Binning(edges: edges), bandwidth: 0.01)
    #expect(histogram.counts([]).allSatisfy { $0 == 0 })
    let gradient = histogram.pullback([], cotangent: edges.dropLast().map { _ in 1 })
    #expect(gradient.scores.isEmpty && gradient.bandwidth == 0 && gradient.edges.allSatisfy { $0 == 0 })
  }

  /// Samples of several chunks, with a last one that is not full.
  @Test(arguments: [4096, 4097, 13000], [5, 200])
  func theBitsDoNotDependOnThreadsAndTheSumIsThatOfItsParts(events: Int, bins: Int) throws {
    let scores: [Double] = RandomKey(seed: 5).uniform(events, from: 0, to: 1)
    let weights: [Double] = RandomKey(seed: 6).uniform(events, from: -1, to: 2)
    let histogram = try KernelDensityHistogram(
      binning: Binning(from: 0, to: 1, count: bins), bandwidth: 0.5 / Double(bins))
    let cotangent = (0..<bins).map { [1.0, -2, 0.5, 0, 3][$0 % 5] }
    let counts = histogram.counts(scores[...], weights: weights)
    let gradient = histogram.pullback(scores[...], weights: weights, cotangent: cotangent)
    var sum = [Double](repeating: 0, count: bins)
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
