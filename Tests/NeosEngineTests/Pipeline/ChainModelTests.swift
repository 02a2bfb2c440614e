import NeosEngine
import Testing

/// The whole chain with a workspace at its end.
@Suite struct ChainModelTests {
  /// The first problems of an objective at which difference quotients are good for something: gaussianity draws from
  /// the normal approximation, and where that is wide its value jumps from point to point.
  private func problems(
    _ count: Int, _ objective: Objective, method: HistogramMethod = .kde
  ) throws -> [(seed: Int, problem: LearnedProblem)] {
    var problems: [(seed: Int, problem: LearnedProblem)] = []
    var seed = 0
    while problems.count < count {
      let problem = try LearnedProblem(objective, seed: seed, method: method)
      if try objective != .gaussianity || largestVariance(problem) < 10 { problems.append((seed, problem)) }
      seed += 1
      try #require(seed < 20 * count)
    }
    return problems
  }

  private func largestVariance(_ problem: LearnedProblem) throws -> Double {
    let yields = try problem.pipeline.assess(
      problem.point, on: problem.samples, method: problem.pipeline.method
    ).yields
    let model = try problem.pipeline.model.model(yields)
    guard let covariance = FisherInformation(model, poi: 1)?.covariance else { return .infinity }
    return covariance.indices.map { covariance[$0][$0] }.max() ?? 0
  }

