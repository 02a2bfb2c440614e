/// What makes features comparable before they enter the network: (x - mean) / scale, each feature with its own.
public struct Standardization: Sendable, Hashable, Codable {
  /// The mean of each feature.
  public let means: [Double]
  /// The standard deviation of each feature; 1 for a feature that is the same in all events.
  public let scales: [Double]

  /// A standardization; both arrays have a number for each feature, and scales are above 0.
  public init(means: [Double], scales: [Double]) {
    precondition(
      means.count == scales.count && scales.allSatisfy { $0 > 0 }, "one scale above 0 for each feature")
    self.means = means
    self.scales = scales
  }

  /// That of the events of some samples together, whatever their weights.
  ///
  /// - Parameter featureCount: how many of the samples' columns are features; all unless told.
  init(of samples: [Sample], featureCount: Int? = nil) {
    let width = featureCount ?? samples.first?.featureCount ?? 0
    let count = Double(samples.reduce(0) { $0 + $1.eventCount })
    func mean(_ term: (_ value: Double, _ feature: Int) -> Double) -> [Double] {
      var sums = [Double](repeating: 0, count: width)
      for sample in samples {
        for start in stride(from: 0, to: sample.features.count, by: sample.featureCount) {
          for feature in 0..<width { sums[feature] += term(sample.features[start + feature], feature) }
        }
      }
      return sums.map { $0 / count }
    }
    let means = mean { value, _ in value }
    let variances = mean { value, feature in (value - means[feature]) * (value - means[feature]) }
    self.init(means: means, scales: variances.map { $0 > 0 ? $0.squareRoot() : 1 })
  }

  /// Whether there is a usable mean and scale for each of so many features; numbers from a file need not be.
  func isUsable(for featureCount: Int) -> Bool {
    means.count == featureCount && scales.count == featureCount && means.allSatisfy(\.isFinite)
      && scales.allSatisfy { $0 > 0 && $0.isFinite }
  }

  /// Writes the standardized features of some events.
  func apply<S: NetworkScalar>(_ from: UnsafePointer<Double>, to: UnsafeMutablePointer<S>, count: Int) {
    let width = means.count
    for feature in 0..<width {
      let (mean, factor) = (means[feature], 1 / scales[feature])
      var place = feature
      for _ in 0..<count {
        to[place] = S((from[place] - mean) * factor)
        place += width
      }
    }
  }

  /// The standardized features of events, row-major.
  public func applied(to features: [Double]) -> [Double] {
    let count = means.isEmpty ? 0 : features.count / means.count
    return [Double](unsafeUninitializedCapacity: features.count) { room, initializedCount in
      features.withUnsafeBufferPointer { features in
        if let from = features.baseAddress, let to = room.baseAddress { apply(from, to: to, count: count) }
      }
      initializedCount = count * means.count
    }
  }
}
