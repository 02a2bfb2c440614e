/// An upper limit on the signal strength: where CLs falls to a level, observed and expected.
public struct UpperLimit: Sendable {
  /// One limit.
  public enum Value: Sendable, Equatable {
    /// The signal strength above which strengths are excluded.
    case at(Double)
    /// There is none, in words.
    case none(String)

    /// The limit, if there is one.
    public var value: Double? {
      if case .at(let value) = self { value } else { nil }
    }
  }

  /// The level of CLs.
  public let level: Double
  /// The observed limit.
  public let observed: Value
  /// The expected limits in pyhf's order, the smallest first; the median is the third.
  public let expected: [Value]
  /// The statistical error of the observed limit, from the number of toys; nil by formulas, without a limit, and
  /// where too few strengths around it were tested.
  public let observedError: Double?
  /// The statistical errors of the expected limits.
  public let expectedErrors: [Double?]
  /// All tested strengths, in ascending order.
  public let points: [Point]
  /// Whether it was stopped before all was done.
  public let wasStopped: Bool

  init(level: Double, values: [Value], points: [Point], wasStopped: Bool) {
    self.level = level
    observed = values[0]
    expected = Array(values[1...])
    let errors = values.indices.map { curve in
      values[curve].value.flatMap { points.error(ofLimit: $0, curve: curve, level: level) }
    }
    observedError = errors[0]
    expectedErrors = Array(errors[1...])
    self.points = points.sorted { $0.tested < $1.tested }
    self.wasStopped = wasStopped
  }
}

extension UpperLimit {
  /// Toys that were left out because a fit failed, over all tested strengths, by the reason.
  public var failedToys: [(reason: String, count: Int)] {
    var known: [(reason: String, count: Int)] = []
    for failure in points.flatMap(\.failures) {
      if let index = known.firstIndex(where: { $0.reason == failure.reason }) {
        known[index].count += failure.count
      } else {
        known.append(failure)
      }
    }
    return known
  }
}

extension UpperLimit.Value: CustomStringConvertible {
  /// The limit, or why there is none.
  public var description: String {
    switch self {
    case .at(let value): "\(value)"
    case .none(let reason): reason
    }
  }
}
