import RealModule

/// The value of an objective on a model, with its gradient in the templates.
public struct ObjectiveValue: Sendable, Equatable {
  /// The number itself.
  public var value: Double
  /// Its gradient in every template bin.
  public var templateGradient: [[Double]]
  /// The fit behind it, if one was made.
  public var fit: Fit?
}

extension Objective {
  /// Evaluates the objective on a model, with its gradient.
  ///
  /// - Precondition: it is not a loss of the network's outputs, which has no model (``isOfOutputs``).
  /// - Throws: ``ObjectiveError`` when it has no finite value or gradient there.
  public func evaluate(_ model: some StatisticalModel) throws(ObjectiveError) -> ObjectiveValue {
    var room = StatisticsRoom()
    return try evaluate(model, in: &room)
  }

  /// The same in a room.
  package func evaluate(
    _ model: some StatisticalModel, in room: inout StatisticsRoom
  ) throws(ObjectiveError) -> ObjectiveValue {
    let result = try evaluate(model, withGradient: true, in: &room)
    if let (row, bin) = result.templateGradient.firstNotFinite {
      throw .gradientNotFinite(self, template: model.yields.names[row], bin: bin)
    }
    return result
  }

  /// Evaluates the objective on a model without its gradient, which may not exist where the value does.
  ///
  /// - Precondition: it is not a loss of the network's outputs (``isOfOutputs``).
  /// - Throws: ``ObjectiveError`` when it has no finite value there.
  public func value(_ model: some StatisticalModel) throws(ObjectiveError) -> Double {
    var room = StatisticsRoom()
    return try evaluate(model, withGradient: false, in: &room).value
  }

  private func evaluate(
    _ model: some StatisticalModel, withGradient: Bool, in room: inout StatisticsRoom
  ) throws(ObjectiveError) -> ObjectiveValue {
    guard model.poiIndex != nil else { throw .noParameterOfInterest(self) }
    let result: ObjectiveValue
    switch self {
    case .cls: result = try hypothesisTest(model, tested: 1, factor: 2, withGradient, in: &room)
    case .clsb: result = try hypothesisTest(model, tested: 1, factor: 1, withGradient, in: &room)
    case .clb: result = ObjectiveValue(value: 0.5, templateGradient: model.zeroGradient, fit: nil)
    case .discovery: result = try hypothesisTest(model, tested: 0, factor: 1, withGradient, in: &room)
    case .uncertainty: result = try expectedUncertainty(model, withGradient)
    case .generalizedVariance: result = try generalizedVariance(model, withGradient)
    case .significance: result = asimovSignificance(model, withGradient)
    case .gaussianity: result = try gaussianity(model, withGradient)
    case .crossEntropy, .crossEntropyVaried:
      preconditionFailure("cross-entropy is a function of the network's outputs")
    }
    if !result.value.isFinite {
      let background = model.expectedRates(model.initialParameters(poi: 0))
      throw .notFinite(self, result.value, emptyBins: background.indices.filter { !(background[$0] > 0) })
    }
    return result
  }

  /// The p-value of a signal strength of 1 on the Asimov data of 0 (CLs+b; CLb is 1/2 on Asimov data, so that
  /// CLs is CLs+b times 2), or of 0 on the Asimov data of 1 (p0).
  private func hypothesisTest(
    _ model: some StatisticalModel, tested: Double, factor: Double, _ withGradient: Bool,
    in room: inout StatisticsRoom
  ) throws(ObjectiveError) -> ObjectiveValue {
    let test = AsimovTest(model, tested: tested, alternative: 1 - tested, in: &room)
    guard test.isConverged else { throw .fit(self, test.conditional.status) }
    var gradient: [[Double]] = []
    if withGradient {
      gradient = room.templateGradient.taken()
      test.templateGradient(model, times: factor * test.pValueSlope, into: &gradient)
    }
    return ObjectiveValue(
      value: factor * test.pValue, templateGradient: gradient, fit: test.conditional)
  }

