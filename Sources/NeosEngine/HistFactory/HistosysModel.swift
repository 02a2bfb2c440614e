/// A signal with a free normalization on a background with one correlated shape uncertainty.
///
/// The expected count of bin b is mu signal_b + nominal_b + delta_b(alpha), where delta interpolates between
/// the up and down templates with ``InterpolationCode4p`` and alpha is constrained by a unit normal
/// distribution. It is the pyhf model of neos 0.1.5 (`histosys_model_from_hists`), with its parameter names and
/// order.
public struct HistosysModel: StatisticalModel {
  /// The templates `signal`, `nominal`, `up` and `down`.
  public let yields: Yields

  /// The model made of those templates.
  ///
  /// - Throws: ``ModelError`` when the templates are others, or not finite.
  public init(_ yields: Yields) throws(ModelError) {
    try yields.check(model: "histosys", needed: TemplateRule.asTheyAre.templateNames)
    self.yields = yields
  }

  /// The shape parameter, then the signal strength, as pyhf orders them.
  public var parameters: [ModelParameter] {
    [
      ModelParameter(name: "nn_histosys", initial: 0, bounds: -5...5),
      ModelParameter(name: "mu", initial: 1, bounds: 0...10),
    ]
  }

  /// The position of `mu`.
  public var poiIndex: Int? { 1 }

  /// The number of main bins.
  public var binCount: Int { yields.binCount }

  /// The measurement of the shape parameter.
  public var auxiliaryData: [Double] { [0] }

  /// The expected counts of the main bins.
  public func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    let (p, m) = InterpolationCode4p.factors(parameters[0])
    let mu = parameters[1]
    let t = yields.templates
    return (0..<binCount).map { bin in
      let shiftUp: S = (t[2][bin] - t[1][bin]) * p
      let shiftDown: S = (t[1][bin] - t[3][bin]) * m
      return t[0][bin] * mu + t[1][bin] + (shiftUp + shiftDown)
    }
  }

  /// The expected data: main bins, then the shape parameter.
  public func expectedData(_ parameters: [Double]) -> [Double] {
    expectedRates(parameters) + [parameters[0]]
  }

  /// Pulls a gradient in the expected data back to the templates.
  public func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    templateRatesPullback(parameters, cotangent: Array(cotangent.prefix(binCount)))
  }

  /// The log-likelihood of the data.
  public func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    expectedRates(parameters).enumerated().reduce(logUnitNormal(data[binCount], mean: parameters[0])) {
      $0 + logPoisson(data[$1.offset], rate: $1.element)
    }
  }

  /// The log-likelihood of the data at `parameters` minus that at `reference`.
  public func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    let (alpha, other) = (parameters[0], reference[0])
    let constraint = (alpha - other) * (data[binCount] - 0.5 * (alpha + other))
    return zip(expectedRates(parameters), expectedRates(reference)).enumerated().reduce(constraint) {
      $0 + logPoissonRatio(data[$1.offset], rate: $1.element.0, to: $1.element.1)
    }
  }

  /// The gradient in the templates of the log-likelihood at `parameters` minus that at `other`, on the data that
  /// `parameters` predict.
  public func asimovRatioGradient(_ parameters: [Double], to other: [Double]) -> [[Double]] {
    let gradients = asimovRateGradients(parameters, to: other)
    var gradient = templateRatesPullback(parameters, cotangent: gradients.atParameters)
    gradient.add(templateRatesPullback(other, cotangent: gradients.atOther), scaledBy: 1)
    return gradient
  }

  /// The gradient of the log-likelihood in the parameters.
  public func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    let rates = expectedRates(parameters)
    let (p, m) = InterpolationCode4p.slopes(parameters[0])
    let t = yields.templates
    var alpha = S(data[binCount]) - parameters[0]
    var mu = S(0)
    for bin in 0..<binCount {
      let slope = logPoissonSlope(data[bin], rate: rates[bin])
      let shiftUp: S = (t[2][bin] - t[1][bin]) * p
      let shiftDown: S = (t[1][bin] - t[3][bin]) * m
      alpha = alpha + slope * (shiftUp + shiftDown)
      mu = mu + t[0][bin] * slope
    }
    return [alpha, mu]
  }

  /// The gradient of the log-likelihood in the templates and in the data.
  public func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S]) {
    let rates = expectedRates(parameters)
    let slopes = rates.enumerated().map { logPoissonSlope(data[$0], rate: $1) }
    return (
      templateRatesPullback(parameters, cotangent: slopes),
      rates.map { S.log($0) } + [parameters[0] - data[binCount]]
    )
  }

  private func templateRatesPullback<S: LikelihoodScalar>(_ parameters: [S], cotangent: [S]) -> [[S]] {
    let (p, m) = InterpolationCode4p.factors(parameters[0])
    let nominal = (m - p) + 1
    return [
      cotangent.map { parameters[1] * $0 }, cotangent.map { nominal * $0 },
      cotangent.map { p * $0 }, cotangent.map { -1 * (m * $0) },
    ]
  }
}
