import RealModule

/// A likelihood of binned counts whose templates may move: what the inference room knows of a model.
///
/// Data are the main bins and then the auxiliary measurements. The templates are a value of the model, so
/// that new yields make a new model at no cost.
public protocol StatisticalModel: Sendable {
  /// The parameters, in pyhf's order.
  var parameters: [ModelParameter] { get }
  /// The position of the parameter of interest, if the model has one.
  var poiIndex: Int? { get }
  /// The templates from which the model is made.
  var yields: Yields { get }
  /// The number of main bins.
  var binCount: Int { get }
  /// The auxiliary measurements, in parameter order.
  var auxiliaryData: [Double] { get }
  /// The parameters at whose value 0 the slope of the likelihood jumps, as with interpolation codes 0 and 1. There the
  /// derivatives are those from below, and those at the smallest positive number those from above. None by default.
  var kinkedParameters: [Int] { get }
  /// How each auxiliary datum is distributed, in the order of ``auxiliaryData``.
  var auxiliaryMeasurements: [AuxiliaryMeasurement] { get }
  /// What a fit needs to know of the parameters. By default it is made anew each time.
  var parameterSpace: ParameterSpace { get }

  /// The parameters of which the likelihood may well have a maximum on either side of the initial value, the likeliest
  /// first: a fit looks on both sides. None by default.
  ///
  /// - Parameters:
  ///   - point: one value for each parameter, at which the others are.
  ///   - data: the main bins, then the auxiliary measurements; nil where only the templates are to count.
  func twofoldParameters(at point: [Double], data: [Double]?) -> [Int]

  /// What people call a main bin, such as `bin 1 of channel SR`; bins are counted from 0.
  ///
  /// - Parameter bin: its position among the main bins.
  func name(ofBin bin: Int) -> String

  /// Why the expected count of a main bin may be too small: its samples that are negative there, in words.
  ///
  /// - Parameters:
  ///   - bin: its position among the main bins.
  ///   - parameters: one value for each parameter.
  func negativeSamples(inBin bin: Int, at parameters: [Double]) -> [String]

  /// The expected counts of the main bins.
  ///
  /// - Parameter parameters: one value for each parameter.
  func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S]

  /// Replaces `data` by the expected data: main bins, then auxiliary measurements (pyhf `Model.expected_data`).
  func expectedData(_ parameters: [Double], into data: inout [Double])

  /// Pulls a gradient in the expected data back to the templates, at fixed parameters.
  func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]]

  /// The log-likelihood of the data (pyhf `Model.logpdf`): NaN where a rate is negative and its count is not 0,
  /// minus infinity where a rate is 0 and its count is not. A count of 0 adds minus its rate, whatever that is.
  func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S

  /// The log-likelihood of the data at `parameters` minus that at `reference`, without the digits that the
  /// difference of two calls of ``logpdf(_:data:)`` loses where a constraint is tight.
  func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double

  /// What is expected at a point, for all that is asked of it. By default it is empty.
  ///
  /// - Parameter parameters: one value for each parameter.
  func expectedCounts<S: LikelihoodScalar>(_ parameters: [S]) -> ExpectedCounts<S>

  /// The same as ``logRatio(_:to:data:)``, given ``expectedCounts(_:)`` at both points. By default they are not looked
  /// at.
  func logRatio(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to reference: [Double],
    counts others: ExpectedCounts<Double>, data: [Double]
  ) -> Double

  /// Replaces `gradient` by that in every template bin of the log-likelihood at `parameters` minus that at `other`,
  /// on the data that `parameters` predict and that move with the templates.
  ///
  /// It is what ``templateGradient(_:data:)`` and ``expectedDataPullback(_:cotangent:)`` add up to, without the
  /// digits that their sum loses where a constraint is tight.
  func asimovRatioGradient(_ parameters: [Double], to other: [Double], into gradient: inout [[Double]])

  /// The same, given ``expectedCounts(_:)`` at both points. By default they are not looked at.
  func asimovRatioGradient(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to other: [Double],
    counts others: ExpectedCounts<Double>, into gradient: inout [[Double]])

  /// The gradient of the log-likelihood in the parameters.
  func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S]

  /// The same, given ``expectedCounts(_:)`` there. By default they are not looked at.
  func parameterGradient<S: LikelihoodScalar>(
    _ parameters: [S], counts: ExpectedCounts<S>, data: [Double]
  ) -> [S]

  /// The Hessian of the log-likelihood in the parameters.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix

  /// The gradient of the log-likelihood in the parameters, and its Hessian: what a Newton step needs.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - derivatives: what they replace, in the same memory where they fit; they say what is wanted.
  func derivatives(_ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives)

  /// The same, given ``expectedCounts(_:)`` there. By default they are not looked at.
  func derivatives(
    _ parameters: [Double], counts: ExpectedCounts<Double>, data: [Double],
    into derivatives: inout LikelihoodDerivatives)

  /// The gradient of the log-likelihood in every template bin (in the order of ``yields``) and in the data.
  ///
  /// The gradient in the data leaves out the terms that depend on the data alone (from the factorials): they
  /// cancel in every ratio of likelihoods.
  func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S])
}

