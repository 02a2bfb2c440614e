/// Gaussian blobs in the plane (or in any dimension), one for each sample: `generate_blobs` of neos.makers.
///
/// The defaults are the published ones. All samples are drawn from the same key, as they were there: with
/// equal counts and covariances they are the same cloud of events, moved.
///
///     var blobs = try Blobs(sampleCount: 4)
///     try blobs.change(.up) { $0.mean = [3, 2] }
///     let samples = try blobs.samples(key: RandomKey(seed: 1))
public struct Blobs: Sendable, Hashable, Codable {
  /// The normal distribution of one sample, and how many events to draw from it.
  public struct Blob: Sendable, Hashable, Codable {
    /// What the sample stands for; it gives the sample its name.
    public let role: SampleRole
    /// The center, one number for each feature.
    public var mean: [Double]
    /// One row and one column for each feature, or none for unit variances without correlation.
    public var covariance: [[Double]]?
    /// The number of events.
    public var eventCount = 500
  }

  /// The samples, in the order in which they are drawn.
  public private(set) var blobs: [Blob]

  /// The published four samples of 500 events.
  public init() { blobs = SampleRole.fourSamples.map { Blob(role: $0, mean: Self.publishedMean(of: $0)) } }

  /// The published blobs: three (two background modes) or four (a nominal background and its variations).
  ///
  /// - Parameters:
  ///   - sampleCount: 3 or 4.
  ///   - eventCount: the number of events in each sample.
  /// - Throws: ``EventsError`` for another number of samples.
  public init(sampleCount: Int, eventCount: Int = 500) throws(EventsError) {
    let roles: [SampleRole]
    switch sampleCount {
    case SampleRole.threeSamples.count: roles = SampleRole.threeSamples
    case SampleRole.fourSamples.count: roles = SampleRole.fourSamples
    default: throw .sampleCount(sampleCount)
    }
    blobs = roles.map { Blob(role: $0, mean: Self.publishedMean(of: $0), eventCount: eventCount) }
  }

  /// Changes the number of samples; those that stay keep their settings, a new one has the published ones.
  ///
  /// - Throws: ``EventsError`` for another number than 3 or 4.
  public mutating func setSampleCount(_ count: Int) throws(EventsError) {
    let changed = try Blobs(sampleCount: count, eventCount: blobs.first?.eventCount ?? 500)
    blobs = changed.blobs.map { new in blobs.first { $0.role == new.role } ?? new }
  }

  /// The settings of one sample, if there is such a one.
  public subscript(role: SampleRole) -> Blob? { blobs.first { $0.role == role } }

  /// Changes the settings of one sample.
  ///
  /// - Throws: ``EventsError`` when there is no such sample; the settings themselves are checked when events
  ///   are drawn.
  public mutating func change(_ role: SampleRole, _ body: (inout Blob) -> Void) throws(EventsError) {
    guard let index = blobs.firstIndex(where: { $0.role == role }) else {
      throw .unknownSample(role.rawValue, known: blobs.map(\.role.rawValue))
    }
    body(&blobs[index])
  }

  /// Draws the events of all samples, each with `jax.random.multivariate_normal` from this key.
  ///
  /// - Throws: ``EventsError`` when a sample's distribution or number of events is not possible, or samples
  ///   differ in their number of features.
  public func samples(key: RandomKey) throws(EventsError) -> [Sample] {
    var samples: [Sample] = []
    for blob in blobs {
      let sample = try blob.sample(key: key)
      if let first = samples.first, sample.featureCount != first.featureCount {
        throw .featureCountsDiffer(
          sample: sample.name, found: sample.featureCount, other: first.name, needed: first.featureCount)
      }
      samples.append(sample)
    }
    return samples
  }

  /// The centers of neos.makers.
  private static func publishedMean(of role: SampleRole) -> [Double] {
    switch role {
    case .signal: [-1, 1]
    case .nominal: [1, -1]
    case .up: [2.5, 2]
    case .down: [-2.5, -1.5]
    }
  }
}

extension Blobs.Blob {
  /// More numbers than this in one sample are taken for a slip of the pen.
  private static let largestSize = 100_000_000

  fileprivate func sample(key: RandomKey) throws(EventsError) -> Sample {
    let dimension = mean.count
    let largest = Self.largestSize / max(1, dimension)
    guard eventCount >= 1, eventCount <= largest else {
      throw .eventCount(sample: role.rawValue, found: eventCount, largest: largest)
    }
    let unit = (0..<dimension).map { row in (0..<dimension).map { $0 == row ? 1.0 : 0 } }
    let features: [Double]
    do {
      features = try key.multivariateNormal(eventCount, mean: mean, covariance: covariance ?? unit)
    } catch {
      throw .distribution(sample: role.rawValue, error)
    }
    return try Sample(name: role.rawValue, featureCount: dimension, features: features)
  }
}
