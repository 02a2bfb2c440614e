import KernelPaths
import NeosEngine
import RealModule
import Testing

/// The loops of the kernel density for each instruction set against the error function of one number at a time.
@Suite struct KernelDensityPathTests {
  /// The normal distribution function below each edge, and the density at each edge.
  private struct Reference {
    var sums: [Double]
    var inScores: [Double]
    var inEdges: [Double]
    var inBandwidth = 0.0

    init(_ scores: [Double], _ weights: [Double]?, _ edges: [Double], _ slopes: [Double], _ h: Double) {
      sums = edges.map { _ in 0 }
      inEdges = sums
      inScores = scores.map { _ in 0 }
      for (event, score) in scores.enumerated() {
        let weight = weights?[event] ?? 1
        for (k, edge) in edges.enumerated() {
          let z = (edge - score) / h
          sums[k] += weight * 0.5 * .erfc(-z / 2.0.squareRoot())
          let term = slopes[k] * weight * .exp(-0.5 * z * z) / (2 * .pi).squareRoot() / h
          inScores[event] -= term
          inEdges[k] += term
          inBandwidth -= z * term
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 10, 97], [0.5, 0.03, 0.002])
  func agreeWithTheErrorFunction(bins: Int, bandwidth: Double) {
    let inner: [Double] = RandomKey(seed: UInt64(bins)).uniform(bins - 1, from: 0.1, to: 0.8)
    let edges = [0] + inner.sorted() + [0.9]
    let slopes: [Double] = RandomKey(seed: 1).normal(edges.count)
    for events in Array(0...20) + [33, 500, Int(neos_kde_chunk), Int(neos_kde_chunk) + 1] {
      let scores: [Double] = RandomKey(seed: 2).uniform(events, from: -0.2, to: 1.2)
      let someWeights: [Double] = RandomKey(seed: 3).uniform(events, from: -0.5, to: 1.5)
      for weights in [nil, someWeights] {
        let expected = Reference(scores, weights, edges, slopes, bandwidth)
        for path in KernelPath.densities {
          var sums = [Double](repeating: 1, count: edges.count)
          path.forward(scores, weights, edges, 1 / bandwidth, &sums, events, edges.count)
          // Thousands of terms, each good to a few units of 1e-16.
          #expect(agree(sums, expected.sums.map { 1 + $0 }, within: 1e-12))
          var inScores = [Double](repeating: .nan, count: events)
          var (inEdges, inBandwidth) = ([Double](repeating: 2, count: edges.count), 3.0)
          path.pullback(
            scores, weights, edges, slopes, 1 / bandwidth, &inScores, &inEdges, &inBandwidth, events,
            edges.count)
          #expect(agree(inScores, expected.inScores, within: 1e-13 / bandwidth))
          #expect(agree(inEdges, expected.inEdges.map { 2 + $0 }, within: 1e-12 / bandwidth))
          #expect(agree(inBandwidth, 3 + expected.inBandwidth, within: 1e-12 / bandwidth))
        }
      }
    }
  }

  /// Between edges out of reach of all events, with some below and some above, the sums do not change by a bit.
  @Test(arguments: [4, 30, 200], [0.002, 0.01])
  func whatIsOutOfReachAddsNothing(bins: Int, bandwidth: Double) {
    let edges = (0...bins).map { Double($0) / Double(bins) }
    for events in [1, 7, 8, 9, 500, Int(neos_kde_chunk)] {
      let lower: [Double] = RandomKey(seed: 4).uniform(events / 2, from: -0.1, to: 0.1)
      let upper: [Double] = RandomKey(seed: 5).uniform(events - events / 2, from: 0.9, to: 1.1)
      let scores = zip(lower, upper).flatMap { [$0, $1] } + upper.dropFirst(lower.count)
      let mixed: [Double] = RandomKey(seed: 6).uniform(events, from: -1, to: 1)
      let (first, last) = (0.1 + 9 * bandwidth, 0.9 - 38 * bandwidth)
      let between = edges.indices.filter { first < edges[$0] && edges[$0] < last }
      for weights in [nil, mixed, mixed.map { abs($0) }, mixed.map { -abs($0) }] {
        for path in KernelPath.densities {
          var sums = [Double](repeating: 0, count: edges.count)
          path.forward(scores, weights, edges, 1 / bandwidth, &sums, events, edges.count)
          let levels = Set(between.map { sums[$0] })
          #expect(levels.count == 1, "\(events) events")
          let inLower = scores.indices.filter { scores[$0] < 0.5 }
          let expected: Double = inLower.reduce(0) { $0 + (weights?[$1] ?? 1) }
          // Two thousand terms in another order.
          #expect(levels.allSatisfy { abs($0 - expected) < 1e-12 })
        }
      }
    }
  }
}
