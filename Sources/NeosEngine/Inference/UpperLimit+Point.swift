internal import RealModule

extension UpperLimit {
  /// A signal strength that was tested on the way, with the outcome or with the reason why there is none.
  public struct Point: Sendable {
    /// The tested strength.
    public let tested: Double
    /// The p-values of the observed data; nil where there was no test.
    public let observed: PValues?
    /// The expected p-values in pyhf's order; empty where there was no test.
    public let expected: [PValues]
    /// The statistical errors of the observed CLs and of the expected ones, from the number of toys; empty by
    /// formulas.
    public let errors: [Double]
    /// Toys that were left out because a fit failed, by the reason, at most five.
    public let failures: [(reason: String, count: Int)]
    /// What went wrong, in words; empty for a sound test. Others take no part in the limits.
    public let problems: [String]

    /// CLs of a curve: 0 for the observed one, 1 to 5 for the expected ones; nil where there is none.
    func cls(_ curve: Int) -> Double? {
      guard let observed, problems.isEmpty else { return nil }
      let value = (curve == 0 ? observed : expected[curve - 1]).cls
      return value.isNaN ? nil : value
    }
  }
}

extension UpperLimit.Point {
  /// A test by formulas.
  init(_ calculator: AsymptoticCalculator, _ tested: Double) {
    self.tested = tested
    (errors, failures) = ([], [])
    do throws(InferenceError) {
      let test = try calculator.test(tested)
      (observed, expected, problems) = (test.observed, test.expected, test.problems)
    } catch {
      (observed, expected, problems) = (nil, [], ["\(error)"])
    }
  }

  /// A test by toys; one that was stopped is none.
  init(
    _ toys: ToyCalculator, _ calculator: AsymptoticCalculator, _ tested: Double, _ control: InferenceControl
  ) {
    self.tested = tested
    do throws(InferenceError) {
      let test = try toys.test(tested, calculator.model, data: calculator.data, control: control)
      failures = test.failures
      guard !test.wasStopped else {
        (observed, expected, errors, problems) = (nil, [], [], ["stopped before all toys were drawn"])
        return
      }
      (observed, expected) = (test.observed, test.expected)
      errors = [test.errors.cls] + test.expectedErrors
      problems =
        test.tested.samples.isEmpty || test.alternative.samples.isEmpty
        ? ["all toys failed: \(test.failures.first?.reason ?? "")"] : []
    } catch {
      (observed, expected, errors, failures, problems) = (nil, [], [], [], ["\(error)"])
    }
  }
}

extension [UpperLimit.Point] {
  /// The statistical error of a limit: that of CLs there, between those of the tested strengths around it, over the
  /// slope of CLs.
  ///
  /// The slope is that of the straight line of log CLs through the strengths where CLs is within a factor of five of
  /// the level, or through the two nearest ones.
  func error(ofLimit limit: Double, curve: Int, level: Double) -> Double? {
    let known = filter { !$0.errors.isEmpty && $0.cls(curve) ?? 0 > 0 }
      .sorted { abs($0.tested - limit) < abs($1.tested - limit) }
    guard known.count > 1,
      let below = known.first(where: { $0.tested <= limit }) ?? known.first,
      let above = known.first(where: { $0.tested >= limit }) ?? known.first
    else { return nil }
    let width = above.tested - below.tested
    let share = width > 0 ? (limit - below.tested) / width : 0
    let size = below.errors[curve] + share * (above.errors[curve] - below.errors[curve])
    var heights: [SIMD2<Double>] = []
    for point in known { heights.append(SIMD2(point.tested, .log((point.cls(curve) ?? 0) / level))) }
    let close = heights.filter { abs($0.y) < .log(5.0) }
    let line = close.count > 1 ? close : [heights[0], heights[1]]
    var mean = SIMD2<Double>()
    for point in line { mean += point / Double(line.count) }
    var (products, squares) = (0.0, 0.0)
    for point in line {
      products += (point.x - mean.x) * (point.y - mean.y)
      squares += (point.x - mean.x) * (point.x - mean.x)
    }
    let slope = products / squares
    return slope < 0 ? -size / (level * slope) : nil
  }
}
