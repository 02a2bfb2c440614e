/// What can be wrong with samples of events.
public enum EventsError: Error, Sendable, Hashable {
  /// The numbers do not make whole events.
  case shape(sample: String, numbers: Int, features: Int)
  /// There is not one weight for each event.
  case weights(sample: String, weights: Int, events: Int)
  /// A feature or a weight is not finite.
  case notFinite(sample: String, event: Int, value: Double)
  /// The generator does not make that number of samples.
  case sampleCount(Int)
  /// A sample needs at least one event.
  case eventCount(sample: String, Int)
  /// A sample's distribution is not one.
  case distribution(sample: String, RandomError)
  /// A mean does not have the two features of the generator.
  case mean(sample: String, [Double])
  /// The test fraction does not lie between 0 and 1.
  case testFraction(Double)
  /// A split leaves a side without events.
  case emptySplit(sample: String, events: Int, fraction: Double)
  /// A mini-batch needs at least one event.
  case batchSize(Int)
}

extension EventsError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .shape(let sample, let numbers, let features):
      "\(sample): \(numbers) numbers do not make events of \(features) features"
    case .weights(let sample, let weights, let events): "\(sample): \(weights) weights for \(events) events"
    case .notFinite(let sample, let event, let value): "\(sample): event \(event) has the value \(value)"
    case .sampleCount(let count):
      "the generator makes 3 samples (signal, up, down) or 4 (signal, nominal, up, down), not \(count)"
    case .eventCount(let sample, let count): "\(sample) needs at least 1 event, found \(count)"
    case .distribution(let sample, let error): "\(sample): \(error)"
    case .mean(let sample, let mean): "\(sample): the mean has 2 numbers, found \(mean.count)"
    case .testFraction(let fraction): "the test fraction must lie between 0 and 1, found \(fraction)"
    case .emptySplit(let sample, let events, let fraction):
      "a test fraction of \(fraction) leaves no events of \(sample)'s \(events) on one side"
    case .batchSize(let size): "a mini-batch needs at least 1 event, found \(size)"
    }
  }
}
