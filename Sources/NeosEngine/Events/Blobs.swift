/// The generator of the published examples: each sample a normal distribution in the plane.
///
/// neos 0.1.5 `generate_blobs`: 500 events a sample with unit covariance, all drawn from one key, so that the
/// samples are shifted copies of each other.
public struct Blobs: Sendable, Hashable, Codable {
  /// The distribution of one sample.
  public struct Component: Sendable, Hashable, Codable {
    /// The number of events.
    public var eventCount: Int
    /// The mean, 2 numbers.
    public var mean: [Double]
    /// The covariance, 2 x 2.
    public var covariance: [[Double]]

    /// A component; the published defaults but for its mean.
    public init(mean: [Double], eventCount: Int = 500, covariance: [[Double]] = [[1, 0], [0, 1]]) {
      self.mean = mean
      self.eventCount = eventCount
      self.covariance = covariance
    }
  }

  /// The number of samples: 3 (signal, up, down) or 4 (with nominal).
  public private(set) var sampleCount = 4
  /// The distribution of each sample.
  public var components: [SampleRole: Component] = [
    .signal: Component(mean: [-1, 1]), .nominal: Component(mean: [1, -1]),
    .up: Component(mean: [2.5, 2]), .down: Component(mean: [-2.5, -1.5]),
  ]

  /// The published four samples.
  public init() {}

  /// The published samples.
  ///
  /// - Throws: ``EventsError/sampleCount(_:)`` for any number but 3 and 4.
  public init(sampleCount: Int) throws(EventsError) { try setSampleCount(sampleCount) }

  /// Changes the number of samples.
  ///
  /// - Throws: ``EventsError/sampleCount(_:)`` for any number but 3 and 4.
  public mutating func setSampleCount(_ count: Int) throws(EventsError) {
    guard count == 3 || count == 4 else { throw .sampleCount(count) }
    sampleCount = count
  }

  /// What the samples stand for, in their order.
  public var roles: [SampleRole] { sampleCount == 3 ? SampleRole.threeSamples : SampleRole.fourSamples }

  /// The samples, all drawn from the same key.
  ///
  /// - Throws: ``EventsError`` when a sample has no events or its distribution is not one.
  public func samples(key: RandomKey) throws(EventsError) -> [Sample] {
    var samples: [Sample] = []
    for role in roles {
      guard let component = components[role] else { throw .eventCount(sample: role.rawValue, 0) }
      guard component.eventCount >= 1 else {
        throw .eventCount(sample: role.rawValue, component.eventCount)
      }
      guard component.mean.count == 2 else { throw .mean(sample: role.rawValue, component.mean) }
      let points: [Double]
      do throws(RandomError) {
        points = try key.multivariateNormal(
          component.eventCount, mean: component.mean, covariance: component.covariance)
      } catch {
        throw .distribution(sample: role.rawValue, error)
      }
      samples.append(try Sample(name: role.rawValue, featureCount: 2, features: points))
    }
    return samples
  }
}
