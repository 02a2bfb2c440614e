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
    /// The likelihood is not defined at the start: these bins have an expected count that is not positive, or,
    /// if none is named, a constraint excludes the start.
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
    case .undefinedStart([]): "not defined at its start: a constraint excludes it"
    case .undefinedStart(let bins):
      "not defined at its start: the expected count is not positive in bin "
        + bins.map(String.init).joined(separator: ", ")
    }
  }
}

/// A maximum-likelihood fit within bounds, by Newton's method with exact derivatives.
///
/// Projected Newton: parameters that a bound holds against the gradient are set aside, the others take a
/// Newton step, shortened until the objective falls (after Bertsekas, SIAM J. Control Optim. 20 (1982) 221).
/// Where the step would leave the bounds, it is made anew without the parameters that leave: clipped to the
/// bounds it might lead downhill. Where the Hessian is not positive definite, a multiple of the identity is
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
      let direction = direction(model, result, data: data, gradient: gradient)
      let distance = 0.5 * zip(direction, gradient).reduce(0) { $0 + $1.0 * $1.1 }
      let isPolishing = result.estimatedDistance < 1e-9 && distance < 1e-9
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
      guard let next = advance(model, result, data: data, direction: direction, distance: distance)
      else {
        result.status = distance < 1e-9 ? .converged : .stalled
        result.estimatedDistance = distance
        return
      }
      result.estimatedDistance = distance
      result.parameters = next
      result.iterations += 1
    }
  }

  /// A way within the bounds, uphill in the likelihood: the Newton step of the free parameters.
  ///
  /// A parameter whose step would leave the bounds goes to the bound if its own slope leads there; else it stays
  /// where it is. The others' step is that of the function in which it does not take part.
  private func direction(
    _ model: some StatisticalModel, _ state: Fit, data: [Double], gradient: [Double]
  ) -> [Double] {
    var direction = [Double](repeating: 0, count: gradient.count)
    guard !state.free.isEmpty else { return direction }
    let hessian = model.hessian(state.parameters, data: data)
    var moving = state.free
    while !moving.isEmpty {
      let step = newtonStep(
        moving.map { row in moving.map { -hessian[row][$0] } }, slope: moving.map { gradient[$0] })
      var inside: [Int] = []
      for (index, delta) in zip(moving, step) {
        let value = state.parameters[index]
        let end = model.parameters[index].bounds.clamping(value + delta)
        if value + delta == end || delta.isNaN {
          direction[index] = delta
          inside.append(index)
        } else {
          direction[index] = delta * gradient[index] > 0 ? end - value : 0
        }
      }
      if inside.count == moving.count { break }
      moving = inside
    }
    return direction
  }

  /// The solution of information x step = slope, with the identity added as often as needed.
  private func newtonStep(_ information: [[Double]], slope: [Double]) -> [Double] {
    var information = information
    let diagonal = information.indices.map { information[$0][$0] }
    let scale = max(diagonal.map(abs).max() ?? 0, .leastNormalMagnitude)
    let lowest = diagonal.min() ?? 0
    var shift = 0.0
    while true {
      if let factor = CholeskyFactor(information) { return factor.solve(slope) }
      // Well beyond a negative curvature: a sum of the two that is rounding would make a step of any length.
      let first = lowest < 0 ? 1e-3 * scale - lowest : 1e-10 * scale
      let added = shift == 0 ? first : shift * 9
      shift += added
      guard shift.isFinite else { return slope }
      for index in information.indices { information[index][index] += added }
    }
  }

  /// The point that the direction leads to, shortened until the likelihood rises enough (Armijo's rule), or nil
  /// if none does. Near the maximum, where differences of the likelihood are rounding, the full step is taken as
  /// it is.
  private func advance(
    _ model: some StatisticalModel, _ state: Fit, data: [Double], direction: [Double], distance: Double
  ) -> [Double]? {
    var length = 1.0
    for _ in 0..<60 {
      var point = state.parameters
      for index in state.free {
        point[index] = model.parameters[index].bounds.clamping(point[index] + length * direction[index])
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
