/// The result of a maximum-likelihood fit; a fit that did not converge is a result as well.
public struct Fit: Sendable, Equatable {
  /// How a fit ended.
  public enum Status: Sendable, Equatable {
    /// A maximum within the bounds, to the precision of the numbers.
    case converged
    /// The number of iterations ran out.
    case iterationLimit
    /// No step along the descent direction lowers the objective, but the gradient has not vanished.
    case stalled
    /// The likelihood is not defined at the start: these bins have an expected count that is not positive.
    case undefinedStart(bins: [Int])
  }

  /// The values of all parameters, the fixed ones included.
  public var parameters: [Double]
  /// The log-likelihood there.
  public var logpdf: Double
  /// How the fit ended.
  public var status: Status
  /// How many Newton steps were taken.
  public var iterations: Int
  /// The parameters that a derivative may move: neither fixed nor held by a bound.
  public var free: [Int]
  /// The parameters that a bound holds.
  public var atBound: [Int]
  /// The estimated distance to the maximum in the log-likelihood, half the Newton decrement.
  public var estimatedDistance: Double
}

extension Fit.Status: CustomStringConvertible {
  /// What happened, in plain words.
  public var description: String {
    switch self {
    case .converged: "converged"
    case .iterationLimit: "did not converge: the iterations ran out"
    case .stalled: "did not converge: no step improves the likelihood"
    case .undefinedStart(let bins):
      "not defined at its start: the expected count is not positive in bin "
        + bins.map(String.init).joined(separator: ", ")
    }
  }
}

/// A maximum-likelihood fit within bounds, by Newton's method with exact derivatives.
///
/// Projected Newton: parameters that a bound holds against the gradient are set aside, the others take a
/// Newton step that is clipped to the bounds and shortened until the objective falls (Bertsekas, SIAM J.
/// Control Optim. 20 (1982) 221). Where the Hessian is not positive definite, a multiple of the identity is
/// added. Close to the maximum full steps go on until rounding stops them, so that the result is a function of
/// its inputs to the last digits. It mirrors `pyhf.infer.mle.fit` and `fixed_poi_fit`.
public struct Fitter: Sendable, Hashable {
  /// The largest number of Newton steps.
  public var maximumIterations = 200

  /// A fitter with the usual settings.
  public init() {}

  /// Fits a model to data.
  ///
  /// - Parameters:
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - initial: where to start; the model's own start by default.
  ///   - fixedPOI: a value at which the parameter of interest stays.
  public func fit(
    _ model: some StatisticalModel, data: [Double], initial: [Double]? = nil, fixedPOI: Double? = nil
  ) -> Fit {
    let bounds = model.parameters.map(\.bounds)
    var isHeld = model.parameters.map(\.isFixed)
    var point = initial ?? model.initialParameters()
    if let fixedPOI, let poiIndex = model.poiIndex {
      point[poiIndex] = fixedPOI
      isHeld[poiIndex] = true
    }
    for index in point.indices where !isHeld[index] { point[index] = bounds[index].clamping(point[index]) }

    var result = Fit(
      parameters: point, logpdf: model.logpdf(point, data: data), status: .converged, iterations: 0,
      free: [], atBound: [], estimatedDistance: .infinity)
    guard result.logpdf.isFinite else {
      result.status = .undefinedStart(bins: model.undefinedBins(point, data: data))
      return result
    }
    climb(model, &result, data: data, isHeld: isHeld)
    result.logpdf = model.logpdf(result.parameters, data: data)
    return result
  }

  /// Takes Newton steps until one of the ways in which a fit ends.
  private func climb(
    _ model: some StatisticalModel, _ result: inout Fit, data: [Double], isHeld: [Bool]
  ) {
    let bounds = model.parameters.map(\.bounds)
    while true {
      let gradient = model.parameterGradient(result.parameters, data: data)
      result.free = []
      result.atBound = []
      for index in bounds.indices where !isHeld[index] {
        let value = result.parameters[index]
        let isBlocked =
          (value <= bounds[index].lowerBound && gradient[index] <= 0)
          || (value >= bounds[index].upperBound && gradient[index] >= 0)
        if isBlocked { result.atBound.append(index) } else { result.free.append(index) }
      }
      let slope = result.free.map { gradient[$0] }
      let step = newtonStep(model, result, data: data, slope: slope)
      let distance = 0.5 * zip(step, slope).reduce(0) { $0 + $1.0 * $1.1 }
      let isPolishing = result.estimatedDistance < 1e-9
      if distance == 0 || (isPolishing && !(distance < 0.25 * result.estimatedDistance)) {
        result.estimatedDistance = min(distance, result.estimatedDistance)
        result.status = .converged
        return
      }
      guard result.iterations < maximumIterations else {
        result.status = .iterationLimit
        result.estimatedDistance = distance
        return
      }
      guard let next = advance(model, result, data: data, step: step, distance: distance) else {
        result.status = distance < 1e-9 ? .converged : .stalled
        result.estimatedDistance = distance
        return
      }
      result.estimatedDistance = distance
      result.parameters = next
      result.iterations += 1
    }
  }

  /// The Newton step of the free parameters, uphill in the likelihood.
  private func newtonStep(
    _ model: some StatisticalModel, _ state: Fit, data: [Double], slope: [Double]
  ) -> [Double] {
    guard !state.free.isEmpty else { return [] }
    let hessian = model.hessian(state.parameters, data: data)
    var information = state.free.map { row in state.free.map { -hessian[row][$0] } }
    let scale = information.indices.map { abs(information[$0][$0]) }.max() ?? 0
    var shift = 0.0
    while true {
      if let factor = CholeskyFactor(information) { return factor.solve(slope) }
      let added = shift == 0 ? max(scale, .leastNormalMagnitude) * 1e-10 : shift * 9
      shift += added
      guard shift.isFinite else { return slope }
      for index in information.indices { information[index][index] += added }
    }
  }

  /// The point that the step leads to, shortened until the likelihood rises enough (Armijo's rule along the
  /// clipped path), or nil if none does. Near the maximum, where differences of the likelihood are rounding,
  /// the full step is taken as it is.
  private func advance(
    _ model: some StatisticalModel, _ state: Fit, data: [Double], step: [Double], distance: Double
  ) -> [Double]? {
    var length = 1.0
    for _ in 0..<60 {
      var point = state.parameters
      for (index, delta) in zip(state.free, step) {
        point[index] = model.parameters[index].bounds.clamping(point[index] + length * delta)
      }
      let gain = model.logRatio(point, to: state.parameters, data: data)
      if gain.isFinite, distance < 1e-9 || gain >= 1e-4 * length * 2 * distance { return point }
      length *= 0.5
    }
    return nil
  }
}

extension ClosedRange<Double> {
  /// The nearest value of the range.
  package func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
