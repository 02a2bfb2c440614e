/// A test of a signal strength by toys.
public struct ToyTest: Sendable {
  /// The test statistic on the observed data, with its fits.
  public let observedStatistic: TestStatisticValue
  /// The statistic's distribution if the tested strength is true.
  public let tested: EmpiricalDistribution
  /// The statistic's distribution under the alternative: no signal, or for q0 a strength of 1.
  public let alternative: EmpiricalDistribution
  /// The p-values of the observed data: shares of the toys.
  public let observed: PValues
  /// The statistical errors of CLs+b, CLb and CLs, from the number of toys.
  public let errors: (clsb: Double, clb: Double, cls: Double)
  /// The expected p-values in pyhf's order, the smallest first: quantiles over the alternative's toys, each of
  /// which is taken as the observed one. CLs+b, CLb and CLs are each ordered for themselves.
  public let expected: [PValues]
  /// The statistical errors of the expected CLs, from the number of toys.
  public let expectedErrors: [Double]
  /// The statistical errors of the expected CLs+b, from the number of toys.
  public let expectedTailErrors: [Double]
  /// How many toys of the two hypotheses were drawn, those that were left out included.
  public let drawnCount: Int
  /// How many toys of the two hypotheses were left out because a fit failed.
  public let failureCount: Int
  /// What went wrong in such toys, with how often; at most five different reasons.
  public let failures: [(reason: String, count: Int)]
  /// Whether the test was stopped before all toys were drawn.
  public let wasStopped: Bool

  init(observed: TestStatisticValue, toys: [Toy?]) {
    var samples: [[Double]] = [[], []]
    var reasons: [(reason: String, count: Int)] = []
    var failureCount = 0
    for (index, toy) in toys.enumerated() {
      switch toy {
      case .value(let value): samples[index % 2].append(value)
      case .failure(let reason):
        failureCount += 1
        if let known = reasons.firstIndex(where: { $0.reason == reason }) {
          reasons[known].count += 1
        } else if reasons.count < 5 {
          reasons.append((reason, 1))
        }
      case nil: break
      }
    }
    observedStatistic = observed
    let tested = EmpiricalDistribution(samples[0])
    let alternative = EmpiricalDistribution(samples[1])
    self.tested = tested
    self.alternative = alternative
    func pValues(_ value: Double) -> PValues {
      PValues(clsb: tested.pValue(value), clb: alternative.pValue(value))
    }
    self.observed = pValues(observed.value)
    errors = (
      tested.pValueError(observed.value), alternative.pValueError(observed.value),
      self.observed.ratioError(testedCount: tested.samples.count, alternativeCount: alternative.samples.count)
    )
    let all = alternative.samples.map(pValues)
    func distribution(_ kind: PValueKind) -> EmpiricalDistribution {
      EmpiricalDistribution(all.map { $0[kind] }.filter { !$0.isNaN })
    }
    let (clsb, clb, cls) = (distribution(.clsb), distribution(.clb), distribution(.cls))
    let shares = [2.0, 1, 0, -1, -2].map(NormalTail.probability)
    let expected = shares.map {
      PValues(clsb: clsb.quantile($0), clb: clb.quantile($0), cls: cls.quantile($0))
    }
    self.expected = expected
    expectedErrors = zip(shares, expected).map { share, values in
      // That of the toy which is taken as observed, and that of its CLs+b.
      let ofTested = values.ratioError(testedCount: tested.samples.count, alternativeCount: nil)
      let ofQuantile = cls.quantileError(share)
      return (ofTested * ofTested + ofQuantile * ofQuantile).squareRoot()
    }
    expectedTailErrors = zip(shares, expected).map { share, values in
      let ofTested = values.tailError(count: tested.samples.count)
      let ofQuantile = clsb.quantileError(share)
      return (ofTested * ofTested + ofQuantile * ofQuantile).squareRoot()
    }
    drawnCount = toys.count { $0 != nil }
    self.failureCount = failureCount
    failures = reasons
    wasStopped = toys.contains { $0 == nil }
  }
}

extension PValues {
  /// The standard error of CLs as a ratio of two shares of toys; without a count of the alternative's, that which
  /// comes from the other's alone. A share of 0 counts as one toy of all.
  func ratioError(testedCount: Int, alternativeCount: Int?) -> Double {
    func relativeSquare(_ share: Double, _ count: Int) -> Double {
      let relative = EmpiricalDistribution.shareError(share, of: count) / max(share, 1 / Double(count))
      return relative * relative
    }
    let size = max(cls, 1 / (Double(testedCount) * clb))
    let square = relativeSquare(clsb, testedCount) + (alternativeCount.map { relativeSquare(clb, $0) } ?? 0)
    return size * square.squareRoot()
  }
  /// The standard error of CLs+b as a share of toys.
  func tailError(count: Int) -> Double { EmpiricalDistribution.shareError(clsb, of: count) }
}
