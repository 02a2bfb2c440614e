/// Events of one kind: for each event its features and, where events do not all count alike, a weight.
public struct Sample: Sendable, Hashable {
  /// What the sample is called, and how it is found among others.
  public let name: String
  /// The number of features of an event.
  public let featureCount: Int
  /// The features, events x features in row-major order; all finite.
  public let features: [Double]
  /// One finite weight for each event, or none for unit weights.
  public let weights: [Double]?
  /// What it stands for, where its name does not say it.
  public var role: SampleRole?
  /// The expected events at unit luminosity, whatever the sum of the weights; nil to scale by the session's rates.
  public var expected: Double?
  /// The name of the sample whose events these are, with other weights.
  public var eventsOf: String?
  /// Which share of all events of its kind these are; their statistical uncertainty is that of all.
  public var portion = 1.0

  /// The number of events, at least 1.
  public var eventCount: Int { features.count / featureCount }

  /// A sample of events.
  ///
  /// - Throws: ``EventsError`` when there is no event, the shapes do not fit, or a number is NaN or infinite.
  public init(
    name: String, featureCount: Int, features: [Double], weights: [Double]? = nil
  ) throws(EventsError) {
    guard featureCount >= 1 else { throw .featureCount(sample: name, found: featureCount) }
    guard !features.isEmpty else { throw .noEvents(sample: name) }
    guard features.count.isMultiple(of: featureCount) else {
      throw .incompleteEvent(sample: name, numbers: features.count, featureCount: featureCount)
    }
    if let index = features.firstIndex(where: { !$0.isFinite }) {
      let (event, feature) = index.quotientAndRemainder(dividingBy: featureCount)
      throw .featureNotFinite(sample: name, event: event, feature: feature, value: features[index])
    }
    if let weights {
      let eventCount = features.count / featureCount
      guard weights.count == eventCount else {
        throw .weightCount(sample: name, found: weights.count, events: eventCount)
      }
      if let event = weights.firstIndex(where: { !$0.isFinite }) {
        throw .weightNotFinite(sample: name, event: event, value: weights[event])
      }
    }
    self.init(unchecked: name, featureCount, features, weights)
  }

  /// A sample of numbers that have been checked, or are made of such.
  init(unchecked name: String, _ featureCount: Int, _ features: [Double], _ weights: [Double]?) {
    self.name = name
    self.featureCount = featureCount
    self.features = features
    self.weights = weights
  }

  /// The sample of the given events, in the given order.
  ///
  /// - Precondition: `rows` is not empty, and each is below ``eventCount``.
  public func selecting(_ rows: some Collection<Int>) -> Sample {
    precondition(!rows.isEmpty, "a sample has at least one event")
    var selected: [Double] = []
    selected.reserveCapacity(rows.count * featureCount)
    for row in rows { selected += features[row * featureCount..<(row + 1) * featureCount] }
    var sample = Sample(
      unchecked: name, featureCount, selected, weights.map { weights in rows.map { weights[$0] } })
    (sample.role, sample.expected, sample.eventsOf) = (role, expected, eventsOf)
    return sample
  }

  /// The given events as a ``portion`` of all of these.
  func part(_ rows: some Collection<Int>) -> Sample {
    var part = selecting(rows)
    part.portion = portion * Double(rows.count) / Double(eventCount)
    return part
  }
}
