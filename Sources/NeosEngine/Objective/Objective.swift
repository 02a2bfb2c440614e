import RealModule

/// A number that says how good an analysis is, computed from a model: what a step can minimize.
public enum Objective: String, Sendable, Hashable, CaseIterable, Codable {
  /// Expected CLs of mu = 1 on background-only Asimov data, from q-mu (arXiv:2203.05570).
  case cls
  /// Expected CLs+b of the same test.
  case clsb
  /// Expected CLb of the same test: 1/2, since Asimov data lie at the median.
  case clb
  /// Expected discovery p-value p0, from q0 on signal-plus-background Asimov data.
  case discovery
  /// Expected uncertainty on mu at mu = 1, by the Cramér-Rao bound (INFERNO, arXiv:1806.04743).
  case uncertainty
  /// Determinant of the covariance of all parameters at mu = 0 (the Cramér-Rao bound).
  case generalizedVariance = "generalized-variance"
  /// Asimov significance sqrt(2 sum((s + b) ln(1 + s / b) - s)) (arXiv:1007.1727, eq. 97); larger is better.
  case significance
  /// Binary cross-entropy of signal against the nominal background, on the network's outputs.
  case crossEntropy = "bce"
  /// Binary cross-entropy of signal against nominal, up and down background together.
  case crossEntropyVaried = "bce-varied"
  /// Mean squared difference between the likelihood and its normal approximation (relaxed `gaussianity`).
  case gaussianity

  /// Whether a larger number is better.
  public var isMaximized: Bool { self == .significance }

  /// Whether it is a function of the network's outputs rather than of the yields.
  public var isOfOutputs: Bool { self == .crossEntropy || self == .crossEntropyVaried }

  /// What it is, in a line.
  public var summary: String {
    switch self {
    case .cls: "expected CLs at mu = 1, background-only Asimov data"
    case .clsb: "expected CLs+b at mu = 1, background-only Asimov data"
    case .clb: "expected CLb at mu = 1 (1/2 on Asimov data)"
    case .discovery: "expected discovery p-value, signal-plus-background Asimov data"
    case .uncertainty: "expected uncertainty on mu at mu = 1 (Cramér-Rao; the INFERNO loss)"
    case .generalizedVariance: "determinant of the covariance of all parameters at mu = 0"
    case .significance: "Asimov significance, maximized"
    case .crossEntropy: "binary cross-entropy, signal against nominal"
    case .crossEntropyVaried: "binary cross-entropy, signal against nominal, up and down"
    case .gaussianity: "squared difference of the likelihood from its normal approximation at mu = 1"
    }
  }
}

/// The value of an objective on a model, with its gradient in the templates.
public struct ObjectiveValue: Sendable, Equatable {
  /// The number itself.
  public var value: Double
  /// Its gradient in every template bin.
  public var templateGradient: [[Double]]
  /// The fit behind it, if one was made.
  public var fit: Fit?
}

/// Why an objective has no value.
public enum ObjectiveError: Error, Sendable, Equatable {
  /// The objective's fit did not find its maximum.
  case fit(Objective, Fit.Status)
  /// The information matrix is singular: a combination of parameters has no effect on the expected data.
  case singularInformation(Objective)
  /// The objective's value or gradient is not a finite number.
  case notFinite(Objective, Double)
}

extension ObjectiveError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .fit(let objective, let status): "the fit of \(objective.rawValue) \(status)"
    case .singularInformation(let objective):
      "\(objective.rawValue): the information matrix is singular; "
        + "a parameter has no effect on the expected data"
    case .notFinite(let objective, let value): "\(objective.rawValue) is \(value)"
    }
  }
}

extension Objective {
  /// Evaluates the objective on a model.
  ///
  /// - Throws: ``ObjectiveError`` when it has no finite value or gradient there.
  public func evaluate(_ model: some StatisticalModel) throws(ObjectiveError) -> ObjectiveValue {
    let result: ObjectiveValue
    switch self {
    case .cls: result = try limitTest(model, factor: 2)
    case .clsb: result = try limitTest(model, factor: 1)
    case .clb: result = ObjectiveValue(value: 0.5, templateGradient: model.zeroGradient, fit: nil)
    case .discovery:
      let test = AsimovTest(model, tested: 0, alternative: 1)
      guard test.isConverged else { throw .fit(self, test.conditional.status) }
      result = ObjectiveValue(
        value: test.pValue, templateGradient: test.templateGradient.scaled(by: test.pValueSlope),
        fit: test.conditional)
    case .uncertainty: result = try expectedUncertainty(model)
    case .generalizedVariance: result = try generalizedVariance(model)
    case .significance: result = asimovSignificance(model)
    case .gaussianity: result = try gaussianity(of: model, withGradient: true)
    case .crossEntropy, .crossEntropyVaried:
      preconditionFailure("cross-entropy is a function of the network's outputs")
    }
    if !result.value.isFinite { throw .notFinite(self, result.value) }
    if let bad = result.templateGradient.joined().first(where: { !$0.isFinite }) {
      throw .notFinite(self, bad)
    }
    return result
  }

