/// A maximum-likelihood fit within bounds, by Newton's method with exact derivatives.
///
/// Parameters that a bound holds against the gradient are set aside; the others take the Newton step within the
/// bounds (`BoundedStep`), shortened until the objective falls (projected Newton: Bertsekas, SIAM J. Control
/// Optim. 20 (1982) 221). Close to the maximum full steps go on until rounding stops them, so that the result is
/// a function of its inputs to the last digits. It mirrors `pyhf.infer.mle.fit` and `fixed_poi_fit`.
public struct Fitter: Sendable, Hashable {
  /// The largest number of Newton steps.
  public var maximumIterations = 200

  /// A fitter with the usual settings.
  public init() {}

  /// Fits a model to data.
  ///
  /// A start at which the likelihood is not defined is moved to where it is, if a few steps find such a place. Where
  /// the likelihood may have several maxima, others are looked for, and the highest one counts.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - initial: where to start; the model's own start by default.
  ///   - fixedPOI: a value at which the parameter of interest stays.
  ///   - fixed: values at which other parameters stay, by their positions.
  public func fit(
    _ model: some StatisticalModel, data: [Double], initial: [Double]? = nil, fixedPOI: Double? = nil,
    fixed: [Int: Double] = [:]
  ) -> Fit {
    let space = model.parameterSpace
    var fixed = fixed
    if let fixedPOI, let poiIndex = space.poiIndex { fixed[poiIndex] = fixedPOI }
    return fit(model, in: space, data: data, initial: initial, fixed: fixed)
  }

  /// Fits a model whose parameters were taken out before.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - space: the model's parameters.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - initial: where to start; the model's own start by default.
  ///   - fixed: values at which parameters stay, by their positions.
  public func fit(
    _ model: some StatisticalModel, in space: ParameterSpace, data: [Double], initial: [Double]? = nil,
    fixed: [Int: Double] = [:]
  ) -> Fit {
    var isHeld = space.isFixed
    var point = initial ?? space.initial
    precondition(point.count == isHeld.count, "a start needs one value for each parameter")
    for (index, value) in fixed {
      point[index] = value
      isHeld[index] = true
    }
    let first = climb(model, data: data, from: point, in: space, isHeld: isHeld)
    let twofold = space.twofold.filter { !isHeld[$0] }
    guard !twofold.isEmpty else { return first }
    var start = space.initial
    for (index, value) in fixed { start[index] = value }
    return highest(
      model, data: data, first: first, start: start, isNewStart: initial != nil, twofold: twofold
    ) { start, rival in
      climb(model, data: data, from: start, in: space, isHeld: isHeld, rival: rival)
    }
  }

  /// The fit from a start that is likely to be good, or from the model's own where that one does not converge.
  func fit(
    _ model: some StatisticalModel, in space: ParameterSpace, data: [Double], near start: [Double]?,
    fixed: [Int: Double] = [:]
  ) -> Fit {
    let warm = fit(model, in: space, data: data, initial: start, fixed: fixed)
    return warm.isConverged || start == nil ? warm : fit(model, in: space, data: data, fixed: fixed)
  }

  /// The maximum that is reached from a start.
  private func climb(
    _ model: some StatisticalModel, data: [Double], from start: [Double], in space: ParameterSpace,
    isHeld: [Bool], rival: Rival? = nil
  ) -> Fit {
    var point = start
    for index in point.indices where !isHeld[index] {
      point[index] = space.bounds[index].clamping(point[index])
    }
    var result = Fit(
      parameters: point, logpdf: .nan, status: .converged, iterations: 0,
      free: [], atBound: [], estimatedDistance: .infinity)
    if !isDefined(model, at: point, data: data) {
      let moved = movedIntoDomain(model, point, data: data, bounds: space.bounds, isHeld: isHeld)
      guard isDefined(model, at: moved, data: data) else {
        result.logpdf = model.logpdf(moved, data: data)
        result.status = .undefinedStart(bins: model.undefinedBins(moved, data: data))
        return result
      }
      result.parameters = moved
    }
    climb(model, &result, data: data, in: space, isHeld: isHeld, rival: rival)
    // Parameters at a kink are a hair above it while their slope to that side is looked at.
    for index in space.kinked where abs(result.parameters[index]) <= .leastNormalMagnitude {
      result.parameters[index] = 0
    }
    // A start that was given up counts for nothing.
    if rival == nil || result.isConverged { result.logpdf = model.logpdf(result.parameters, data: data) }
    return result
  }

  /// Whether the likelihood is defined at a point.
  private func isDefined(_ model: some StatisticalModel, at point: [Double], data: [Double]) -> Bool {
    model.logRatio(point, to: point, data: data).isFinite
  }

  /// How far from its maximum a log-likelihood counts as being there: 1e-9, or what rounding leaves of terms as
  /// large as the counts.
  static func tolerance(_ data: [Double]) -> Double {
    max(1e-9, 4 * .ulpOfOne * data.reduce(0) { $0 + abs($1) })
  }

