import NeosEngine
import Testing

@Suite struct PipelineTests {
  /// A small random chain, and a point at which to differentiate it.
  struct Problem {
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

    /// The loss at a displaced point, by the way that computes no gradient.
    func loss(
      _ distance: Double, weights direction: [Double]? = nil, edge: Int? = nil, bandwidth: Bool = false
    ) throws -> Double {
      var moved = point
      if let direction, case .double(let values) = point.weights {
        moved.weights = .double(zip(values, direction).map { $0 + distance * $1 })
      }
      if let edge {
        var edges = point.binning.edges
        edges[edge] += distance
        moved.binning = try Binning(edges: edges)
      }
      if bandwidth { moved.bandwidth += distance }
      var pipeline = pipeline
      pipeline.metrics = [pipeline.objective]
      let assessment = try pipeline.assess(moved, on: samples, method: pipeline.method)
      return try #require(assessment.metrics[pipeline.objective]?.number)
    }
  }

  /// The derivative at 0 by central differences of fourth order: their error is h^4 times the fifth derivative
  /// over 30, and that of rounding is about 1e-16 of the function over h.
  private func derivative(step h: Double, _ function: (Double) throws -> Double) rethrows -> Double {
    try (8 * (function(h) - function(-h)) - (function(2 * h) - function(-2 * h))) / (12 * h)
  }

  /// Compares a derivative with its difference quotient, relative to itself or, where it is by chance small, to a
  /// tenth of `scale`; a quotient resolves no less than 1e-11 of the function. The best of some steps counts:
  /// a p-value can be steep, and |up - down| has a kink.
  private func expectAgreement(
    _ found: Double, scale: Double, _ what: Comment, _ function: (Double) throws -> Double
  ) throws {
    let least = try max(0.1 * scale, 1e-5 * abs(function(0)))
    var isClose = false
    var expected: [Double] = []
    for step in [1e-3, 3e-3, 1e-2, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6] where !isClose {
      let difference = try derivative(step: step, function)
      expected.append(difference)
      isClose = abs(found - difference) <= 1e-6 * max(abs(difference), least)
    }
    #expect(isClose, "\(what): \(found), differences say \(expected)")
  }

  @Test(arguments: Objective.allCases)
  func gradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for seed in 0..<100 {
      let problem = try Problem(objective, seed: seed)
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let count = problem.pipeline.network.weightCount
      for direction in 0..<2 {
        let along: [Double] = RandomKey(seed: UInt64(1000 + 2 * seed + direction)).normal(count)
        let slope = (0..<count).reduce(0) { $0 + result.gradient.weights[$1] * along[$1] }
        let norm = result.gradient.weights.sumOfSquares.squareRoot()
        try expectAgreement(slope, scale: norm, "weights, seed \(seed)") {
          try problem.loss($0, weights: along)
        }
      }
      let inner = result.gradient.edges[1...2]
      for edge in 1...2 {
        try expectAgreement(
          result.gradient.edges[edge], scale: inner.map(abs).max() ?? 0, "edge \(edge), seed \(seed)"
        ) { try problem.loss($0, edge: edge) }
      }
      try expectAgreement(
        result.gradient.bandwidth, scale: 0, "bandwidth, seed \(seed)"
      ) { try problem.loss($0, bandwidth: true) }
    }
  }

  @Test(arguments: Objective.allCases.filter { !$0.isOfOutputs })
  func softmaxGradientsAgreeWithCentralDifferences(objective: Objective) throws {
    for seed in 0..<30 {
      let problem = try Problem(objective, seed: seed, method: .softmax)
      let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
      let count = problem.pipeline.network.weightCount
      let along: [Double] = RandomKey(seed: UInt64(2000 + seed)).normal(count)
      let slope = (0..<count).reduce(0) { $0 + result.gradient.weights[$1] * along[$1] }
      let norm = result.gradient.weights.sumOfSquares.squareRoot()
      try expectAgreement(slope, scale: norm, "seed \(seed)") { try problem.loss($0, weights: along) }
      #expect(result.gradient.edges.allSatisfy { $0 == 0 })
      #expect(result.gradient.bandwidth == 0)
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
