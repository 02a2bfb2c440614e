/// Signal on background with a background uncertainty in each bin, as published HEPData tables give it.
///
/// The expected count of bin b is mu signal_b + gamma_b background_b. The scale factor gamma_b is constrained
/// by Poisson(tau_b | gamma_b tau_b) with tau_b = (background_b / uncertainty_b)^2.
public struct HepdataLikeModel: StatisticalModel {
  /// How many scale factors there are.
  public enum ScaleFactors: String, Sendable, Hashable, CaseIterable, Codable {
    /// One for all bins: the published form (neos 0.1.5, `neos.models.hepdata_like`).
    case shared
    /// One for each bin: `pyhf.simplemodels.uncorrelated_background`.
    case perBin = "per-bin"
  }

  /// The templates `signal`, `background` and `uncertainty`.
  public let yields: Yields
  /// How many scale factors there are.
  public let scaleFactors: ScaleFactors
  /// tau, bin by bin; 1 in a bin without background or without uncertainty, whose factor is fixed.
  private let tau: [Double]

  /// The model made of those templates.
  ///
  /// - Throws: ``ModelError`` when the templates are others, or not finite, or when a scale factor is shared
  ///   and a bin has no background or no uncertainty.
  public init(_ yields: Yields, scaleFactors: ScaleFactors) throws(ModelError) {
    try yields.check(model: "hepdata-like", needed: TemplateRule.meanAndSpread.templateNames)
    self.yields = yields
    self.scaleFactors = scaleFactors
    var tau: [Double] = []
    for (bin, (background, uncertainty)) in zip(yields.templates[1], yields.templates[2]).enumerated() {
      if background > 0, uncertainty > 0 {
        tau.append((background / uncertainty) * (background / uncertainty))
      } else if scaleFactors == .perBin {
        tau.append(1)
      } else {
        throw .emptyConstraint(template: background > 0 ? "uncertainty" : "background", bin: bin)
      }
      guard tau[bin].isFinite else { throw .emptyConstraint(template: "uncertainty", bin: bin) }
    }
    self.tau = tau
  }

  /// The signal strength, then the scale factors.
  public var parameters: [ModelParameter] {
    switch scaleFactors {
    case .shared: return Self.sharedParameters
    case .perBin:
      return [Self.mu]
        + (0..<binCount).map {
          ModelParameter(
            name: "uncorr_bkguncrt[\($0)]", initial: 1, bounds: 1e-10...10, isFixed: !isConstrained($0))
        }
    }
  }

  private static let mu = ModelParameter(name: "mu", initial: 1, bounds: 0...10)
  private static let sharedParameters = [mu, ModelParameter(name: "gamma", initial: 1, bounds: 0...10)]

  /// With a shared factor it is the same for all templates.
  public var parameterSpace: ParameterSpace {
    scaleFactors == .shared ? Self.sharedSpace : ParameterSpace(self)
  }
  private static let sharedSpace = ParameterSpace(sharedParameters, poiIndex: 0)

  /// The position of `mu`.
  public var poiIndex: Int? { 0 }

  /// The number of main bins.
  public var binCount: Int { yields.binCount }

  /// tau, bin by bin.
  public var auxiliaryData: [Double] { tau }

  /// Poisson measurements of the scale factors.
  public var auxiliaryMeasurements: [AuxiliaryMeasurement] {
    tau.enumerated().map {
      AuxiliaryMeasurement(parameter: factorIndex($0), distribution: .poisson(factor: $1))
    }
  }

