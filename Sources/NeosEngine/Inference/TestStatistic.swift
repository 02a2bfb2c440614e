/// A likelihood-ratio test statistic of a signal strength (Cowan, Cranmer, Gross and Vitells, arXiv:1007.1727,
/// section 2; `pyhf.infer.test_statistics`). All are clipped at 0.
///
/// Between a statistic and its tilde there is no difference in value: the best fit stays within the bounds of
/// the model, and with a lower bound of 0 it is the tilde that one computes. The p-values differ.
public enum TestStatistic: String, Sendable, Hashable, CaseIterable, Codable {
  /// q0, for a discovery: 0 where the best fit is negative (equation 12).
  case q0
  /// q-mu, for an upper limit: 0 where the best fit lies above the tested strength (equation 14).
  case qMu = "q"
  /// q-mu-tilde, the same for a strength that cannot be negative (equation 16).
  case qMuTilde = "qtilde"
  /// t-mu, two-sided (equation 8).
  case tMu = "t"
  /// t-mu-tilde, two-sided, for a strength that cannot be negative (equation 11).
  case tMuTilde = "ttilde"

  /// The statistic of a likelihood ratio.
  ///
  /// - Parameters:
  ///   - ratio: twice the log-likelihood at the best fit minus that at the tested strength.
  ///   - best: the best-fit strength.
  ///   - tested: the tested strength.
  func value(ratio: Double, best: Double, tested: Double) -> Double {
    if ratio.isNaN { return .nan }
    let isZero =
      switch self {
      case .q0: best < 0
      case .qMu, .qMuTilde: best > tested
      case .tMu, .tMuTilde: false
      }
    return isZero || ratio < 0 ? 0 : ratio
  }

  /// Whether best fits on both sides of the tested strength speak against it.
  public var isTwoSided: Bool { self == .tMu || self == .tMuTilde }

  /// Whether it is for a strength that cannot be negative.
  var isTilde: Bool { self == .qMuTilde || self == .tMuTilde }

  /// The one with a tilde or without; nil where there is none.
  var counterpart: Self? {
    switch self {
    case .q0: nil
    case .qMu: .qMuTilde
    case .qMuTilde: .qMu
    case .tMu: .tMuTilde
    case .tMuTilde: .tMu
    }
  }

  /// The strength whose Asimov data the statistic is compared with: 1 for q0, else 0.
  public var asimovStrength: Double { self == .q0 ? 1 : 0 }
}

/// A test statistic on data, with the two fits behind it.
public struct TestStatisticValue: Sendable {
  /// The statistic.
  public let statistic: TestStatistic
  /// The tested signal strength.
  public let tested: Double
  /// The value: -2 ln of the profile likelihood ratio under the statistic's conditions, 0 or more; NaN where a
  /// fit has no likelihood.
  public let value: Double
  /// The fit at the tested signal strength.
  public let conditional: Fit
  /// The fit with the signal strength free.
  public let best: Fit
  /// The data.
  let data: [Double]

  /// The statistic of a model and data: the main bins, then the auxiliary measurements.
  ///
  /// For q0 the tested strength is 0, whatever is given (as in `pyhf.infer.test_statistics.q0`).
  ///
  /// - Throws: ``InferenceError`` when the strength cannot be tested or the data do not fit the model. A fit
  ///   that did not converge is no error; see ``problems(_:)``.
  public init(
    _ statistic: TestStatistic, of tested: Double, _ model: some StatisticalModel, data: [Double],
    fitter: Fitter = Fitter()
  ) throws(InferenceError) {
    let space = model.parameterSpace
    let tested = statistic == .q0 ? 0 : tested
    let poi = try space.poi(testedAt: tested)
    try model.check(data: data, space)
    self.init(
      statistic, of: tested, poi: poi, model, in: space, data: data,
      best: fitter.fit(model, in: space, data: data), fitter: fitter)
  }

  /// The statistic, with a free fit that was made before.
  ///
  /// - Parameter start: where the fit at the tested strength starts; the free fit's parameters by default.
  init(
    _ statistic: TestStatistic, of tested: Double, poi: Int, _ model: some StatisticalModel,
    in space: ParameterSpace, data: [Double], best: Fit, fitter: Fitter, start: [Double]? = nil
  ) {
    var best = best
    var conditional = best
    if best.isConverged, best.parameters[poi] == tested {
      // One fit, not two that differ by rounding, whose square root would be no rounding.
      conditional.free.removeAll { $0 == poi }
      conditional.atBound.removeAll { $0 == poi }
    } else {
      // The free fit's nuisance parameters are close to those of the other fit.
      conditional = fitter.fit(
        model, in: space, data: data, near: start ?? (best.isConverged ? best.parameters : nil),
        fixed: [poi: tested])
    }
    var ratio = 2 * model.logRatio(best.parameters, to: conditional.parameters, data: data)
    if ratio < -1e-9, conditional.isConverged {
      // The free fit ended at a lower maximum than the other; from there it can only rise.
      best = fitter.fit(model, in: space, data: data, initial: conditional.parameters)
      ratio = 2 * model.logRatio(best.parameters, to: conditional.parameters, data: data)
    }
    self.statistic = statistic
    self.tested = tested
    self.data = data
    self.conditional = conditional
    self.best = best
    value = statistic.value(ratio: ratio, best: best.parameters[poi], tested: tested)
  }

  /// What did not converge, in words.
  public func problems(_ model: some StatisticalModel) -> [String] { problems(model, model.parameterSpace) }

  func problems(_ model: some StatisticalModel, _ space: ParameterSpace) -> [String] {
    [("the free fit", best), ("the fit at \(tested)", conditional)].filter { !$0.1.isConverged }
      .map { "\($0.0): \(FitReport($0.1, model, space))" }
  }

  /// The gradient of the value in the templates and in the data; 0 where the value is clipped.
  ///
  /// It needs no derivative of the fitted parameters: the likelihood is stationary in the free ones (the
  /// envelope theorem), and those held by a bound do not move. Templates move here on fixed data; where the
  /// auxiliary data are the model's own, ``StatisticalModel/auxiliaryDataPullback(_:)`` of the data's gradient
  /// comes on top.
  public func gradient(_ model: some StatisticalModel) -> (templates: [[Double]], data: [Double]) {
    guard value > 0 else { return (model.zeroGradient, data.map { _ in 0 }) }
    let atBest: (templates: [[Double]], data: [Double]) = model.templateGradient(best.parameters, data: data)
    let atTested: (templates: [[Double]], data: [Double]) = model.templateGradient(
      conditional.parameters, data: data)
    var templates = atBest.templates.scaled(by: 2)
    templates.add(atTested.templates, scaledBy: -2)
    return (templates, zip(atBest.data, atTested.data).map { 2 * ($0 - $1) })
  }

  /// The derivative of the value in the tested strength; 0 where the value is clipped.
  public func strengthDerivative(_ model: some StatisticalModel) -> Double {
    guard value > 0, let poi = model.poiIndex else { return 0 }
    let gradient: [Double] = model.parameterGradient(conditional.parameters, data: data)
    return -2 * gradient[poi]
  }
}
