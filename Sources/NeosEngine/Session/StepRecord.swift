/// What is remembered of one step: the numbers of its loss curve.
public struct StepRecord: Sendable, Hashable, Codable {
  /// How many updates led to it.
  public var step: Int
  /// The loss on the training sample (the mini-batch, if there are any): the objective's value and the penalty.
  public var loss: Double
  /// The learning rate of the next update.
  public var rate: Double
  /// The norm of the gradient.
  public var gradientNorm: Double
  /// Metrics on the training sample, by name; a metric without a value is absent.
  public var train: [String: Double]
  /// Metrics on the test sample with ordinary counts, by name; empty when there is no test sample.
  public var test: [String: Double]
  /// Metrics on the validation sample with ordinary counts, by name; nil when there is no such sample.
  public var validation: [String: Double]?
  /// Whether there is a test sample, and no other one to watch.
  public var hasTest: Bool
  /// Whether a bin of the test sample has no background event, so that its metrics rest on the floor.
  public var restsOnFloor: Bool

  /// The metrics of each part of the events that there is; on a test sample beside a validation sample none are
  /// computed.
  public var parts: [(part: EventPart, metrics: [String: Double])] {
    var parts = [(part: EventPart.train, metrics: train)]
    if let validation { parts.append((.validation, validation)) }
    if hasTest { parts.append((.test, test)) }
    return parts
  }

  /// The metrics of a part of the events; empty where there is none.
  public func metrics(on part: EventPart) -> [String: Double] {
    parts.first { $0.part == part }?.metrics ?? [:]
  }

  /// The metrics where they count: on the validation sample if there is one, else on the test sample if there is one.
  public var counted: (part: EventPart, metrics: [String: Double]) { parts.last ?? (.train, train) }

  /// A metric where it counts.
  public func metric(_ objective: Objective) -> Double? { counted.metrics[objective.rawValue] }
}