extension StatisticalModel {
  /// None.
  public var kinkedParameters: [Int] { [] }
  /// The parameters, taken out of the model.
  public var parameterSpace: ParameterSpace { ParameterSpace(self) }

  /// None.
  ///
  /// - Parameters:
  ///   - point: one value for each parameter, at which the others are.
  ///   - data: the main bins, then the auxiliary measurements; nil where only the templates are to count.
  public func twofoldParameters(at point: [Double], data: [Double]?) -> [Int] { [] }

  /// Nothing.
  public func expectedCounts<S: LikelihoodScalar>(_ parameters: [S]) -> ExpectedCounts<S> { ExpectedCounts() }

  /// The log-likelihood of the data at `parameters` minus that at `reference`.
  public func logRatio(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to reference: [Double],
    counts others: ExpectedCounts<Double>, data: [Double]
  ) -> Double { logRatio(parameters, to: reference, data: data) }

  /// The gradient in every template bin of the log-likelihood at `parameters` minus that at `other`, on the data that
  /// `parameters` predict and that move with the templates.
  public func asimovRatioGradient(
    _ parameters: [Double], counts: ExpectedCounts<Double>, to other: [Double],
    counts others: ExpectedCounts<Double>, into gradient: inout [[Double]]
  ) { asimovRatioGradient(parameters, to: other, into: &gradient) }

  /// The gradient of the log-likelihood in the parameters.
  public func parameterGradient<S: LikelihoodScalar>(
    _ parameters: [S], counts: ExpectedCounts<S>, data: [Double]
  ) -> [S] { parameterGradient(parameters, data: data) }

  /// The gradient of the log-likelihood in the parameters, and its Hessian.
  public func derivatives(
    _ parameters: [Double], counts: ExpectedCounts<Double>, data: [Double],
    into derivatives: inout LikelihoodDerivatives
  ) { self.derivatives(parameters, data: data, into: &derivatives) }

  /// The start of a fit, with the parameter of interest, if there is one, at a value of the caller's if one is
  /// given.
  public func initialParameters(poi: Double? = nil) -> [Double] {
    var values = parameters.map(\.initial)
    if let poi, let poiIndex { values[poiIndex] = poi }
    return values
  }

  /// `bin` and its position.
  ///
  /// - Parameter bin: its position among the main bins.
  public func name(ofBin bin: Int) -> String { "bin \(bin)" }

  /// Nothing: the samples are not known.
  ///
  /// - Parameters:
  ///   - bin: its position among the main bins.
  ///   - parameters: one value for each parameter.
  public func negativeSamples(inBin bin: Int, at parameters: [Double]) -> [String] { [] }

  /// The expected data: main bins, then auxiliary measurements (pyhf `Model.expected_data`).
  public func expectedData(_ parameters: [Double]) -> [Double] {
    var data: [Double] = []
    expectedData(parameters, into: &data)
    return data
  }

  /// The gradient in every template bin of the log-likelihood at `parameters` minus that at `other`, on the
  /// data that `parameters` predict and that move with the templates.
  public func asimovRatioGradient(_ parameters: [Double], to other: [Double]) -> [[Double]] {
    var gradient: [[Double]] = []
    asimovRatioGradient(parameters, to: other, into: &gradient)
    return gradient
  }

  /// A gradient of zeros in every template bin.
  package var zeroGradient: [[Double]] { yields.templates.map { $0.map { _ in 0 } } }

