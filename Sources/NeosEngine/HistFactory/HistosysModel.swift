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
  public var parameters: [ModelParameter] { Self.parameters }
  private static let parameters = [
    ModelParameter(name: "nn_histosys", initial: 0, bounds: -5...5),
    ModelParameter(name: "mu", initial: 1, bounds: 0...10),
  ]

  /// The same for all templates.
  public var parameterSpace: ParameterSpace { Self.space }
  private static let space = ParameterSpace(parameters, poiIndex: 1)

  /// The position of `mu`.
  public var poiIndex: Int? { 1 }

  /// The number of main bins.
  public var binCount: Int { yields.binCount }

  /// The measurement of the shape parameter.
  public var auxiliaryData: [Double] { [0] }

  /// A unit normal measurement of the shape parameter.
  public var auxiliaryMeasurements: [AuxiliaryMeasurement] {
    [AuxiliaryMeasurement(parameter: 0, distribution: .normal(width: 1))]
  }

  /// The expected counts of the main bins.
  public func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    let factors = InterpolationCode4p.factors(parameters[0])
    return (0..<binCount).map { rate(ofBin: $0, factors, mu: parameters[1]) }
  }

  /// The expected count of a bin.
  private func rate<S: LikelihoodScalar>(ofBin bin: Int, _ factors: (up: S, down: S), mu: S) -> S {
    yields.templates[0][bin] * mu + yields.templates[1][bin] + shift(ofBin: bin, factors)
  }

  /// What the variations add to the nominal count of a bin; with the factors' slopes, the slope of that.
  private func shift<S: LikelihoodScalar>(ofBin bin: Int, _ factors: (up: S, down: S)) -> S {
    let (nominal, up, down) = (yields.templates[1][bin], yields.templates[2][bin], yields.templates[3][bin])
    let shiftUp: S = (up - nominal) * factors.up
    let shiftDown: S = (nominal - down) * factors.down
    return shiftUp + shiftDown
  }

  /// The expected data: main bins, then the shape parameter.
  public func expectedData(_ parameters: [Double], into data: inout [Double]) {
    data.removeAll(keepingCapacity: true)
    data.reserveCapacity(binCount + 1)
    let factors = InterpolationCode4p.factors(parameters[0])
    for bin in 0..<binCount { data.append(rate(ofBin: bin, factors, mu: parameters[1])) }
    data.append(parameters[0])
  }

  /// Pulls a gradient in the expected data back to the templates.
  public func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    templateRatesPullback(parameters, cotangent: Array(cotangent.prefix(binCount)))
  }

  /// The log-likelihood of the data.
  @_specialize(where S == Double)
  public func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    let factors = InterpolationCode4p.factors(parameters[0])
    return (0..<binCount).reduce(logUnitNormal(data[binCount], mean: parameters[0])) {
      $0 + logPoisson(data[$1], rate: rate(ofBin: $1, factors, mu: parameters[1]))
    }
  }

  /// The log-likelihood of the data at `parameters` minus that at `reference`.
  public func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    let (alpha, other) = (parameters[0], reference[0])
    let constraint = (alpha - other) * (data[binCount] - 0.5 * (alpha + other))
    let (factors, others) = (InterpolationCode4p.factors(alpha), InterpolationCode4p.factors(other))
    return (0..<binCount).reduce(constraint) {
      $0
        + logPoissonRatio(
          data[$1], rate: rate(ofBin: $1, factors, mu: parameters[1]),
          to: rate(ofBin: $1, others, mu: reference[1]))
    }
  }

  /// The gradient in the templates of the log-likelihood at `parameters` minus that at `other`, on the data that
  /// `parameters` predict.
  public func asimovRatioGradient(
    _ parameters: [Double], to other: [Double], into gradient: inout [[Double]]
  ) {
    let (here, there) = (InterpolationCode4p.factors(parameters[0]), InterpolationCode4p.factors(other[0]))
    let (nominalHere, nominalThere) = ((here.down - here.up) + 1, (there.down - there.up) + 1)
    gradient.setZeros(like: yields.templates)
    for bin in 0..<binCount {
      let slopes = Self.asimovRateSlopes(
        rate(ofBin: bin, here, mu: parameters[1]), to: rate(ofBin: bin, there, mu: other[1]))
      gradient[0][bin] = parameters[1] * slopes.here + other[1] * slopes.there
      gradient[1][bin] = nominalHere * slopes.here + nominalThere * slopes.there
      gradient[2][bin] = here.up * slopes.here + there.up * slopes.there
      gradient[3][bin] = -(here.down * slopes.here) - there.down * slopes.there
    }
  }

  /// The gradient of the log-likelihood in the parameters.
  public func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    let factors = InterpolationCode4p.factors(parameters[0])
    let slopes = InterpolationCode4p.slopes(parameters[0])
    var alpha = S(data[binCount]) - parameters[0]
    var mu = S(0)
    for bin in 0..<binCount {
      let slope = logPoissonSlope(data[bin], rate: rate(ofBin: bin, factors, mu: parameters[1]))
      alpha = alpha + slope * shift(ofBin: bin, slopes)
      mu = mu + yields.templates[0][bin] * slope
    }
    return [alpha, mu]
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian, in one pass over the bins.
  public func derivatives(
    _ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives
  ) {
    let factors = InterpolationCode4p.factors(Jet(parameters[0], 1))
    var (alpha, mu) = (data[binCount] - parameters[0], 0.0)
    var (inAlpha, inBoth, inMu) = (-1.0, 0.0, 0.0)
    for bin in 0..<binCount {
      let signal = yields.templates[0][bin]
      let shift = shift(ofBin: bin, factors)
      let rate = signal * parameters[1] + yields.templates[1][bin] + shift.c0
      let slope = logPoissonSlope(data[bin], rate: rate)
      let bend = logPoissonCurvature(data[bin], rate: rate)
      alpha += slope * shift.c1
      mu += slope * signal
      inAlpha += bend * shift.c1 * shift.c1 + slope * 2 * shift.c2
      inBoth += bend * shift.c1 * signal
      inMu += bend * signal * signal
    }
    derivatives.setZeros(size: 2)
    derivatives.gradient[0] = alpha
    derivatives.gradient[1] = mu
    derivatives.curvature[0, 0] = inAlpha
    derivatives.curvature[1, 0] = inBoth
    derivatives.curvature[1, 1] = inMu
  }

  /// The Hessian of the log-likelihood in the parameters.
  public func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    derivatives(parameters, data: data).curvature
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
