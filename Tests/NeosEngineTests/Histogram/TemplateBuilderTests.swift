import NeosEngine
import Testing

@Suite struct TemplateBuilderTests {
  private static let rules: [TemplateRule] = [.meanAndSpread, .asTheyAre]

  private func makeBuilder(
    _ method: HistogramMethod = .kde, edges: [Double] = [0, 0.4, 0.7, 1], bandwidth: Double = 0.15,
    reflects: Bool = false, isDensity: Bool = false, floor: Double = 0, rule: TemplateRule,
    outputs: Int = 1
  ) throws -> TemplateBuilder {
    var scaling = Scaling()
    scaling.floor = floor
    return try TemplateBuilder(
      method: method, binning: Binning(edges: edges), bandwidth: bandwidth, reflectsInfinities: reflects,
      isDensity: isDensity, scaling: scaling, rule: rule, outputCount: outputs)
  }

  /// Four events a sample, with or without weights.
  private func makeSamples(
    _ rule: TemplateRule, _ numbers: [Double], outputs: Int = 1, weights: [Double]? = nil
  ) -> [SampleScores] {
    rule.roles.enumerated().map { index, role in
      let size = 4 * outputs
      return SampleScores(
        role: role, outputs: numbers[index * size..<(index + 1) * size],
        weights: weights.map { Array($0[4 * index..<4 * index + 4]) })
    }
  }

  @Test func countsAreScaledToExpectedEventsAndAFloorIsAdded() throws {
    let scores = [0.1, 0.2, 0.5, 0.9, 0.1, 0.5, 0.6, 0.8, 0.8, 0.9, 0.95, 0.1]
    let builder = try makeBuilder(.hard, floor: 0.25, rule: .meanAndSpread)
    let yields = builder.templates(makeSamples(.meanAndSpread, scores)).yields
    // Signal: counts 2, 1, 1 times 2 x 10 / 4. Up: 1, 2, 1 and down: 1, 0, 3, times 10 x 10 / 4.
    #expect(yields["signal"] == [10.25, 5.25, 5.25])
    #expect(yields["background"] == [25.25, 25.25, 50.25])
    #expect(yields["uncertainty"] == [0, 25, 25])
  }

  @Test func weightsSumToTheExpectedEvents() throws {
    let scores: [Double] = RandomKey(seed: 11).uniform(16)
    let weights: [Double] = RandomKey(seed: 12).uniform(16, from: 0.5, to: 3)
    for isDensity in [false, true] {
      // Unit widths, so that a density's area is the sum of its bins.
      let builder = try makeBuilder(
        edges: [-1, 0, 1, 2], reflects: true, isDensity: isDensity, rule: .asTheyAre)
      let yields = builder.templates(makeSamples(.asTheyAre, scores, weights: weights)).yields
      let totals = yields.templates.map { $0.reduce(0, +) }
      // Sums of a few terms of size 100.
      #expect(agree(totals, [20, 100, 100, 100], within: 1e-14))
    }
  }

  @Test func softmaxOutputsAreTheBins() throws {
    let outputs: [Double] = [1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0]
    let builder = try makeBuilder(.softmax, rule: .asTheyAre, outputs: 3)
    let all = outputs + outputs + outputs + outputs
    let yields = builder.templates(makeSamples(.asTheyAre, all, outputs: 3)).yields
    #expect(yields["signal"] == [7.5, 7.5, 5])
    let hard = try makeBuilder(.hard, rule: .asTheyAre, outputs: 3)
    #expect(hard.templates(makeSamples(.asTheyAre, all, outputs: 3)).yields["down"]?.reduce(0, +) == 100)
  }

  @Test func settingsThatDoNotFitAreNamed() {
    #expect(throws: HistogramError.needsOneOutput(outputs: 3)) {
      try makeBuilder(.kde, rule: .asTheyAre, outputs: 3)
    }
    #expect(throws: HistogramError.needsOneOutput(outputs: 2)) {
      try makeBuilder(.hard, rule: .asTheyAre, outputs: 2)
    }
    #expect(throws: HistogramError.outputsAreNotBins(outputs: 2, bins: 3)) {
      try makeBuilder(.softmax, rule: .asTheyAre, outputs: 2)
    }
    #expect(throws: HistogramError.bandwidth(0)) { try makeBuilder(bandwidth: 0, rule: .asTheyAre) }
    #expect(throws: Never.self) { try makeBuilder(.hard, bandwidth: 0, rule: .asTheyAre) }
  }

  @Test(arguments: [HistogramMethod.kde, .softmax], rules)
  func thePullbackAgreesWithCentralDifferences(method: HistogramMethod, rule: TemplateRule) throws {
    let outputs = method == .softmax ? 3 : 1
    let edges = [0, 0.4, 0.7, 1]
    for seed in 0..<30 {
      let (reflects, isDensity) = (seed % 2 == 0, seed % 3 == 0)
      let key = RandomKey(seed: UInt64(seed))
      let scores: [Double] = key.uniform(16 * outputs)
      let weights: [Double]? = seed % 4 == 0 ? nil : key.split(2)[0].uniform(16, from: 0.5, to: 2)
      let draws: [Double] = key.split(2)[1].normal(12)
      func sum(_ scores: [Double], _ edges: [Double], _ bandwidth: Double) throws -> Double {
        let templates = try makeBuilder(
          method, edges: edges, bandwidth: bandwidth, reflects: reflects, isDensity: isDensity, rule: rule,
          outputs: outputs
        ).templates(makeSamples(rule, scores, outputs: outputs, weights: weights)).yields.templates
        return dot(draws, Array(templates.joined()))
      }
      let builder = try makeBuilder(
        method, reflects: reflects, isDensity: isDensity, rule: rule, outputs: outputs)
      let samples = makeSamples(rule, scores, outputs: outputs, weights: weights)
      let result = builder.templates(samples)
      let gradient = builder.pullback(
        samples, result,
        cotangent: result.yields.names.indices.map { Array(draws[3 * $0..<3 * $0 + 3]) })
      // h^4 / 30 times the fifth derivative of a kernel of 0.15, 1e5 times 100 expected events, with h = 3e-4.
      for (event, found) in gradient.outputs.joined().enumerated() {
        let expected = try slope(step: 3e-4) { try sum(scores.moved(event, by: $0), edges, 0.15) }
        #expect(agree(found, expected, within: 1e-7), "seed \(seed), output \(event)")
      }
      for edge in edges.indices {
        let expected = try slope(step: 3e-4) { try sum(scores, edges.moved(edge, by: $0), 0.15) }
        #expect(agree(gradient.edges[edge], expected, within: 1e-7), "seed \(seed), edge \(edge)")
      }
      let expected = try slope(step: 3e-4) { try sum(scores, edges, 0.15 + $0) }
      #expect(agree(gradient.bandwidth, expected, within: 1e-7), "seed \(seed), bandwidth")
    }
  }

  @Test func hardCountsHaveNoGradient() throws {
    let builder = try makeBuilder(.hard, rule: .asTheyAre)
    let scores: [Double] = RandomKey(seed: 13).uniform(16)
    let samples = makeSamples(.asTheyAre, scores)
    let ones = [[Double]](repeating: [1, 1, 1], count: 4)
    let gradient = builder.pullback(samples, builder.templates(samples), cotangent: ones)
    #expect(gradient.outputs == [[Double]](repeating: [0, 0, 0, 0], count: 4))
    #expect(gradient.edges == [0, 0, 0, 0])
  }
}
