/// One number of a metric, or why it has none.
public enum MetricValue: Sendable, Hashable {
  /// The value.
  case number(Double)
  /// The reason why there is no value.
  case undefined(String)

  /// The value, if there is one.
  public var number: Double? {
    if case .number(let value) = self { value } else { nil }
  }
}

/// How good the chain is on a set of samples, without a gradient.
public struct Assessment: Sendable, Hashable {
  /// The templates.
  public var yields: Yields
  /// The metrics that were asked for.
  public var metrics: [Objective: MetricValue]
}

/// The loss at a point, with its gradient in everything that can be trained.
public struct Evaluation: Sendable {
  /// What a step improves: the objective's value and the penalty.
  public var loss: Double
  /// What the penalty of bins adds to the objective's value; 0 without one.
  public var penalty = 0.0
  /// The templates and metrics of the samples that the loss was computed on.
  public var assessment: Assessment
  /// The fit behind the loss, if it has one.
  public var fit: Fit?
  /// The gradient of the loss.
  public var gradient: Gradient
  /// The network's outputs behind it.
  var scores: [SampleScores]
  /// The outputs of all samples, of which the scores are parts.
  var outputs: [Double]
  /// How long each room took.
  public var times: RoomTimes

  /// The gradient of a loss in everything that it depends on.
  public struct Gradient: Sendable {
    /// In the network's weights.
    public internal(set) var weights: WeightVector
    /// In every bin edge, the two end points included.
    public internal(set) var edges: [Double]
    /// In the bandwidth.
    public internal(set) var bandwidth: Double
    /// In every template bin, without the penalty's, which is of samples; zeros where the loss is a function of the
    /// network's outputs alone.
    public internal(set) var yields: [[Double]]
    /// Its Euclidean norm in weights, inner edges and bandwidth.
    public let norm: Double

    init(weights: WeightVector, edges: [Double], bandwidth: Double, yields: [[Double]]) {
      self.weights = weights
      self.edges = edges
      self.bandwidth = bandwidth
      self.yields = yields
      let inner = edges.dropFirst().dropLast().reduce(0) { $0 + $1 * $1 }
      norm = (weights.sumOfSquares + inner + bandwidth * bandwidth).squareRoot()
    }
  }
}

extension Evaluation {
  /// The memory of an evaluation that is of no more use.
  struct Memory {
    var outputs: [Double] = []
    var weights = WeightVector.single([])
    var edges: [Double] = []
    var templates: [[Double]] = []
    var scores: [SampleScores] = []
    var loss: ObjectiveValue?
  }

  /// Gives its memory up; without it, the evaluation is of no more use.
  mutating func takeMemory() -> Memory {
    var memory = Memory()
    swap(&memory.outputs, &outputs)
    swap(&memory.weights, &gradient.weights)
    swap(&memory.edges, &gradient.edges)
    swap(&memory.templates, &assessment.yields.templates)
    swap(&memory.scores, &scores)
    memory.loss = ObjectiveValue(
      value: loss, templateGradient: gradient.yields.taken(), fit: fit.take())
    // They are parts of the outputs, which are written without a copy then.
    memory.scores.removeAll(keepingCapacity: true)
    return memory
  }
}
