import NeosEngine
import Testing

@Suite struct PipelineTests {
  /// A small random chain, and a point at which to differentiate it.
  struct Problem: ChainProblem {
    var pipeline: Pipeline
    var point: Pipeline.Point
    var samples: [Sample]

    /// All settings that take part in the gradient vary with the seed.
    init(_ objective: Objective, seed: Int, method: HistogramMethod = .kde) throws {
      let key = RandomKey(seed: UInt64(seed))
      let keys = key.split(4)
      let numbers: [Double] = keys[0].uniform(20)
      let outputs = method == .softmax ? 3 : 1
      let network = try Network(
        2,
        seed % 2 == 0
          ? "4 tanh \(outputs) \(outputs == 1 ? "sigmoid" : "softmax")"
          : "5 gelu 4 tanh 3 softplus "
            + "\(outputs) \(outputs == 1 ? "sigmoid" : "softmax")")
      let kind = ModelKind.allCases[seed % 3]
      pipeline = Pipeline(
        network: network, method: method, model: .builtIn(kind), objective: objective)
      pipeline.reflectsInfinities = seed % 4 >= 2
      pipeline.isDensity = seed % 5 == 0
      pipeline.scaling.signal = 1 + 3 * numbers[0]
      pipeline.scaling.background = 5 + 20 * numbers[1]
      pipeline.scaling.floor = seed % 7 == 0 ? 0.01 : 0
      let weights: [Double] = keys[1].normal(network.weightCount)
      point = Pipeline.Point(
        weights: .double(weights),
        binning: try Binning(edges: [0, 0.25 + 0.2 * numbers[2], 0.55 + 0.2 * numbers[3], 1]),
        bandwidth: 0.1 + 0.2 * numbers[4])
      let draws: [Double] = keys[2].normal(4 * 16)
      let eventWeights: [Double] = keys[3].uniform(4 * 8, from: 0.5, to: 1.5)
      samples = try kind.templateRule.roles.enumerated().map { index, role in
        let center = [(-1.0, 1.0), (1, -1), (1.8, -0.4), (0.4, -1.7)][role == .signal ? 0 : index]
        return try Sample(
          name: role.rawValue, featureCount: 2,
          features: (0..<16).map { draws[16 * index + $0] + ($0 % 2 == 0 ? center.0 : center.1) },
          weights: seed % 3 == 1 ? Array(eventWeights[8 * index..<8 * index + 8]) : nil)
      }
    }
  }

  @Test(arguments: Objective.allCases)
  func gradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for seed in 0..<100 {
      let problem = try Problem(objective, seed: seed)
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      try problem.expectWeightGradient(
        result, directions: 1000 + 2 * seed..<1002 + 2 * seed, "weights, seed \(seed)")
      try problem.expectHistogramGradient(result, "seed \(seed)")
    }
  }

  @Test(arguments: Objective.allCases.filter { !$0.isOfOutputs })
  func softmaxGradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for seed in 0..<30 {
      let problem = try Problem(objective, seed: seed, method: .softmax)
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      try problem.expectWeightGradient(result, directions: 2000 + seed..<2001 + seed, "seed \(seed)")
      #expect(result.gradient.edges.allSatisfy { $0 == 0 })
      #expect(result.gradient.bandwidth == 0)
    }
  }

  /// As a metric it has no gradient, and is computed before the logits are let go.
  @Test(arguments: [Objective.crossEntropy, .crossEntropyVaried])
  func aCrossEntropyIsTheSameNumberAsMetricAndAsLoss(objective: Objective) throws {
    for seed in 0..<20 {
      var problem = try Problem(objective, seed: seed)
      let loss = try problem.pipeline.evaluate(problem.point, on: problem.samples).loss
      problem.pipeline.objective = .cls
      problem.pipeline.metrics = [.cls, objective]
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      #expect(result.assessment.metrics[objective] == .number(loss), "seed \(seed)")
      #expect(result.assessment.metrics[.cls] == .number(result.loss), "seed \(seed)")
    }
  }

  /// A single-precision network differs from the double-precision one by its rounding.
  @Test func singlePrecisionIsTheSameChain() throws {
    for seed in 0..<20 {
      let problem = try Problem(.cls, seed: seed)
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

  @Test(arguments: [ModelKind.histosys, .hepdataLike])
  func theLossIsTakenOverAsAMetric(model: ModelKind) throws {
    for objective in Objective.allCases {
      var problem = try Problem(objective, seed: model == .histosys ? 3 : 4)
      problem.pipeline.metrics = Objective.allCases
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let alone = try problem.pipeline.assess(problem.point, on: problem.samples, method: .kde)
      #expect(result.assessment == alone)
      #expect(result.assessment.metrics[objective] == .number(result.loss))
    }
  }

  /// A failure names the room that made it, and a knob to turn.
  @Test func failuresNameTheirStage() throws {
    func failure(_ change: (inout Problem) throws -> Void) throws -> StageFailure {
      var problem = try Problem(.cls, seed: 3)
      try change(&problem)
      return try #require(throws: StageFailure.self) {
        try problem.pipeline.evaluate(problem.point, on: problem.samples)
      }
    }
    let network = try failure { problem in
      problem.point.weights = .double([Double](repeating: .nan, count: problem.point.weights.count))
    }
    #expect(network.stage == .network)
    #expect(network.problem.contains("signal"))
    #expect(network.advice.contains("`rate`"))

    let histogram = try failure { $0.pipeline.scaling.luminosity = .infinity }
    #expect(histogram.stage == .histogram)
    #expect(histogram.advice.contains("`scale`"))

    let bandwidth = try failure { $0.point.bandwidth = 0 }
    #expect(bandwidth.stage == .histogram)
    #expect(bandwidth.problem.contains("bandwidth"))

    // Without any event in the middle bin the shared constraint of the background is not defined.
    let model = try failure { problem in
      problem = try Problem(.cls, seed: 4)
      problem.point.bandwidth = 1e-4
      problem.point.binning = try Binning(edges: [0, 0.5, 0.500001, 1])
    }
    #expect(model.stage == .model)
    #expect(model.problem.contains("bin 1"))
    #expect(model.advice.contains("`scale floor=`"))

    let objective = try failure { problem in
      problem.pipeline.objective = .crossEntropy
      problem.pipeline.network = try Network(2, "4 tanh 1 tanh")
      problem.point.weights = .double([Double](repeating: 0.1, count: problem.pipeline.network.weightCount))
    }
    #expect(objective.stage == .objective)
    #expect(objective.problem.contains("sigmoid"))
  }
}
