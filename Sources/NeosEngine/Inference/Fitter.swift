/// A maximum-likelihood fit within bounds, by Newton's method with exact derivatives.
///
/// Parameters that a bound holds against the gradient are set aside; the others take the Newton step within the
/// bounds (`BoundedStep`), shortened until the objective falls (projected Newton: Bertsekas, SIAM J. Control
/// Optim. 20 (1982) 221). Close to the maximum full steps go on until rounding stops them, so that the result is
/// a function of its inputs to the last digits. It mirrors `pyhf.infer.mle.fit` and `fixed_poi_fit`.
public struct Fitter: Sendable, Hashable {
  /// The largest number of Newton steps.
  public var maximumIterations = 200

  /// The largest number of those from another start, beside a known maximum: in some 330 models tried, all that led to a
  /// higher one took 40 or fewer.
  private static let furtherIterations = 60

  /// The largest number of parameters of a model in which other maxima are looked for thoroughly: with many parameters
  /// moved at once, and more of them one by one. Such a fit takes several times as long.
  public var thoroughLimit = 300

  /// A fitter with the usual settings.
  public init() {}

  /// A fitter for what needs many fits, or one at each step.
  public static let brief = {
    var fitter = Fitter()
    fitter.thoroughLimit = 100
    return fitter
  }()

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
    var room = FitRoom()
    return fit(
      model, in: model.parameterSpace, data: data, initial: initial, fixedPOI: fixedPOI, fixed: fixed,
      room: &room)
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
    var room = FitRoom()
    return fit(model, in: space, data: data, initial: initial, fixed: fixed, room: &room)
  }

  /// Fits a model in a room.
  func fit(
    _ model: some StatisticalModel, in space: ParameterSpace, data: [Double], initial: [Double]? = nil,
    fixedPOI: Double? = nil, fixed: [Int: Double] = [:], room: inout FitRoom
  ) -> Fit {
    room.enter(at: initial ?? space.initial, in: space, fixedPOI: fixedPOI, fixed: fixed)
    let first = climb(model, data: data, from: Start(point: room.start), in: space, &room)
    let twofold = twofoldParameters(model, data: data, in: space, first, isHeld: room.isHeld)
    guard !twofold.isEmpty else { return first }
    room.enter(at: space.initial, in: space, fixedPOI: fixedPOI, fixed: fixed)
    room.known = room.maximum(of: first)
    return highest(
      model, data: data, in: space, first: first, isNewStart: initial != nil, twofold: twofold, &room)
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
  func climb(
    _ model: some StatisticalModel, data: [Double], from start: Start, in space: ParameterSpace,
    _ room: inout FitRoom
  ) -> Fit {
    var result = room.newFit(at: start.point)
    for index in start.point.indices where !room.isHeld[index] {
      result.parameters[index] = space.bounds[index].clamping(start.point[index])
    }
    room.piece.counts = model.expectedCounts(result.parameters)
    if !isDefined(model, at: result.parameters, room.piece.counts, data: data) {
      let moved = movedIntoDomain(
        model, result.parameters, data: data, bounds: space.bounds, isHeld: room.isHeld)
      room.piece.counts = model.expectedCounts(moved)
      guard isDefined(model, at: moved, room.piece.counts, data: data) else {
        result.logpdf = model.logpdf(moved, data: data)
        result.status = .undefinedStart(bins: model.undefinedBins(moved, data: data))
        return result
      }
      result.parameters = moved
    }
    climb(model, &result, data: data, from: start, in: space, &room)
    // Parameters at a kink are a hair above it while their slope to that side is looked at.
    for index in space.kinked where abs(result.parameters[index]) <= .leastNormalMagnitude {
      result.parameters[index] = 0
    }
    // A start that was given up counts for nothing.
    if start.known == nil || result.isConverged {
      result.logpdf = model.logpdf(result.parameters, data: data)
    }
    return result
  }

  /// Whether the likelihood is defined at a point.
  func isDefined(_ model: some StatisticalModel, at point: [Double], data: [Double]) -> Bool {
    isDefined(model, at: point, model.expectedCounts(point), data: data)
  }

  /// The same, given the expected counts there.
  private func isDefined(
    _ model: some StatisticalModel, at point: [Double], _ counts: ExpectedCounts<Double>, data: [Double]
  ) -> Bool {
    model.logRatio(point, counts: counts, to: point, counts: counts, data: data).isFinite
  }

  /// How far from its maximum a log-likelihood counts as being there: 1e-9, or what rounding leaves of terms as
  /// large as the counts.
  static func tolerance(_ data: [Double]) -> Double {
    max(1e-9, 4 * .ulpOfOne * data.reduce(0) { $0 + abs($1) })
  }

  /// Takes Newton steps until one of the ways in which a fit ends.
  private func climb(
    _ model: some StatisticalModel, _ result: inout Fit, data: [Double], from start: Start,
    in space: ParameterSpace, _ room: inout FitRoom
  ) {
    let tolerance = Self.tolerance(data)
    let limit = start.known == nil ? maximumIterations : min(maximumIterations, Self.furtherIterations)
    room.newton.restart()
    while true {
      room.piece.derivatives.isSplit = room.newton.mayGiveWay(rows: result.parameters.count)
      findPiece(model, around: &result.parameters, data: data, in: space, isHeld: room.isHeld, &room.piece)
      let (bounds, gradient) = (room.piece.bounds, room.piece.derivatives.gradient)
      result.free.removeAll(keepingCapacity: true)
      result.atBound.removeAll(keepingCapacity: true)
      result.atKink = room.piece.atKink
      for index in bounds.indices where !room.isHeld[index] && !result.atKink.contains(index) {
        let value = result.parameters[index]
        let isBlocked =
          (value <= bounds[index].lowerBound && gradient[index] <= 0)
          || (value >= bounds[index].upperBound && gradient[index] >= 0)
        if isBlocked { result.atBound.append(index) } else { result.free.append(index) }
      }
      takeStep(model, &result, data: data, &room)
      let step = room.newton.step
      let distance = 0.5 * zip(result.free, step).reduce(0) { $0 + gradient[$1.0] * $1.1 }
      if let known = start.known {
        setGoal(&room.goal, from: result, step: step, length: 1, bounds: bounds)
        /// How far ahead the known maximum is.
        func lead() -> Double {
          model.logRatio(
            known, counts: model.expectedCounts(known), to: result.parameters, counts: room.piece.counts,
            data: data)
        }
        let isExact = room.newton.isExact
        // From the other side, what is left to climb may also be far less than the known maximum is ahead.
        let isGivenUp =
          start.index == nil
          ? isExact && start.isLeft(for: room.goal) && lead() > 0
          : start.isLeft(for: room.goal)
            || (isExact && distance < 0.01 && lead() > 100 * distance + tolerance)
        if isGivenUp {
          result.status = .stalled
          return
        }
      }
      let isPolishing = result.estimatedDistance < tolerance && distance < tolerance
      var isDone = distance == 0 || (isPolishing && !(distance < 0.25 * result.estimatedDistance))
      // The distance after a step is of the order of its square: there is nothing left to look for.
      if !isDone, isPolishing, distance < min(1e-18, 1e-6 * result.estimatedDistance),
        result.iterations < limit
      {
        setGoal(&room.goal, from: result, step: step, length: 1, bounds: bounds)
        isDone = result.free.allSatisfy {
          bounds[$0].lowerBound < room.goal[$0] && room.goal[$0] < bounds[$0].upperBound
        }
        if isDone {
          swap(&result.parameters, &room.goal)
          result.iterations += 1
          result.estimatedDistance = distance * (distance / result.estimatedDistance)
        }
      }
      if isDone {
        result.estimatedDistance = min(distance, result.estimatedDistance)
        result.status = .converged
        return
      }
      let isOutOfSteps = result.iterations >= limit
      let isFound =
        !isOutOfSteps
        && findGoal(
          &room.goal, &room.goalCounts, model, from: result, data: data, room.piece, step: step,
          distance: distance, tolerance: tolerance)
      result.estimatedDistance = distance
      guard isFound else {
        result.status = distance < tolerance ? .converged : isOutOfSteps ? .iterationLimit : .stalled
        if result.status != .converged {
          setGoal(&room.goal, from: result, step: step, length: 1, bounds: bounds)
          result.undefinedBins = model.undefinedBins(room.goal, data: data)
          result.slowest =
            zip(result.free, step).max { gradient[$0.0] * $0.1 < gradient[$1.0] * $1.1 }?.0
        }
        return
      }
      swap(&result.parameters, &room.goal)
      swap(&room.piece.counts, &room.goalCounts)
      result.iterations += 1
      if distance < 1e-4, space.kinked.isEmpty, polish(model, &result, data: data, bounds: bounds, &room) {
        return
      }
    }
  }

  /// Takes the Newton step of the free parameters, uphill in the likelihood. Parameters without any influence leave
  /// the free ones.
  private func takeStep(
    _ model: some StatisticalModel, _ state: inout Fit, data: [Double], _ room: inout FitRoom
  ) {
    let (bounds, derivatives) = (room.piece.bounds, room.piece.derivatives)
    let (gradient, hessian) = (derivatives.gradient, derivatives.curvature)
    state.unused = state.free.filter { row in
      gradient[row] == 0 && hessian[row, row] == 0 && state.free.allSatisfy { hessian[row, $0] == 0 }
    }
    if !state.unused.isEmpty {
      let unused = Set(state.unused)
      state.free.removeAll { unused.contains($0) }
    }
    let (free, parameters) = (state.free, state.parameters)
    let block =
      room.selection.flatMap { $0.whole === hessian.profile && $0.positions == free ? $0 : nil }
      ?? hessian.profile.selection(free)
    room.selection = block
    room.newton.information.set(to: hessian, block, times: -1)
    room.newton.slope.removeAll(keepingCapacity: true)
    room.newton.lowest.removeAll(keepingCapacity: true)
    room.newton.highest.removeAll(keepingCapacity: true)
    for index in free {
      room.newton.slope.append(gradient[index])
      room.newton.lowest.append(bounds[index].lowerBound - parameters[index])
      room.newton.highest.append(bounds[index].upperBound - parameters[index])
    }
    var softening = LikelihoodSoftening(
      model: model, parameters: parameters, data: data, derivatives: derivatives, block: block)
    room.newton.take(&softening)
  }

  /// Finds the point that the step leads to, shortened until the likelihood rises enough (Armijo's rule) by parabolas
  /// through what is known (Nocedal and Wright, Numerical Optimization (2006), section 3.5); false if there is none.
  /// Near the maximum, where differences of the likelihood are rounding, the full step is taken as it is.
  private func findGoal(
    _ goal: inout [Double], _ goalCounts: inout ExpectedCounts<Double>, _ model: some StatisticalModel,
    from state: Fit, data: [Double], _ piece: SmoothPiece, step: [Double], distance: Double, tolerance: Double
  ) -> Bool {
    func gain(_ length: Double) -> Double {
      setGoal(&goal, from: state, step: step, length: length, bounds: piece.bounds)
      goalCounts = model.expectedCounts(goal)
      return model.logRatio(
        goal, counts: goalCounts, to: state.parameters, counts: piece.counts, data: data)
    }
    var length = 1.0
    for _ in 0..<60 {
      let rise = gain(length)
      guard rise.isFinite else {
        length /= 2
        continue
      }
      if distance < tolerance { return true }
      let top = length * length / (2 * length - rise / distance)
      if rise >= 1e-4 * length * 2 * distance {
        // Where the likelihood bends otherwise than its curvature says, the parabola's top may be higher by far.
        let isAsExpected = 0.5...1.5 ~= rise / (distance * length * (2 - length))
        let further = top > 0 ? min(top, 4 * length) : 4 * length
        if !isAsExpected, !(gain(further) > rise) { _ = gain(length) }
        return true
      }
      length = min(max(top, length / 10), length / 2)
    }
    return false
  }

  func setGoal(
    _ goal: inout [Double], from state: Fit, step: [Double], length: Double, bounds: [ClosedRange<Double>]
  ) {
    goal.set(to: state.parameters)
    for (index, delta) in zip(state.free, step) {
      goal[index] = bounds[index].clamping(goal[index] + length * delta)
    }
  }
}

extension ClosedRange<Double> {
  /// The nearest value of the range.
  package func clamping(_ value: Double) -> Double { Swift.min(Swift.max(value, lowerBound), upperBound) }
}
