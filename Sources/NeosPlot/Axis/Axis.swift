/// How an axis spreads its values.
public enum AxisScale: Sendable, Hashable, CaseIterable {
  /// Equal distances for equal differences.
  case linear
  /// Equal distances for equal ratios; only positive values have a place.
  case log
}

/// A range of values along a line, both ends included.
///
/// The ends are finite, `low < high`, and far enough apart that ticks between them are different numbers; on
/// a log scale both are positive.
public struct Axis: Sendable, Hashable {
  /// The value at the start.
  public let low: Double
  /// The value at the end.
  public let high: Double
  /// How the values between spread.
  public let scale: AxisScale

  /// Values beyond ±10^300 are taken for that.
  static let largest = 1e300

  /// An axis over a range. Equal ends are moved apart; nil when no value of the range has a place: an end is
  /// not a number, or a log scale gets no positive value.
  public init?(from first: Double, to last: Double, scale: AxisScale = .linear) {
    guard !first.isNaN, !last.isNaN else { return nil }
    var low = max(min(first, last), -Self.largest)
    var high = min(max(first, last), Self.largest)
    low = min(low, Self.largest)
    high = max(high, -Self.largest)
    switch scale {
    case .linear:
      let size = max(low.magnitude, high.magnitude)
      if high - low < max(size * 1e-11, 1e-290) {
        let room = size < 1e-280 ? 1 : size / 2
        low -= room
        high += room
      }
    case .log:
      guard high > 0 else { return nil }
      high = max(high, 1e-300)
      if low <= 0 { low = high / 1000 }
      low = max(low, 1e-303)
      if high / low < 1 + 1e-9 {
        low /= 2
        high *= 2
      }
    }
    self.low = low
    self.high = high
    self.scale = scale
  }

  /// An axis over those values that have a place on it; nil when there is none.
  ///
  /// - Parameters:
  ///   - values: any numbers; those that are not finite, or not positive on a log scale, are left out.
  ///   - scale: the scale.
  ///   - count: widen the range to round ticks, for at most so many; nil leaves it as it is.
  public init?(
    covering values: some Sequence<Double>, scale: AxisScale = .linear, roundedForTicks count: Int? = nil
  ) {
    var low = Double.infinity
    var high = -Double.infinity
    for value in values where value.isFinite && (scale == .linear || value > 0) {
      low = min(low, value)
      high = max(high, value)
    }
    guard low <= high, let axis = Axis(from: low, to: high, scale: scale) else { return nil }
    self = count.map { axis.rounded(forTicks: $0) } ?? axis
  }

  /// Where a value lies: 0 at the low end, 1 at the high end, below 0 or above 1 outside; nil when it has no
  /// place.
  public func fraction(of value: Double) -> Double? {
    switch scale {
    case .linear:
      return value.isNaN ? nil : (value - low) / (high - low)
    case .log:
      guard value > 0 else { return nil }
      let start = decimalLogarithm(low)
      return (decimalLogarithm(value) - start) / (decimalLogarithm(high) - start)
    }
  }

  /// The value at a fraction of the way from the low to the high end.
  public func value(at fraction: Double) -> Double {
    switch scale {
    case .linear:
      return low + fraction * (high - low)
    case .log:
      let start = decimalLogarithm(low)
      return powerOfTen(start + fraction * (decimalLogarithm(high) - start))
    }
  }

  /// Whether a value lies on the axis.
  public func contains(_ value: Double) -> Bool { low <= value && value <= high }
}
