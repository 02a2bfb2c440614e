/// What can be wrong with events, and with the settings that make, split and batch them.
public enum EventsError: Error, Sendable, Equatable {
  /// The generator makes another number of samples.
  case sampleCount(Int)
  /// The generator makes no sample of that name.
  case unknownSample(String, known: [String])
  /// A sample would have no events, or more than any machine holds.
  case eventCount(sample: String, found: Int, largest: Int)
  /// The distribution of a sample cannot be drawn from.
  case distribution(sample: String, RandomError)
  /// Two samples have different numbers of features.
  case featureCountsDiffer(sample: String, found: Int, other: String, needed: Int)

  /// Events have at least one feature.
  case featureCount(sample: String, found: Int)
  /// A sample has no event.
  case noEvents(sample: String)
  /// The last event has fewer features than the others.
  case incompleteEvent(sample: String, numbers: Int, featureCount: Int)
  /// A feature is NaN or infinite.
  case featureNotFinite(sample: String, event: Int, feature: Int, value: Double)
  /// There is not one weight for each event.
  case weightCount(sample: String, found: Int, events: Int)
  /// A weight is NaN or infinite.
  case weightNotFinite(sample: String, event: Int, value: Double)

  /// A test fraction is not between 0 and 1.
  case testFraction(Double)
  /// A test fraction takes all the events of a sample.
  case noTrainingEvents(sample: String, events: Int, kept: Int)
  /// A fold takes none of the events of a sample.
  case noTestEvents(sample: String, events: Int)
  /// There is no such fold.
  case fold(Int, of: Int)
  /// A batch has less than one event.
  case batchSize(Int)
  /// There are no samples to take batches from.
  case noSamples
}

extension EventsError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .sampleCount(let count):
      "blobs come as 3 samples (\(Self.list(SampleRole.threeSamples.map(\.rawValue)))) "
        + "or 4 (\(Self.list(SampleRole.fourSamples.map(\.rawValue)))), not \(count)"
    case .unknownSample(let name, let known):
      "there is no sample '\(name)'; the samples are \(Self.list(known))"
    case .eventCount(let sample, let found, let largest):
      "the sample '\(sample)' can have from 1 to \(largest) events, not \(found)"
    case .distribution(let sample, let error): "the sample '\(sample)' cannot be drawn: \(error)"
    case .featureCountsDiffer(let sample, let found, let other, let needed):
      "all samples need the same number of features: '\(sample)' has \(found), '\(other)' has \(needed)"
    case .featureCount(let sample, let found):
      "the events of the sample '\(sample)' need at least 1 feature, found \(found)"
    case .noEvents(let sample): "the sample '\(sample)' needs at least 1 event, found none"
    case .incompleteEvent(let sample, let numbers, let featureCount):
      "the sample '\(sample)' has \(numbers) numbers, not a multiple of its \(featureCount) features"
    case .featureNotFinite(let sample, let event, let feature, let value):
      "feature \(feature) of event \(event) of the sample '\(sample)' is \(value), not a finite number"
    case .weightCount(let sample, let found, let events):
      "the sample '\(sample)' needs one weight for each of its \(events) events, found \(found)"
    case .weightNotFinite(let sample, let event, let value):
      "the weight of event \(event) of the sample '\(sample)' is \(value), not a finite number"
    case .testFraction(let fraction): "a fraction must be between 0 and 1, found \(fraction)"
    case .noTrainingEvents(let sample, let events, let kept):
      "\(kept) of the \(events) events of the sample '\(sample)' are kept for test and validation, which leaves none "
        + "to train on; lower the fractions or take more events"
    case .noTestEvents(let sample, let events):
      "a fold has none of the \(events) events of the sample '\(sample)'; choose fewer folds or take more events"
    case .fold(let fold, let folds):
      folds < 2
        ? "there are at least 2 folds, found \(folds)" : "the fold must be from 1 to \(folds), found \(fold)"
    case .batchSize(let size): "a batch needs at least 1 event, found \(size)"
    case .noSamples: "batches need at least 1 sample, found none"
    }
  }

  private static func list(_ names: [String]) -> String { names.joined(separator: ", ") }
}
