import NeosEngine
import Testing

/// A small chain, and a point at which to differentiate it.
protocol ChainProblem {
  var pipeline: Pipeline { get set }
  var point: Pipeline.Point { get set }
  var samples: [Sample] { get set }
}

extension ChainProblem {
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

  /// Compares the gradient in the weights, along random directions, with difference quotients.
  func expectWeightGradient(
    _ result: Evaluation, directions: Range<Int>, _ what: Comment
  ) throws {
    let count = pipeline.network.weightCount
    let norm = result.gradient.weights.sumOfSquares.squareRoot()
    for direction in directions {
      let along: [Double] = RandomKey(seed: UInt64(direction)).normal(count)
      let slope = (0..<count).reduce(0) { $0 + result.gradient.weights[$1] * along[$1] }
      try expectAgreement(slope, scale: norm, what, resolution) { try loss($0, weights: along) }
    }
  }

  /// What a quotient resolves whatever its size: gaussianity is made of squares of differences of log-likelihoods, which
  /// leave it good to some 1e-14, over a step of a thousandth.
  private var resolution: Double { pipeline.objective == .gaussianity ? 3e-11 : 0 }

  /// Compares the gradients in inner edges and bandwidth with difference quotients.
  func expectHistogramGradient(_ result: Evaluation, _ what: Comment) throws {
    let inner = 1..<point.binning.count
    let scale = result.gradient.edges[inner].map(abs).max() ?? 0
    for edge in inner {
      try expectAgreement(result.gradient.edges[edge], scale: scale, "edge \(edge), \(what)", resolution) {
        try loss($0, edge: edge)
      }
    }
    try expectAgreement(result.gradient.bandwidth, scale: 0, "bandwidth, \(what)", resolution) {
      try loss($0, bandwidth: true)
    }
  }
}

/// Compares a derivative with its difference quotient, relative to itself or, where it is by chance small, to a
/// tenth of `scale`; a quotient resolves no less than 1e-11 of the function. The best of some steps counts:
/// a p-value can be steep, |up - down| has a kink, and gaussianity jumps where a draw leaves the positive counts.
func expectAgreement(
  _ found: Double, scale: Double, _ what: Comment, _ resolution: Double,
  _ function: (Double) throws -> Double
) throws {
  let least = try max(0.1 * scale, 1e-5 * abs(function(0)))
  var isClose = false
  var expected: [Double] = []
  for step in [1e-3, 3e-3, 1e-2, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 3e-7, 1e-7] where !isClose {
    // The error is h^4 times the fifth derivative over 30, and that of rounding about 1e-16 of the function over h.
    let difference = try slope(step: step, function)
    expected.append(difference)
    isClose = abs(found - difference) <= max(1e-6 * max(abs(difference), least), resolution)
  }
  #expect(isClose, "\(what): \(found), differences say \(expected)")
}
