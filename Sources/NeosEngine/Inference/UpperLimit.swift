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

  /// A signal strength that was tested on the way, with its test or with the reason why there is none.
  public struct Point: Sendable {
    /// The tested strength.
    public let tested: Double
    /// The test; those that are not sound take no part in the limits.
    public let test: HypothesisTest?
    /// What went wrong, in words; empty for a sound test.
    public let problems: [String]

    /// CLs of a curve: 0 for the observed one, 1 to 5 for the expected ones; nil where there is none.
    func cls(_ curve: Int) -> Double? {
      guard let test, problems.isEmpty else { return nil }
      let value = (curve == 0 ? test.observed : test.expected[curve - 1]).cls
      return value.isNaN ? nil : value
    }
  }

  /// The level of CLs.
  public let level: Double
  /// The observed limit.
  public let observed: Value
  /// The expected limits in pyhf's order, the smallest first; the median is the third.
  public let expected: [Value]
  /// All tested strengths, in ascending order.
  public let points: [Point]
  /// Whether it was stopped before all was done.
  public let wasStopped: Bool

  init(level: Double, values: [Value], points: [Point], wasStopped: Bool) {
    self.level = level
    observed = values[0]
    expected = Array(values[1...])
    self.points = points.sorted { $0.tested < $1.tested }
    self.wasStopped = wasStopped
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

extension UpperLimit.Point {
  init(_ calculator: AsymptoticCalculator, _ tested: Double) {
    self.tested = tested
    do throws(InferenceError) {
      let test = try calculator.test(tested)
      self.test = test
      problems = test.problems
    } catch {
      test = nil
      problems = ["\(error)"]
    }
  }
}
