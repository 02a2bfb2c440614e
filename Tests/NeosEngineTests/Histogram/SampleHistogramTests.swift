import NeosEngine
import Testing

/// The uncertainties of a sample's expected events, which a staterror takes.
@Suite struct SampleHistogramTests {
  static let events = 12

  private func histogram(
    _ method: HistogramMethod = .kde, edges: [Double] = [0, 0.4, 0.7, 1], bandwidth: Double = 0.15,
    reflects: Bool = false, isDensity: Bool = false, outputs: Int = 1
  ) throws -> SampleHistogram {
    var scaling = Scaling()
    scaling.floor = 0.25
    return try SampleHistogram(
      method: method, binning: Binning(edges: edges), bandwidth: bandwidth, reflectsInfinities: reflects,
      isDensity: isDensity, scaling: scaling, outputCount: outputs)
  }

  private enum Weights: CaseIterable { case none, positive, mixed }

  private func sample(_ seed: Int, _ weights: Weights, outputs: Int = 1, role: SampleRole = .nominal)
    -> SampleScores
  {
    let keys = RandomKey(seed: UInt64(seed)).split(2)
    let scores: [Double] = keys[0].uniform(Self.events * outputs, from: 0.02, to: 0.98)
    var values: [Double] = keys[1].uniform(Self.events, from: 0.5, to: 2)
    // Every third weight is negative, as generators at next-to-leading order give them.
    if weights == .mixed { for event in stride(from: 0, to: values.count, by: 3) { values[event] *= -0.4 } }
    return SampleScores(role: role, outputs: scores[...], weights: weights == .none ? nil : values)
  }

  // MARK: Values

  /// Of n events without weights: the scale times sqrt(n). The floor is certain.
  @Test func countsHaveTheirPoissonError() throws {
    let scores = [0.1, 0.2, 0.3, 0.39, 0.5, 0.9, 0.95, 0.8]
    let signal = SampleScores(role: .signal, outputs: scores[...], weights: nil)
    // 2 x 10 expected events of 8.
    #expect(try histogram(.hard).uncertainties(signal).values == [2.5 * 2, 2.5, 2.5 * 3.0.squareRoot()])
  }

  @Test func weightedCountsHaveTheRootOfTheSumOfSquares() throws {
    for weights in [Weights.positive, .mixed] {
      for seed in 0..<10 {
        let sample = sample(seed, weights)
        let histogram = try histogram(.hard)
        var sums = [0.0, 0, 0]
        for (event, score) in sample.outputs.enumerated() {
          let weight = sample.weights?[event] ?? 1
          if let bin = histogram.binning.edges.dropFirst().firstIndex(where: { score < $0 }) {
            sums[bin - 1] += weight * weight
          }
        }
        let factor = 100 / (sample.weights?.reduce(0, +) ?? 1)
        // Sums of a few squares, in the same order.
        let expected = sums.map { factor * $0.squareRoot() }
        #expect(agree(histogram.uncertainties(sample).values, expected, within: 1e-14))
      }
    }
  }

  /// The kernel-density histogram becomes the ordinary one; 1e-6 of a kernel's width from an edge no mass is lost.
  @Test func aNarrowKernelCountsAsAnOrdinaryHistogram() throws {
    for weights in Weights.allCases {
      for isDensity in [false, true] {
        let sample = sample(3, weights)
        let hard = try histogram(.hard, isDensity: isDensity).uncertainties(sample).values
        let kde = try histogram(bandwidth: 1e-7, isDensity: isDensity).uncertainties(sample).values
        // Differences of sums of a dozen terms of order 1.
        #expect(agree(kde, hard, within: 1e-13))
        let wide = try histogram(bandwidth: 0.3, isDensity: isDensity).uncertainties(sample).values
        #expect(!agree(wide, hard, within: 1e-3))
      }
    }
  }

  @Test func eventsOfOneWeightAreEventsWithoutWeights() throws {
    let plain = sample(4, .none)
    let ones = SampleScores(
      role: .nominal, outputs: plain.outputs, weights: [Double](repeating: 1, count: Self.events))
    let histogram = try histogram()
    #expect(histogram.uncertainties(ones).values == histogram.uncertainties(plain).values)
  }

  /// A softmax output is an event's share of a bin.
  @Test func sharesOfASoftmaxCountWithTheSquaredWeight() throws {
    let outputs: [Double] = [1, 0, 0, 0.5, 0.5, 0, 0, 0.25, 0.75]
    let sample = SampleScores(role: .nominal, outputs: outputs[...], weights: [1, 2, 3])
    let found = try histogram(.softmax, outputs: 3).uncertainties(sample).values
    // 100 expected events over a sum of weights of 6; sums of squares 1 + 2, 2 + 2.25, 6.75.
    let expected = [3, 4.25, 6.75].map { 100.0 / 6 * $0.squareRoot() }
    // One root and two products.
    #expect(agree(found, expected, within: 1e-15))
  }