  /// Takes Newton steps until one of the ways in which a fit ends.
  private func climb(
    _ model: some StatisticalModel, _ result: inout Fit, data: [Double], in space: ParameterSpace,
    isHeld: [Bool], rival: Rival?
  ) {
    let tolerance = Self.tolerance(data)
    var selection: MatrixProfile.Selection?
    var newton = BoundedStep()
    var candidates: [Int] = []
    while true {
      let piece = smoothPiece(model, result.parameters, data: data, in: space, isHeld: isHeld)
      let bounds = piece.bounds
      result.parameters = piece.point
      candidates.removeAll(keepingCapacity: true)
      result.atBound.removeAll(keepingCapacity: true)
      result.atKink = piece.atKink
      for index in bounds.indices where !isHeld[index] && !piece.atKink.contains(index) {
        let value = result.parameters[index]
        let isBlocked =
          (value <= bounds[index].lowerBound && piece.gradient[index] <= 0)
          || (value >= bounds[index].upperBound && piece.gradient[index] >= 0)
        if isBlocked { result.atBound.append(index) } else { candidates.append(index) }
      }
      if result.free != candidates { result.free = candidates }
      takeStep(&newton, model, &result, data: data, piece: piece, selection: &selection)
      let step = newton.step
      if let rival, rival.attracts(target(result, step: step, length: 1, bounds: bounds)) {
        result.status = .stalled
        return
      }
      let distance = 0.5 * zip(result.free, step).reduce(0) { $0 + piece.gradient[$1.0] * $1.1 }
      let isPolishing = result.estimatedDistance < tolerance && distance < tolerance
      var isDone = distance == 0 || (isPolishing && !(distance < 0.25 * result.estimatedDistance))
      // The distance after a step is of the order of its square: there is nothing left to look for.
      if !isDone, isPolishing, distance < min(1e-18, 1e-6 * result.estimatedDistance),
        result.iterations < maximumIterations
      {
        let last = target(result, step: step, length: 1, bounds: bounds)
        isDone = result.free.allSatisfy {
          bounds[$0].lowerBound < last[$0] && last[$0] < bounds[$0].upperBound
        }
        if isDone {
          result.parameters = last
          result.iterations += 1
          result.estimatedDistance = distance * (distance / result.estimatedDistance)
        }
      }
      if isDone {
        result.estimatedDistance = min(distance, result.estimatedDistance)
        result.status = .converged
        return
      }
      let next =
        result.iterations < maximumIterations
        ? advance(
          model, result, data: data, bounds: bounds, step: step, distance: distance, tolerance: tolerance)
        : nil
      result.estimatedDistance = distance
      guard let next else {
        let isOutOfSteps = result.iterations >= maximumIterations
        result.status = distance < tolerance ? .converged : isOutOfSteps ? .iterationLimit : .stalled
        if result.status != .converged {
          let goal = target(result, step: step, length: 1, bounds: bounds)
          result.undefinedBins = model.undefinedBins(goal, data: data)
          result.slowest =
            zip(result.free, step).max {
              piece.gradient[$0.0] * $0.1 < piece.gradient[$1.0] * $1.1
            }?.0
        }
        return
      }
      result.parameters = next
      result.iterations += 1
    }
  }

  /// Takes the Newton step of the free parameters, uphill in the likelihood. Parameters without any influence leave
  /// the free ones.
  private func takeStep(
    _ newton: inout BoundedStep, _ model: some StatisticalModel, _ state: inout Fit, data: [Double],
    piece: SmoothPiece, selection: inout MatrixProfile.Selection?
  ) {
    let (bounds, gradient, hessian) = (piece.bounds, piece.gradient, piece.hessian)
    state.unused = state.free.filter { row in
      gradient[row] == 0 && hessian[row, row] == 0 && state.free.allSatisfy { hessian[row, $0] == 0 }
    }
    if !state.unused.isEmpty {
      let unused = Set(state.unused)
      state.free.removeAll { unused.contains($0) }
    }
    let (free, parameters) = (state.free, state.parameters)
    let block = selection.flatMap { $0.positions == free ? $0 : nil } ?? hessian.profile.selection(free)
    selection = block
    newton.information.set(to: hessian, block, times: -1)
    newton.slope.removeAll(keepingCapacity: true)
    newton.lowest.removeAll(keepingCapacity: true)
    newton.highest.removeAll(keepingCapacity: true)
    for index in free {
      newton.slope.append(gradient[index])
      newton.lowest.append(bounds[index].lowerBound - parameters[index])
      newton.highest.append(bounds[index].upperBound - parameters[index])
    }
    let information = newton.information
    newton.take(
      firstOrder: {
        // The negative Hessian without what second derivatives of the expected counts add to it.
        model.curvatureOfRates(parameters, data: data).map { information.adding($0, block) }
      },
      expected: {
        let expected = model.expectedData(parameters).map { max($0, 0) }
        return model.curvature(parameters, data: expected).block(block, times: -1)
      })
  }

  /// The point that the step leads to, shortened until the likelihood rises enough (Armijo's rule), or nil if
  /// none does. Near the maximum, where differences of the likelihood are rounding, the full step is taken as
  /// it is.
  private func advance(
    _ model: some StatisticalModel, _ state: Fit, data: [Double], bounds: [ClosedRange<Double>],
    step: [Double], distance: Double, tolerance: Double
  ) -> [Double]? {
    var length = 1.0
    for _ in 0..<60 {
      let point = target(state, step: step, length: length, bounds: bounds)
      let gain = model.logRatio(point, to: state.parameters, data: data)
      if gain.isFinite, distance < tolerance || gain >= 1e-4 * length * 2 * distance { return point }
      length *= 0.5
    }
    return nil
  }

  private func target(
    _ state: Fit, step: [Double], length: Double, bounds: [ClosedRange<Double>]
  ) -> [Double] {
    var point = state.parameters
    for (index, delta) in zip(state.free, step) {
      point[index] = bounds[index].clamping(point[index] + length * delta)
    }
    return point
  }
}

extension ClosedRange<Double> {
  /// The nearest value of the range.
  package func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
