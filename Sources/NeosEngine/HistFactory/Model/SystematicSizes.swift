/// A HistFactory model as a function of the sizes of those systematic uncertainties that are no templates: factors of
/// normsys modifiers, and widths that the measurement gives (of lumi, and of a staterror if it does).
///
/// They are its templates: a row of one number, 1, for each name. As it grows, hi - 1 and lo - 1 of all its normsys
/// modifiers grow with it, or its widths. Every derivative in templates that objectives and tests have is, for this
/// model, one in those sizes.
struct SystematicSizes: StatisticalModel {
  private let model: HistFactoryModel
  /// The parameters with normsys modifiers, in order.
  private let scaling: [Int]
  /// The auxiliary measurements whose widths the measurement gives, in order.
  private let widths: [Range<Int>]
  let yields: Yields

  /// The sizes of a model; nil where templates say all.
  init?(_ model: HistFactoryModel) {
    scaling = model.normSysParameters
    let sets = model.setsWithGivenWidths
    widths = sets.map(\.auxiliary)
    let names = scaling.map { model.parameters[$0].name } + sets.map(\.name)
    if names.isEmpty { return nil }
    self.model = model
    yields = Yields(names: names, templates: names.map { _ in [1] })
  }

  func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    // The expected value of a normal measurement does not depend on its width.
    rows(model.sizePullback(parameters, cotangent: cotangent), widths: { _ in 0 })
  }

  func asimovRatioGradient(_ parameters: [Double], to other: [Double], into gradient: inout [[Double]]) {
    let rates = HistFactoryModel.asimovRateGradients(
      model.expectedRates(parameters), to: model.expectedRates(other))
    let inFactors = zip(
      model.sizePullback(parameters, cotangent: rates.atParameters),
      model.sizePullback(other, cotangent: rates.atOther))
    gradient = rows(inFactors.map { $0 + $1 }) { index in
      let term = model.constraints[index]
      return term.scale * term.asimovScaleSlope(parameters[term.parameter], to: other[term.parameter])
    }
  }

  func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S]) {
    let rates = model.expectedRates(parameters)
    let slopes = zip(data, rates).map { logPoissonSlope($0, rate: $1) }
    let sizes = rows(model.sizePullback(parameters, cotangent: slopes)) { index in
      let term = model.constraints[index]
      return term.scale * term.scaleSlope(data[binCount + index], parameters[term.parameter])
    }
    return (sizes, model.dataGradient(parameters, rates: rates, data: data))
  }

  /// The rows of gradients that lie at the parameters of normsys modifiers, and at auxiliary measurements.
  private func rows<S: LikelihoodScalar>(_ inFactors: [S], widths inWidth: (Int) -> S) -> [[S]] {
    scaling.map { [inFactors[$0]] } + widths.map { [$0.map(inWidth).reduce(S(0), +)] }
  }
}

/// All else is the model's.
extension SystematicSizes {
  var parameters: [ModelParameter] { model.parameters }
  var poiIndex: Int? { model.poiIndex }
  var binCount: Int { model.binCount }
  var auxiliaryData: [Double] { model.auxiliaryData }
  var kinkedParameters: [Int] { model.kinkedParameters }
  var auxiliaryMeasurements: [AuxiliaryMeasurement] { model.auxiliaryMeasurements }
  var parameterSpace: ParameterSpace { model.parameterSpace }

  func twofoldParameters(at point: [Double], data: [Double]?) -> [Int] {
    model.twofoldParameters(at: point, data: data)
  }

  func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] { model.expectedRates(parameters) }

  func expectedData(_ parameters: [Double], into data: inout [Double]) {
    model.expectedData(parameters, into: &data)
  }

  func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    model.logpdf(parameters, data: data)
  }

  func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    model.logRatio(parameters, to: reference, data: data)
  }

  func expectedCounts<S: LikelihoodScalar>(_ parameters: [S]) -> ExpectedCounts<S> {
    model.expectedCounts(parameters)
  }

  func logRatio(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to reference: [Double],
    counts others: ExpectedCounts<Double>, data: [Double]
  ) -> Double {
    model.logRatio(parameters, counts: counts, to: reference, counts: others, data: data)
  }

  func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    model.parameterGradient(parameters, data: data)
  }

  func parameterGradient<S: LikelihoodScalar>(
    _ parameters: [S], counts: ExpectedCounts<S>, data: [Double]
  ) -> [S] {
    model.parameterGradient(parameters, counts: counts, data: data)
  }

  func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    model.curvature(parameters, data: data)
  }

  func derivatives(_ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives) {
    model.derivatives(parameters, data: data, into: &derivatives)
  }

  func derivatives(
    _ parameters: [Double], counts: ExpectedCounts<Double>, data: [Double],
    into derivatives: inout LikelihoodDerivatives
  ) {
    model.derivatives(parameters, counts: counts, data: data, into: &derivatives)
  }
}

extension HistFactoryModel {
  /// The parameters of normsys modifiers, in order.
  var normSysParameters: [Int] {
    Set(layout.factors.filter(\.response.isInterpolation).map(\.parameter)).sorted()
  }

  /// The sets with normal measurements whose widths are the sizes of uncertainties, and that the measurement gives.
  fileprivate var setsWithGivenWidths: [ParameterSet] {
    parameterSets.filter { set in
      switch set.kinds[0] {
      case .lumi: true
      case .statError:
        !sources.contains { $0.setsScale && set.auxiliary.contains($0.firstTerm) } && !set.auxiliary.isEmpty
      default: false
      }
    }
  }
}
