/// A sample of events: rows of features, each event with a weight or all with weight 1.
public struct Sample: Sendable, Hashable {
  /// What the sample is called.
  public let name: String
  /// The number of features of an event.
  public let featureCount: Int
  /// Events x features, row-major.
  public let features: [Double]
  /// One weight for each event, or none for unit weights.
  public let weights: [Double]?

  /// A sample of events.
  ///
  /// - Throws: ``EventsError`` when the numbers do not make whole events, one of them is not finite, or there
  ///   are no events.
  public init(name: String, featureCount: Int, features: [Double], weights: [Double]? = nil)
    throws(EventsError)
  {
    guard featureCount >= 1, !features.isEmpty, features.count % featureCount == 0 else {
      throw .shape(sample: name, numbers: features.count, features: featureCount)
    }
    let count = features.count / featureCount
    if let weights, weights.count != count {
      throw .weights(sample: name, weights: weights.count, events: count)
    }
    if let bad = features.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(sample: name, event: bad / featureCount, value: features[bad])
    }
    if let weights, let bad = weights.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(sample: name, event: bad, value: weights[bad])
    }
    self.init(unchecked: name, featureCount, features, weights)
  }

  private init(unchecked name: String, _ featureCount: Int, _ features: [Double], _ weights: [Double]?) {
    self.name = name
    self.featureCount = featureCount
    self.features = features
    self.weights = weights
  }

  /// The number of events.
  public var eventCount: Int { features.count / featureCount }

  /// The sample of the events at the given positions, in their order.
  public func events(_ positions: [Int]) -> Sample {
    var chosen: [Double] = []
    chosen.reserveCapacity(positions.count * featureCount)
    for position in positions {
      chosen.append(contentsOf: features[position * featureCount..<(position + 1) * featureCount])
    }
    return Sample(unchecked: name, featureCount, chosen, weights.map { all in positions.map { all[$0] } })
  }
}