  /// The Fisher information at a signal strength, where it is finite and not singular.
  private func information(
    _ model: some StatisticalModel, poi: Double
  ) throws(ObjectiveError) -> FisherInformation {
    let bins = model.binsWithoutInformation(model.initialParameters(poi: poi))
    guard bins.isEmpty else { throw .notFinite(self, .nan, emptyBins: bins) }
    guard let information = FisherInformation(model, poi: poi) else { throw .singularInformation(self) }
    return information
  }

  /// sigma = sqrt(V_mu,mu) with V = I^-1, so that d sigma = -(v^T dI v) / (2 sigma) with v = V e_mu.
  private func expectedUncertainty(
    _ model: some StatisticalModel, _ withGradient: Bool
  ) throws(ObjectiveError) -> ObjectiveValue {
    let information = try information(model, poi: 1)
    guard let poiIndex = model.poiIndex, let column = information.covarianceColumn(poiIndex),
      let position = information.free.firstIndex(of: poiIndex)
    else { throw .singularInformation(self) }
    let uncertainty = column[position].squareRoot()
    let gradient =
      withGradient
      ? information.quadraticFormGradient(model, column).scaled(by: -0.5 / uncertainty)
      : model.zeroGradient
    return ObjectiveValue(value: uncertainty, templateGradient: gradient, fit: nil)
  }

  /// d det V = -det V tr(V dI), and tr(V dI) = sum_k w_k^T dI w_k with V = sum_k w_k w_k^T.
  private func generalizedVariance(
    _ model: some StatisticalModel, _ withGradient: Bool
  ) throws(ObjectiveError) -> ObjectiveValue {
    let information = try information(model, poi: 0)
    let determinant = information.covarianceDeterminant
    var gradient = model.zeroGradient
    for vector in withGradient ? information.covarianceVectors : [] {
      gradient.add(information.quadraticFormGradient(model, vector), scaledBy: -determinant)
    }
    return ObjectiveValue(value: determinant, templateGradient: gradient, fit: nil)
  }

  /// With n the expected counts at mu = 1 and b those at mu = 0: Z^2 = 2 sum(n ln(n / b) - (n - b)).
  private func asimovSignificance(_ model: some StatisticalModel, _ withGradient: Bool) -> ObjectiveValue {
    let withSignal = model.initialParameters(poi: 1)
    let without = model.initialParameters(poi: 0)
    let total = model.expectedRates(withSignal)
    let background = model.expectedRates(without)
    var square = 0.0
    for (n, b) in zip(total, background) {
      square += 2 * halfDeviance(n, from: b)
    }
    let significance = square.isNaN ? .nan : max(square, 0).squareRoot()
    var gradient = model.zeroGradient
    if withGradient, significance > 0 {
      let auxiliary = [Double](repeating: 0, count: model.auxiliaryData.count)
      // A bin without signal has no slope, not even where it has no background.
      let slopes = zip(total, background).map { n, b in
        n == b ? (here: 0, there: 0) : type(of: model).asimovRateSlopes(n, to: b)
      }
      let inTotal = slopes.map { $0.here / significance }
      let inBackground = slopes.map { $0.there / significance }
      gradient = model.expectedDataPullback(withSignal, cotangent: inTotal + auxiliary)
      gradient.add(model.expectedDataPullback(without, cotangent: inBackground + auxiliary), scaledBy: 1)
    }
    return ObjectiveValue(value: significance, templateGradient: gradient, fit: nil)
  }

  private func gaussianity(
    _ model: some StatisticalModel, _ withGradient: Bool
  ) throws(ObjectiveError) -> ObjectiveValue {
    let information = try information(model, poi: 1)
    guard let result = Gaussianity(model, information, withGradient: withGradient) else {
      throw .singularInformation(self)
    }
    return ObjectiveValue(
      value: result.value, templateGradient: result.templateGradient ?? model.zeroGradient, fit: nil)
  }
}
