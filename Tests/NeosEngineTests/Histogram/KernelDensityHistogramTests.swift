import Foundation
import NeosEngine
import Testing

@Suite struct KernelDensityHistogramTests {
  private let edges = [0.0, 0.3, 0.55, 1]

  private func histogram(
    _ edges: [Double], _ bandwidth: Double, reflects: Bool = false
  ) throws -> KernelDensityHistogram {
    try KernelDensityHistogram(
      binning: Binning(edges: edges), bandwidth: bandwidth, reflectsInfinities: reflects)
  }

  /// The mass of a normal distribution between two points.
  private func mass(_ low: Double, _ high: Double, mean: Double, width: Double) -> Double {
    let scale = 1 / (width * 2.0.squareRoot())
    return 0.5 * (erfc((mean - high) * scale) - erfc((mean - low) * scale))
  }

  @Test func aBinCountsTheMassOfTheKernelsInIt() throws {
    let scores = [0.1, 0.5, 0.52, 1.3]
    let weights = [1, 2.5, -0.5, 0.25]
    let counts = try histogram(edges, 0.2).counts(scores[...], weights: weights)
    for bin in 0..<3 {
      let masses = scores.map { mass(edges[bin], edges[bin + 1], mean: $0, width: 0.2) }
      let expected = dot(weights, masses)
      // Eight terms below 3, each rounded.
      #expect(abs(counts[bin] - expected) < 1e-14)
    }
    // Half of a kernel lies below its center, and 0.6827 of it within its width.
    let half = try histogram([0, 1], 1e-3).counts([0])
    #expect(abs(half[0] - 0.5) < 1e-15)
    let sigma = try histogram([-1, 1], 1).counts([0])
    #expect(abs(sigma[0] - 0.6826894921370859) < 1e-15)
  }

  @Test func aNarrowKernelMakesAnOrdinaryHistogram() throws {
    let scores: [Double] = RandomKey(seed: 5).uniform(200)
    let hard = HardHistogram(binning: try Binning(edges: edges)).counts(scores[...])
    // No score is within nine bandwidths of an edge.
    #expect(try histogram(edges, 1e-6).counts(scores[...]) == hard)
  }

  @Test func foldedTailsKeepEveryWeight() throws {
    let scores: [Double] = RandomKey(seed: 6).normal(100)
    let weights: [Double] = RandomKey(seed: 7).uniform(100, from: -0.5, to: 2)
    let folded = try histogram(edges, 0.4, reflects: true).counts(scores[...], weights: weights)
    let open = try histogram(edges, 0.4).counts(scores[...], weights: weights)
    let total = weights.reduce(0, +)
    // Sums of a hundred terms.
    #expect(agree(folded.reduce(0, +), total, within: 1e-14))
    #expect(open.reduce(0, +) < 0.9 * total)
    // Only the outer bins receive the tails.
    #expect(folded[1] == open[1])
    let unweighted = try histogram(edges, 0.4, reflects: true).counts(scores[...])
    #expect(agree(unweighted.reduce(0, +), 100, within: 1e-14))
  }

  @Test func aBinIsTheSumOfItsParts() throws {
    let scores: [Double] = RandomKey(seed: 8).normal(50)
    let fine = try histogram(edges, 0.3).counts(scores[...])
    let coarse = try histogram([0, 1], 0.3).counts(scores[...])
    #expect(agree(fine.reduce(0, +), coarse[0], within: 1e-14))
  }

  /// A slice of a longer row of scores counts from its own first event.
  @Test func aSliceIsCountedByItself() throws {
    let scores = [9, 9, 0.2, 0.7]
    let narrow = try histogram(edges, 0.1)
    #expect(narrow.counts(scores[2...], weights: [1, 2]) == narrow.counts([0.2, 0.7], weights: [1, 2]))
    #expect(
      narrow.pullback(scores[2...], weights: [1, 2], cotangent: [1, 2, 3])
        == narrow.pullback([0.2, 0.7], weights: [1, 2], cotangent: [1, 2, 3]))
  }

  @Test(arguments: [0.0, -1, .nan, .infinity])
  func aBandwidthIsPositive(bandwidth: Double) throws {
    let error = #expect(throws: HistogramError.self) { try histogram(edges, bandwidth) }
    #expect(error?.description == "the bandwidth must be a positive number, found \(bandwidth)")
  }

  @Test(arguments: [true, false], [true, false])
  func theGradientAgreesWithCentralDifferences(reflects: Bool, isWeighted: Bool) throws {
    for seed in 0..<50 {
      let key = RandomKey(seed: UInt64(seed))
      let scores: [Double] = key.uniform(6, from: -0.2, to: 1.2)
      let weights: [Double]? = isWeighted ? key.split(2)[0].normal(6) : nil
      let cotangent: [Double] = key.split(2)[1].normal(3)
      let bandwidth = 0.1 + 0.005 * Double(seed)
      func sum(_ scores: [Double], _ edges: [Double], _ bandwidth: Double) throws -> Double {
        let counts = try histogram(edges, bandwidth, reflects: reflects).counts(scores[...], weights: weights)
        return dot(cotangent, counts)
      }
      let gradient = try histogram(edges, bandwidth, reflects: reflects).pullback(
        scores[...], weights: weights, cotangent: cotangent)
      // h^4 / 30 times the fifth derivative, 1e6 at a bandwidth of 0.1, with h = 3e-4; rounding is 1e-12.
      for event in scores.indices {
        let expected = try slope(step: 3e-4) { try sum(scores.moved(event, by: $0), edges, bandwidth) }
        #expect(agree(gradient.scores[event], expected, within: 1e-7))
      }
      for edge in edges.indices {
        let expected = try slope(step: 3e-4) { try sum(scores, edges.moved(edge, by: $0), bandwidth) }
        #expect(agree(gradient.edges[edge], expected, within: 1e-7))
      }
      let expected = try slope(step: 3e-4) { try sum(scores, edges, bandwidth + $0) }
      #expect(agree(gradient.bandwidth, expected, within: 1e-7))
    }
  }
}
