/// The memory that a fit works in, which the next one can take over: fits of the same kind, one after the other in the
/// same room, then take none of their own.
struct FitRoom: Sendable {
  /// A fit that is of no more use, whose memory the next one takes.
  var spare: Fit?

  /// Where the fit starts.
  private(set) var start: [Double] = []
  /// Which parameters stay where they start.
  private(set) var isHeld: [Bool] = []
  /// Where the fit is about to go.
  var goal: [Double] = []
  var piece = Fitter.SmoothPiece()
  var newton = BoundedStep()
  /// The free parameters among all.
  var selection: MatrixProfile.Selection?
  /// A maximum of a large model that the fit has found.
  private(set) var known: Fitter.KnownMaximum?

  /// Enters with a start and what is held.
  ///
  /// - Parameters:
  ///   - start: one value for each parameter.
  ///   - space: the parameters, some of which stay at their starts.
  ///   - fixedPOI: a value at which the parameter of interest stays.
  ///   - fixed: values at which other parameters stay, by their positions.
  mutating func enter(
    at start: [Double], in space: ParameterSpace, fixedPOI: Double?, fixed: [Int: Double]
  ) {
    known = nil
    precondition(start.count == space.isFixed.count, "a start needs one value for each parameter")
    self.start.set(to: start)
    isHeld.set(to: space.isFixed)
    for (index, value) in fixed { hold(index, at: value) }
    if let fixedPOI, let poiIndex = space.poiIndex { hold(poiIndex, at: fixedPOI) }
  }

  /// Keeps the maximum that the last steps led to.
  mutating func keep(_ fit: Fit) {
    guard fit.isConverged, fit.free.count >= MatrixProfile.large, newton.isExact else { return }
    known = Fitter.KnownMaximum(parameters: fit.parameters, free: fit.free, factor: newton.factor)
  }

  private mutating func hold(_ index: Int, at value: Double) {
    start[index] = value
    isHeld[index] = true
  }

  /// A fit that is still at a point, in the memory of the spare one.
  mutating func newFit(at point: [Double]) -> Fit {
    var fit =
      spare
      ?? Fit(
        parameters: [], logpdf: .nan, status: .converged, iterations: 0, free: [], atBound: [],
        estimatedDistance: .infinity)
    spare = nil
    fit.restart(at: point)
    return fit
  }
}

extension Fit {
  /// Begins anew at a point.
  fileprivate mutating func restart(at point: [Double]) {
    parameters.set(to: point)
    logpdf = .nan
    status = .converged
    iterations = 0
    free.removeAll(keepingCapacity: true)
    atBound.removeAll(keepingCapacity: true)
    unused.removeAll(keepingCapacity: true)
    atKink.removeAll(keepingCapacity: true)
    estimatedDistance = .infinity
    undefinedBins.removeAll(keepingCapacity: true)
    slowest = nil
  }
}