  /// The value alone, where the gradient would cost much more than the value does.
  package func value(_ model: some StatisticalModel) throws(ObjectiveError) -> Double {
    guard self == .gaussianity else { return try evaluate(model).value }
    return try gaussianity(of: model, withGradient: false).value
  }

  /// CLs+b = 1 - Phi(sqrt q) times a factor; CLb is 1/2 on Asimov data, which makes CLs twice CLs+b.
  private func limitTest(_ model: some StatisticalModel, factor: Double) throws(ObjectiveError)
    -> ObjectiveValue
  {
    let test = AsimovTest(model, tested: 1, alternative: 0)
    guard test.isConverged else { throw .fit(self, test.conditional.status) }
    return ObjectiveValue(
      value: factor * test.pValue,
      templateGradient: test.templateGradient.scaled(by: factor * test.pValueSlope), fit: test.conditional)
  }

  /// sigma = sqrt(V_mu,mu) with V = I^-1, so that d sigma = -(v^T dI v) / (2 sigma) with v = V e_mu.
  private func expectedUncertainty(_ model: some StatisticalModel) throws(ObjectiveError) -> ObjectiveValue {
    guard let information = FisherInformation(model, poi: 1),
      let column = information.covarianceColumn(model.poiIndex),
      let position = information.free.firstIndex(of: model.poiIndex)
    else { throw .singularInformation(self) }
    let uncertainty = column[position].squareRoot()
    let gradient = information.quadraticFormGradient(model, column)
    return ObjectiveValue(
      value: uncertainty, templateGradient: gradient.scaled(by: -0.5 / uncertainty), fit: nil)
  }

  /// d det V = -det V tr(V dI), and tr(V dI) = sum_k w_k^T dI w_k with V = sum_k w_k w_k^T.
  private func generalizedVariance(_ model: some StatisticalModel) throws(ObjectiveError) -> ObjectiveValue {
    guard let information = FisherInformation(model, poi: 0) else { throw .singularInformation(self) }
    let determinant = information.covarianceDeterminant
    var gradient = model.zeroGradient
    for vector in information.covarianceVectors {
      gradient.add(information.quadraticFormGradient(model, vector), scaledBy: -determinant)
    }
    return ObjectiveValue(value: determinant, templateGradient: gradient, fit: nil)
  }

  /// With n the expected counts at mu = 1 and b those at mu = 0: Z^2 = 2 sum(n ln(n / b) - (n - b)).
  private func asimovSignificance(_ model: some StatisticalModel) -> ObjectiveValue {
    let withSignal = model.initialParameters(poi: 1)
    let without = model.initialParameters(poi: 0)
    let total = model.expectedRates(withSignal)
    let background = model.expectedRates(without)
    var square = 0.0
    for (n, b) in zip(total, background) {
      square += 2 * ((n == 0 ? 0 : n * .log(n / b)) - (n - b))
    }
    let significance = max(square, 0).squareRoot()
    guard significance > 0 else {
      return ObjectiveValue(
        value: square.isNaN ? .nan : 0, templateGradient: model.zeroGradient, fit: nil)
    }
    let auxiliary = [Double](repeating: 0, count: model.auxiliaryData.count)
    let inTotal = zip(total, background).map { n, b in .log(n / b) / significance }
    let inBackground = zip(total, background).map { n, b in (1 - n / b) / significance }
    var gradient = model.expectedDataPullback(withSignal, cotangent: inTotal + auxiliary)
    gradient.add(model.expectedDataPullback(without, cotangent: inBackground + auxiliary), scaledBy: 1)
    return ObjectiveValue(value: significance, templateGradient: gradient, fit: nil)
  }
}

extension StatisticalModel {
  /// A gradient of zeros in every template bin.
  var zeroGradient: [[Double]] { yields.templates.map { $0.map { _ in 0 } } }
}

extension [[Double]] {
  /// Every number times a factor.
  func scaled(by factor: Double) -> [[Double]] { map { $0.map { $0 * factor } } }

  /// Adds another gradient times a factor.
  mutating func add(_ other: [[Double]], scaledBy factor: Double) {
    for row in indices {
      for column in self[row].indices { self[row][column] += factor * other[row][column] }
    }
  }
}
