/// A distribution known by samples of it (`pyhf.infer.calculators.EmpiricalDistribution`).
public struct EmpiricalDistribution: Sendable, Equatable {
  /// The samples, in ascending order.
  public let samples: [Double]

  /// The distribution of some samples. None of them may be NaN.
  public init(_ samples: [Double]) {
    precondition(!samples.contains { $0.isNaN }, "a sample is a number")
    self.samples = samples.sorted()
  }

  /// Values that are this much apart, absolutely and in units of their own, are the same but for rounding.
  private static let rounding = 1e-9

  /// The share of samples at or above a value; NaN without samples.
  ///
  /// Toys often repeat the observed counts, and their fits, which start elsewhere, then come to the same value but for
  /// rounding: a sample that is lower by rounding alone counts.
  public func pValue(_ value: Double) -> Double {
    guard !samples.isEmpty, !value.isNaN else { return .nan }
    let least = value.isFinite ? value - Self.rounding * max(1, abs(value)) : value
    var (low, high) = (0, samples.count)
    while low < high {
      let middle = (low + high) / 2
      if samples[middle] < least { low = middle + 1 } else { high = middle }
    }
    return Double(samples.count - low) / Double(samples.count)
  }

  /// The standard error of ``pValue(_:)``, from the binomial distribution.
  public func pValueError(_ value: Double) -> Double {
    Self.shareError(pValue(value), of: samples.count)
  }

  /// The standard error of a share of so many samples, from the binomial distribution. What is nearer than one sample to
  /// none or all of them counts as one sample away: none of 100 does not mean that none of 1000 would be.
  static func shareError(_ share: Double, of count: Int) -> Double {
    let least = 1 / Double(max(count, 2))
    let share = share.isNaN ? share : min(max(share, least), 1 - least)
    return (share * (1 - share) / Double(count)).squareRoot()
  }

  /// The value below which a share of the samples lies, by linear interpolation between samples
  /// (`numpy.percentile`); NaN without samples.
  public func quantile(_ share: Double) -> Double {
    guard let last = samples.indices.last else { return .nan }
    guard !share.isNaN else { return .nan }
    let position = Double(last) * min(max(share, 0), 1)
    let low = Int(position.rounded(.down))
    guard low < last else { return samples[last] }
    return samples[low] + (position - Double(low)) * (samples[low + 1] - samples[low])
  }

  /// The standard error of ``quantile(_:)``: half the distance of the quantiles that lie the error of their share
  /// to either side.
  public func quantileError(_ share: Double) -> Double {
    let error = (share * (1 - share) / Double(samples.count)).squareRoot()
    return 0.5 * (quantile(share + error) - quantile(share - error))
  }
}
