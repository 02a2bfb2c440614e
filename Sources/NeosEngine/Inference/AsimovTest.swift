import RealModule

/// A likelihood-ratio test of a signal strength on Asimov data, with its exact gradient in the templates.
///
/// Asimov data are the expected data of the model at its initial parameters with the signal strength at an
/// alternative. Their best fit is that point itself, with no fit needed: the Poisson and constraint terms all
/// have their maximum there. Only the fit at the tested signal strength is made. (Cowan, Cranmer, Gross and
/// Vitells, arXiv:1007.1727, section 3; relaxed 0.2.1 `infer.hypotest` with `expected_pars`.)
public struct AsimovTest: Sendable {
  /// The test statistic on the Asimov data: q-mu for a tested strength above the alternative, q0 for the test
  /// of 0. Clipped at 0.
  public let statistic: Double
  /// The fit at the tested signal strength.
  public let conditional: Fit
  /// The parameters of the Asimov data, which are their best fit.
  public let asimov: [Double]
  /// What is expected at the parameters of the Asimov data.
  private let counts: ExpectedCounts<Double>
  /// What is expected at the fit.
  private let fittedCounts: ExpectedCounts<Double>

  /// Where other parameters can replace the signal q is 0 but for rounding, and there is no slope in its root. It is
  /// the square of 1e-12 standard deviations.
  private static let rounding = 1e-24

  /// Tests a signal strength on the Asimov data of another.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - tested: the signal strength in question: 1 for an expected exclusion, 0 for a discovery.
  ///   - alternative: the signal strength of the Asimov data.
  ///   - fitter: how fits are made.
  public init(
    _ model: some StatisticalModel, tested: Double, alternative: Double, fitter: Fitter = .brief
  ) {
    var room = StatisticsRoom()
    self.init(model, tested: tested, alternative: alternative, fitter: fitter, in: &room)
  }

  /// The same in a room.
  init(
    _ model: some StatisticalModel, tested: Double, alternative: Double, fitter: Fitter = .brief,
    in room: inout StatisticsRoom
  ) {
    let space = model.parameterSpace
    room.asimov.set(to: space.initial)
    if let poi = space.poiIndex { room.asimov[poi] = alternative }
    model.expectedData(room.asimov, into: &room.data)
    asimov = room.asimov
    conditional = fitter.fit(model, in: space, data: room.data, fixedPOI: tested, room: &room.fit)
    counts = model.expectedCounts(asimov)
    fittedCounts = model.expectedCounts(conditional.parameters)
    let statistic =
      2
      * model.logRatio(
        asimov, counts: counts, to: conditional.parameters, counts: fittedCounts, data: room.data)
    self.statistic = statistic > Self.rounding ? statistic : statistic.isNaN ? .nan : 0
  }

  /// The gradient of the statistic in the templates of the model that was tested; 0 where the statistic is
  /// clipped.
  ///
  /// It needs no derivative of the fitted parameters: the likelihood is stationary in them (the envelope
  /// theorem), and those held by a bound do not move. What remains is the dependence of the likelihood on
  /// templates and on data, and that of the Asimov data on the templates.
  public func templateGradient(_ model: some StatisticalModel) -> [[Double]] {
    var gradient: [[Double]] = []
    templateGradient(model, into: &gradient)
    return gradient
  }

  /// Replaces `gradient` by that of the statistic in the templates, times a factor.
  func templateGradient(
    _ model: some StatisticalModel, times factor: Double = 1, into gradient: inout [[Double]]
  ) {
    if statistic > 0 {
      model.asimovRatioGradient(
        asimov, counts: counts, to: conditional.parameters, counts: fittedCounts, into: &gradient)
      gradient.scale(by: 2 * factor)
    } else {
      gradient.setZeros(like: model.yields.templates)
    }
  }

  /// Whether the fit at the tested signal strength found its maximum.
  public var isConverged: Bool { conditional.status == .converged }

  /// The p-value of the tested hypothesis, 1 - Phi(sqrt q): CLs+b for q-mu, p0 for q0.
  public var pValue: Double { 0.5 * .erfc((statistic / 2).squareRoot()) }

  /// The derivative of the p-value in the statistic, -phi(sqrt q) / (2 sqrt q); 0 where q is clipped.
  public var pValueSlope: Double {
    guard statistic > 0 else { return 0 }
    let root = statistic.squareRoot()
    return -normalPDF(root) / (2 * root)
  }
}