  /// The expected counts of the main bins.
  public func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    (0..<binCount).map { rate(ofBin: $0, parameters) }
  }

  /// The expected count of a bin.
  private func rate<S: LikelihoodScalar>(ofBin bin: Int, _ parameters: [S]) -> S {
    yields.templates[0][bin] * parameters[0] + yields.templates[1][bin] * parameters[factorIndex(bin)]
  }

  /// The expected data: main bins, then gamma_b tau_b.
  public func expectedData(_ parameters: [Double], into data: inout [Double]) {
    data.removeAll(keepingCapacity: true)
    data.reserveCapacity(2 * binCount)
    for bin in 0..<binCount { data.append(rate(ofBin: bin, parameters)) }
    for bin in 0..<binCount { data.append(tau[bin] * parameters[factorIndex(bin)]) }
  }

  /// Pulls a gradient in the expected data back to the templates.
  public func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    templatePullback(
      parameters, rates: Array(cotangent.prefix(binCount)),
      tau: tau.indices.map { cotangent[binCount + $0] * parameters[factorIndex($0)] })
  }

  /// The log-likelihood of the data.
  @_specialize(where S == Double)
  public func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    (0..<binCount).reduce(S(0)) { sum, bin in
      sum + logPoisson(data[bin], rate: rate(ofBin: bin, parameters))
        + logPoisson(data[binCount + bin], rate: tau[bin] * parameters[factorIndex(bin)])
    }
  }

  /// The log-likelihood of the data at `parameters` minus that at `reference`.
  public func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    (0..<binCount).reduce(0) { sum, bin in
      let factor = factorIndex(bin)
      return sum
        + logPoissonRatio(data[bin], rate: rate(ofBin: bin, parameters), to: rate(ofBin: bin, reference))
        + logPoissonRatio(
          data[binCount + bin], rate: tau[bin] * parameters[factor], to: tau[bin] * reference[factor])
    }
  }

  /// The gradient in the templates of the log-likelihood at `parameters` minus that at `other`, on the data that
  /// `parameters` predict.
  ///
  /// The constraint of a bin adds tau (g log(g / h) - (g - h)) with the factors g and h at the two points.
  public func asimovRatioGradient(
    _ parameters: [Double], to other: [Double], into gradient: inout [[Double]]
  ) {
    gradient.setZeros(like: yields.templates)
    for bin in 0..<binCount {
      let (g, h) = (parameters[factorIndex(bin)], other[factorIndex(bin)])
      let slopes = Self.asimovRateSlopes(rate(ofBin: bin, parameters), to: rate(ofBin: bin, other))
      gradient[0][bin] = parameters[0] * slopes.here + other[0] * slopes.there
      gradient[1][bin] = g * slopes.here
      if isConstrained(bin) {
        let inTau = halfDeviance(g, from: h)
        gradient[1][bin] += (2 * tau[bin] / yields.templates[1][bin]) * inTau
        gradient[2][bin] = (-2 * tau[bin] / yields.templates[2][bin]) * inTau
      }
      gradient[1][bin] += h * slopes.there
    }
  }

  /// The gradient of the log-likelihood in the parameters.
  public func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    var gradient = [S](repeating: S(0), count: parameters.count)
    for bin in 0..<binCount {
      let slope = logPoissonSlope(data[bin], rate: rate(ofBin: bin, parameters))
      let factor = factorIndex(bin)
      gradient[0] = gradient[0] + yields.templates[0][bin] * slope
      gradient[factor] =
        gradient[factor] + yields.templates[1][bin] * slope
        + tau[bin] * logPoissonSlope(data[binCount + bin], rate: tau[bin] * parameters[factor])
    }
    return gradient
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian, in one pass over the bins.
  public func derivatives(
    _ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives
  ) {
    derivatives.setZeros(size: parameters.count)
    var inMu = 0.0
    for bin in 0..<binCount {
      let (signal, background) = (yields.templates[0][bin], yields.templates[1][bin])
      let factor = factorIndex(bin)
      let rate = rate(ofBin: bin, parameters)
      let (count, auxiliary) = (data[binCount + bin], tau[bin] * parameters[factor])
      let slope = logPoissonSlope(data[bin], rate: rate)
      let bend = logPoissonCurvature(data[bin], rate: rate)
      derivatives.gradient[0] += signal * slope
      derivatives.gradient[factor] += background * slope + tau[bin] * logPoissonSlope(count, rate: auxiliary)
      inMu += bend * signal * signal
      derivatives.curvature[factor, 0] += bend * signal * background
      derivatives.curvature[factor, factor] +=
        bend * background * background + tau[bin] * tau[bin] * logPoissonCurvature(count, rate: auxiliary)
    }
    derivatives.curvature[0, 0] = inMu
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
    let auxiliary = tau.enumerated().map { $1 * parameters[factorIndex($0)] }
    let templates = templatePullback(
      parameters,
      rates: rates.enumerated().map { logPoissonSlope(data[$0], rate: $1) },
      tau: auxiliary.enumerated().map { bin, rate in
        parameters[factorIndex(bin)] * logPoissonSlope(data[binCount + bin], rate: rate)
      })
    return (templates, (rates + auxiliary).map { S.log($0) })
  }

  /// From gradients in the rates and in tau to the templates; d tau/d background = 2 b / u^2 and
  /// d tau/d uncertainty = -2 b^2 / u^3.
  private func templatePullback<S: LikelihoodScalar>(
    _ parameters: [S], rates: [S], tau tauCotangent: [S]
  ) -> [[S]] {
    var gradient = [[S]](repeating: [], count: 3)
    for bin in 0..<binCount {
      gradient[0].append(parameters[0] * rates[bin])
      var background = parameters[factorIndex(bin)] * rates[bin]
      var uncertainty = S(0)
      if isConstrained(bin) {
        background = background + (2 * tau[bin] / yields.templates[1][bin]) * tauCotangent[bin]
        uncertainty = (-2 * tau[bin] / yields.templates[2][bin]) * tauCotangent[bin]
      }
      gradient[1].append(background)
      gradient[2].append(uncertainty)
    }
    return gradient
  }

  private func factorIndex(_ bin: Int) -> Int { scaleFactors == .shared ? 1 : 1 + bin }

  private func isConstrained(_ bin: Int) -> Bool {
    yields.templates[1][bin] > 0 && yields.templates[2][bin] > 0
  }
}