  @Test func theDensityScalesAsItsYieldsDo() throws {
    // With bins of unit width that hold all, the density is the count over the sum of the counts.
    let sample = sample(5, .positive)
    let edges = [-1.0, 0.5, 2]
    let plain = try histogram(.hard, edges: edges)
    let density = try histogram(.hard, edges: edges, isDensity: true)
    let ratio = zip(plain.yields(sample).yields, density.yields(sample).yields).map {
      ($0 - 0.25) / ($1 - 0.25)
    }
    let errors = zip(plain.uncertainties(sample).values, density.uncertainties(sample).values).map { $0 / $1 }
    // A few products and quotients.
    #expect(agree(errors, ratio, within: 1e-13))
  }

  @Test func anEmptyBinIsCertain() throws {
    let sample = SampleScores(role: .nominal, outputs: [0.1, 0.2][...], weights: nil)
    for method in [HistogramMethod.hard, .kde] {
      let histogram = try histogram(method, bandwidth: 1e-3)
      let result = histogram.uncertainties(sample)
      #expect(result.values[1...] == [0, 0])
      let gradient = histogram.pullback(sample, result, cotangent: [1, 1, 1])
      #expect((gradient.outputs + gradient.edges + [gradient.bandwidth]).allSatisfy { $0.isFinite })
    }
  }

  // MARK: Gradients

  /// Along a random direction of scores, edges and bandwidth at once, and each of edges and bandwidth alone.
  @Test func theGradientAgreesWithCentralDifferences() throws {
    for seed in 0..<24 {
      for weights in Weights.allCases {
        let (reflects, isDensity) = (seed % 2 == 1, seed % 4 >= 2)
        let sample = sample(20 + seed, weights, role: seed % 3 == 0 ? .signal : .nominal)
        let cotangent: [Double] = RandomKey(seed: UInt64(50 + seed)).normal(3)
        let along: [Double] = RandomKey(seed: UInt64(90 + seed)).normal(Self.events + 5)
        let edges = [0.05, 0.4, 0.7, 0.95]
        func value(_ steps: [Double]) throws -> Double {
          let moved = SampleScores(
            role: sample.role, outputs: zip(sample.outputs, steps).map { $0 + $1 }[...],
            weights: sample.weights)
          let histogram = try self.histogram(
            edges: zip(edges, steps[Self.events...]).map { $0 + $1 },
            bandwidth: 0.15 + steps[Self.events + 4], reflects: reflects, isDensity: isDensity)
          return dot(histogram.uncertainties(moved).values, cotangent)
        }
        let histogram = try histogram(edges: edges, reflects: reflects, isDensity: isDensity)
        let pulled = histogram.pullback(sample, histogram.uncertainties(sample), cotangent: cotangent)
        let gradient = pulled.outputs + pulled.edges + [pulled.bandwidth]
        #expect(gradient.count == along.count)
        let directions =
          [along]
          + (Self.events..<along.count).map { index in
            along.indices.map { $0 == index ? 1.0 : 0 }
          }
        for direction in directions {
          let expected = try slope(step: 3e-4) { distance in try value(direction.map { distance * $0 }) }
          // The step is 1/500 of a bandwidth, or several times that along the random direction, to the fourth power.
          #expect(
            agree(dot(gradient, direction), expected, within: 1e-6), "seed \(seed), \(weights), \(direction)")
        }
      }
    }
  }

  @Test func theGradientOfASoftmaxAgreesWithCentralDifferences() throws {
    for seed in 0..<10 {
      for weights in Weights.allCases {
        let sample = sample(200 + seed, weights, outputs: 3)
        let isDensity = seed % 2 == 1
        let histogram = try histogram(.softmax, isDensity: isDensity, outputs: 3)
        let cotangent: [Double] = RandomKey(seed: UInt64(300 + seed)).normal(3)
        let along: [Double] = RandomKey(seed: UInt64(400 + seed)).normal(3 * Self.events)
        let pulled = histogram.pullback(sample, histogram.uncertainties(sample), cotangent: cotangent)
        let expected = slope { distance in
          let moved = zip(sample.outputs, along).map { $0 + distance * $1 }
          let scores = SampleScores(role: .nominal, outputs: moved[...], weights: sample.weights)
          return dot(histogram.uncertainties(scores).values, cotangent)
        }
        // Roots of sums of order 10, moved by a thousandth.
        #expect(agree(dot(pulled.outputs, along), expected, within: 1e-8))
        #expect(pulled.bandwidth == 0)
      }
    }
  }

  @Test func hardCountsHaveNoGradient() throws {
    let histogram = try histogram(.hard)
    let sample = sample(6, .positive)
    let gradient = histogram.pullback(sample, histogram.uncertainties(sample), cotangent: [1, 2, 3])
    #expect(gradient.outputs.allSatisfy { $0 == 0 })
    #expect(gradient.edges == [0, 0, 0, 0])
  }
}
