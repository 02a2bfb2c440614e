/// A test of a signal strength on observed data by asymptotic formulas: CLs, CLs+b and CLb with their expected
/// band (arXiv:1007.1727; `pyhf.infer.hypotest`).
///
///     let test = try HypothesisTest(model, data: observed, tested: 1)
///     print(test.observed.cls, test.expected.map(\.cls))
public struct HypothesisTest: Sendable {
  /// The tested signal strength.
  public let tested: Double
  /// The test statistic on the observed data, with its fits.
  public let observedStatistic: TestStatisticValue
  /// The test statistic on the Asimov data, with its fits.
  public let asimovStatistic: TestStatisticValue
  /// The p-values of the observed data.
  public let observed: PValues
  /// The expected p-values at +2, +1, 0, -1 and -2 standard deviations, in pyhf's order: the smallest CLs
  /// first. The median is the third.
  public let expected: [PValues]
  /// What did not converge, in words; empty for a sound test.
  public let problems: [String]
  /// The fit to the observed data that the Asimov data come from.
  public let asimovFit: Fit

  /// Tests a signal strength.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the observed data: the main bins, then the auxiliary measurements.
  ///   - tested: the signal strength; 0 for q0, whatever is given.
  ///   - statistic: the test statistic.
  ///   - fitter: how fits are made.
  /// - Throws: ``InferenceError`` when the test makes no sense for the model, the data or the strength. Fits
  ///   that did not converge are no error; see ``problems``.
  public init(
    _ model: some StatisticalModel, data: [Double], tested: Double, statistic: TestStatistic = .qMuTilde,
    fitter: Fitter = Fitter()
  ) throws(InferenceError) {
    self = try AsymptoticCalculator(model, data: data, statistic: statistic, fitter: fitter).test(tested)
  }

  init(_ calculator: AsymptoticCalculator, tested: Double, poi: Int) {
    self.init(calculator, calculator.model, tested: tested, poi: poi)
  }

  private init(
    _ calculator: AsymptoticCalculator, _ model: some StatisticalModel, tested: Double, poi: Int
  ) {
    let (statistic, space, fitter) = (calculator.statistic, calculator.space, calculator.fitter)
    self.tested = tested
    asimovFit = calculator.asimovFit
    observedStatistic = TestStatisticValue(
      statistic, of: tested, poi: poi, model, in: space, data: calculator.data, best: calculator.best,
      fitter: fitter)
    asimovStatistic = TestStatisticValue(
      statistic, of: tested, poi: poi, model, in: space, data: calculator.asimovData,
      best: calculator.asimovFit, fitter: fitter)
    let (q, asimov) = (observedStatistic.value, asimovStatistic.value)
    if statistic.isTwoSided {
      observed = TwoSidedTails(statistic, t: q, asimov: asimov).values
      expected = [2, 1, 0, -1, -2].map {
        TwoSidedTails.expected(statistic, sigmas: $0, asimov: asimov).values
      }
    } else {
      let displacement = Displacement(statistic, q: q, asimov: asimov)
      observed = PValues(displacement: displacement.value, distance: displacement.distance)
      expected = PValues.expected(distance: displacement.distance)
    }
    var problems = observedStatistic.problems(model, space)
    if !asimovFit.isConverged {
      problems.append("the fit for the Asimov data: \(FitReport(asimovFit, model, space))")
    }
    let negative = (0..<model.binCount).filter { calculator.asimovData[$0] < 0 }
    if !negative.isEmpty {
      let bins = negative.map { "\(calculator.asimovData[$0]) in \(model.name(ofBin: $0))" }
      problems.append(
        "the Asimov data have a negative count, \(bins.joined(separator: ", ")): where nothing is observed the best "
          + "fit makes the expected count negative; merge such bins with others")
    } else if !asimovStatistic.conditional.isConverged {
      problems.append(
        "the fit of the Asimov data at \(tested): "
          + "\(FitReport(asimovStatistic.conditional, model, space))")
    }
    self.problems = problems
  }

  /// Whether all fits behind the test converged.
  public var isSound: Bool { problems.isEmpty }
}

/// A test statistic where it is normally distributed, as standard deviations from the alternative, with its
/// derivatives.
struct Displacement {
  /// t: sqrt q - sqrt qA, or (q - qA) / (2 sqrt qA) for q-tilde above qA (arXiv:1007.1727, equations 64 to 66;
  /// pyhf `AsymptoticCalculator.teststatistic`).
  let value: Double
  /// sqrt qA, the distance of the two hypotheses.
  let distance: Double
  /// The derivative of the value in q.
  let slopeInQ: Double
  /// The derivative of the value in qA.
  let slopeInAsimov: Double
  /// The derivative of the distance in qA.
  let distanceSlope: Double

  init(_ statistic: TestStatistic, q: Double, asimov: Double) {
    let (root, distance) = (q.squareRoot(), asimov.squareRoot())
    self.distance = distance
    distanceSlope = asimov > 0 ? 0.5 / distance : 0
    // At qA = 0 the hypotheses are one, and there is nothing to divide by.
    if statistic == .qMuTilde, root > distance, distance > 0 {
      value = (q - asimov) / (2 * distance)
      slopeInQ = 0.5 / distance
      slopeInAsimov = -(q + asimov) / (2 * asimov) * distanceSlope
    } else {
      value = root - distance
      slopeInQ = q > 0 ? 0.5 / root : 0
      slopeInAsimov = -distanceSlope
    }
  }
}