  @Test(arguments: Objective.allCases)
  func gradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for (seed, problem) in try problems(24, objective) {
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      try problem.expectWeightGradient(result, directions: 3000 + seed..<3001 + seed, "weights, seed \(seed)")
      try problem.expectHistogramGradient(result, "seed \(seed)")
    }
  }

  @Test(arguments: Objective.allCases.filter { !$0.isOfOutputs })
  func softmaxGradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for (seed, problem) in try problems(20, objective, method: .softmax) {
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      try problem.expectWeightGradient(result, directions: 4000 + seed..<4001 + seed, "seed \(seed)")
      #expect(result.gradient.edges.allSatisfy { $0 == 0 })
      #expect(result.gradient.bandwidth == 0)
    }
  }

  /// The gradient in the templates has a row for each template, fixed ones included.
  @Test func theGradientInTheTemplatesIsThatOfTheModel() throws {
    for seed in 0..<6 {
      let problem = try LearnedProblem(.uncertainty, seed: seed)
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let model = try problem.pipeline.model.model(result.assessment.yields)
      #expect(try Objective.uncertainty.evaluate(model).templateGradient == result.gradient.yields)
      #expect(result.gradient.yields.map(\.count) == result.assessment.yields.templates.map(\.count))
    }
  }

  /// A sample that several templates name gives the same as copies of it that are named once.
  @Test func aSampleNamedTwiceGetsTheSumOfTheGradients() throws {
    for seed in 0..<8 {
      let problem = try LearnedProblem(.cls, seed: seed)
      let copies = try LearnedProblem.model(
        Self.copied(seed), interpolation: Interpolation(histoSys: seed % 3 == 2 ? .code2 : .code4p))
      var other = problem
      other.pipeline.model = copies
      other.samples += try problem.samples[1...3].map { sample in
        try Sample(
          name: sample.name + "2", featureCount: 2, features: sample.features, weights: sample.weights)
      }
      let once = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let twice = try other.pipeline.evaluate(other.point, on: other.samples)
      #expect(once.loss == twice.loss)
      // Sums of the same terms in another order.
      let norm = once.gradient.weights.sumOfSquares.squareRoot()
      for index in 0..<once.gradient.weights.count {
        #expect(abs(once.gradient.weights[index] - twice.gradient.weights[index]) <= 1e-12 * norm)
      }
      #expect(agree(once.gradient.edges, twice.gradient.edges, within: 1e-12))
      #expect(agree(once.gradient.bandwidth, twice.gradient.bandwidth, within: 1e-12))
    }
  }

  /// The workspace of a seed with other names for the samples of events in the control region and of `qcd`.
  private static func copied(_ seed: Int) -> String {
    let numbers: [Double] = RandomKey(seed: UInt64(7000 + seed)).split(4)[0].uniform(20)
    let text = seed % 2 == 0 ? LearnedProblem.twoChannels(numbers) : LearnedProblem.threeChannels(numbers)
    return ["nominal", "up", "down"].reduce(text) { text, name in
      text.replacing("\"events\": \"\(name)\", \"bins\"", with: "\"events\": \"\(name)2\", \"bins\"")
    }.replacing("{\"events\": \"nominal\"}}}]}\n", with: "{\"events\": \"nominal2\"}}}]}\n")
  }

  /// A loss that rests on bins of the workspace's own does not see the session's bins.
  @Test func ownBinsAreNotTrained() throws {
    var problem = try LearnedProblem(.uncertainty, seed: 2)
    let bins = ", \"bins\": [0, 0.4, 0.7, 1]}"
    problem.pipeline.model = try LearnedProblem.model(
      LearnedProblem.twoChannels([Double](repeating: 0.5, count: 20)).replacing(
        /\{"events": "([a-z]+)"\}/, with: { "{\"events\": \"\($0.output.1)\"\(bins)" }))
    let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
    #expect(result.gradient.edges == [0, 0, 0, 0])
    #expect(result.gradient.bandwidth != 0)
    problem.point.binning = try Binning(edges: [0, 0.1, 0.2, 1])
    #expect(try problem.pipeline.evaluate(problem.point, on: problem.samples).loss == result.loss)
  }

  /// A single-precision network differs from the double-precision one by its rounding.
  @Test func singlePrecisionIsTheSameChain() throws {
    for seed in 0..<20 {
      let problem = try LearnedProblem(.cls, seed: seed)
      guard case .double(let weights) = problem.point.weights else { continue }
      var single = problem.point
      single.weights = .single(weights.map { Float($0) })
      let wide = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let narrow = try problem.pipeline.evaluate(single, on: problem.samples)
      // Weights, features and sums of a few terms, each rounded at 6e-8.
      #expect(abs(narrow.loss - wide.loss) < 1e-5 * wide.loss)
      let norm = wide.gradient.weights.sumOfSquares.squareRoot()
      for index in weights.indices {
        #expect(abs(narrow.gradient.weights[index] - wide.gradient.weights[index]) < 1e-4 * norm)
      }
    }
  }

  /// Without a method an assessment counts each event once, uncertainties included.
  @Test func anAssessmentUsesHardCounts() throws {
    for seed in 1..<7 {
      let problem = try LearnedProblem(.cls, seed: seed)
      let yields = try problem.pipeline.assess(problem.point, on: problem.samples).yields
      let (network, sample) = (problem.pipeline.network, problem.samples[1])
      guard case .double(let weights) = problem.point.weights else { continue }
      let scores = network.forward(weights: weights, inputs: sample.features, threads: 1).outputs
      let histogram = try SampleHistogram(
        method: .hard, binning: problem.point.binning, bandwidth: 1,
        reflectsInfinities: problem.pipeline.reflectsInfinities, isDensity: problem.pipeline.isDensity,
        scaling: problem.pipeline.scaling, outputCount: 1)
      let nominal = SampleScores(role: .nominal, outputs: scores[...], weights: sample.weights)
      #expect(yields["SR.background"] == histogram.yields(nominal).yields)
      #expect(yields["SR.background.staterror.stat_SR"] == histogram.uncertainties(nominal).values)
      #expect(yields["SR.other"]?[1] == 1.5)
    }
  }

  @Test func aSampleThatIsNotThereIsAFailureOfTheHistogram() throws {
    var problem = try LearnedProblem(.cls, seed: 1)
    problem.samples.removeLast()
    let failure = try #require(throws: StageFailure.self) {
      try problem.pipeline.evaluate(problem.point, on: problem.samples)
    }
    #expect(failure.stage == .histogram)
    #expect(failure.problem.contains("no sample 'down'"))
    #expect(failure.problem.contains("signal, nominal, up"))
  }
}