  /// The Hessian of the log-likelihood in the parameters.
  ///
  /// Column j is the derivative of the gradient along parameter j, taken exactly by a ``Jet``.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    var matrix = SymmetricMatrix(size: parameters.count)
    var jets = parameters.map { Jet($0) }
    for column in jets.indices {
      jets[column].c1 = 1
      let gradient = parameterGradient(jets, data: data)
      for other in 0...column { matrix[column, other] = gradient[other].c1 }
      jets[column].c1 = 0
    }
    return matrix
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian, one after the other.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - derivatives: what they replace.
  public func derivatives(
    _ parameters: [Double], data: [Double], into derivatives: inout LikelihoodDerivatives
  ) {
    derivatives.gradient = parameterGradient(parameters, data: data)
    derivatives.curvature = curvature(parameters, data: data)
    derivatives.curvatureOfRates = nil
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - isSplit: whether the Hessian's part from second derivatives of the expected counts is wanted apart.
  func derivatives(_ parameters: [Double], data: [Double], isSplit: Bool = false) -> LikelihoodDerivatives {
    var derivatives = LikelihoodDerivatives()
    derivatives.isSplit = isSplit
    self.derivatives(parameters, data: data, into: &derivatives)
    return derivatives
  }

  /// The Hessian of the log-likelihood in the parameters, row by row.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func hessian(_ parameters: [Double], data: [Double]) -> [[Double]] {
    curvature(parameters, data: data).rows
  }

  /// The gradient of ``asimovRatioGradient(_:to:into:)`` in the main bins' rates at both points, given these.
  ///
  /// A bin adds n log(n / r) - (n - r) with the rates n and r.
  static func asimovRateGradients(
    _ rates: [Double], to others: [Double]
  ) -> (atParameters: [Double], atOther: [Double]) {
    let slopes = zip(rates, others).map { asimovRateSlopes($0, to: $1) }
    return (slopes.map(\.here), slopes.map(\.there))
  }

  /// The derivatives of n log(n / r) - (n - r) in n and in r.
  static func asimovRateSlopes(_ n: Double, to r: Double) -> (here: Double, there: Double) {
    (n == r ? 0 : .log(n / r), n == 0 ? 1 : 1 - n / r)
  }

  /// The main bins whose expected count is not a number, or not positive where `data` has counts, or whose count
  /// in `data` is negative: there the likelihood is not defined.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins; what follows them does not count.
  public func undefinedBins(_ parameters: [Double], data: [Double]) -> [Int] {
    expectedRates(parameters).enumerated().filter { bin, rate in
      !(rate > 0 && data[bin] >= 0 || data[bin] == 0 && !rate.isNaN)
    }.map(\.offset)
  }
}

/// What can be wrong with the templates of a model.
public enum ModelError: Error, Sendable, Equatable {
  /// The model needs other templates than those it was given.
  case templates(model: String, needed: [String], found: [String])
  /// A template has another number of bins than the first one.
  case lengths(template: String, found: Int, needed: Int)
  /// A template bin is not a finite number.
  case notFinite(template: String, bin: Int, value: Double)
  /// A shared scale factor needs an uncertainty in every bin, and a background.
  case emptyConstraint(template: String, bin: Int)
  /// The constraint that follows from the templates has no finite size.
  case extremeConstraint(parameter: String)
}

extension ModelError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .templates(let model, let needed, let found):
      "the \(model) model is made of the templates \(needed.joined(separator: ", ")); "
        + "found \(found.joined(separator: ", "))"
    case .lengths(let template, let found, let needed):
      "\(template) has \(found) bins, the first template has \(needed)"
    case .notFinite(let template, let bin, let value): "\(template) in bin \(bin) is \(value)"
    case .extremeConstraint(let parameter):
      "the uncertainty behind \(parameter) is too large or too small beside its template for a constraint"
    case .emptyConstraint(let template, let bin):
      "\(template) in bin \(bin) is 0, so that the constraint (background / uncertainty)^2 is not defined"
    }
  }
}

extension Yields {
  /// Checks that these are the templates a model needs, and finite.
  func check(model: String, needed: [String]) throws(ModelError) {
    guard names == needed else { throw .templates(model: model, needed: needed, found: names) }
    for (name, template) in zip(names, templates) {
      guard template.count == templates[0].count else {
        throw .lengths(template: name, found: template.count, needed: templates[0].count)
      }
      if let bin = template.firstIndex(where: { !$0.isFinite }) {
        throw .notFinite(template: name, bin: bin, value: template[bin])
      }
    }
  }
}
