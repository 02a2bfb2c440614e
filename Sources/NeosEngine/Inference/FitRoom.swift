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
  /// The expected counts there.
  var goalCounts = ExpectedCounts<Double>()
  var piece = Fitter.SmoothPiece()
  var newton = BoundedStep()
  /// The free parameters among all.
  var selection: MatrixProfile.Selection?
  /// A maximum of a large model that the fit has found.
  var known: Fitter.KnownMaximum?
  /// How many threads may look for other maxima at once; the results do not depend on it.
  var threads = 1
  /// The rooms of the other threads.
  private var others: [FitRoom] = []

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

  /// What is known of the maximum of a large model that the last steps led to, if they did.
  func maximum(of fit: Fit) -> Fitter.KnownMaximum? {
    guard fit.isConverged, fit.free.count >= MatrixProfile.large, newton.isExact else { return nil }
    return Fitter.KnownMaximum(parameters: fit.parameters, free: fit.free, factor: newton.factor)
  }

  /// The results of a body for each of `count` pieces of work, in their order, each in the room of the thread that
  /// does it.
  mutating func mapInRooms<Result: Sendable>(
    _ count: Int, threads: Int, _ body: (_ piece: Int, _ room: inout FitRoom) -> Result
  ) -> [Result] {
    let workers = workerCount(count, threads: threads)
    while others.count < workers - 1 { others.append(FitRoom()) }
    for index in 0..<workers - 1 {
      others[index].start.set(to: start)
      others[index].isHeld.set(to: isHeld)
    }
    var others = others.taken()
    defer { self.others = others }
    return withUnsafeMutablePointer(to: &self) { own in
      others.withUnsafeMutableBufferPointer { others in
        mapInParallel(count, threads: workers) { piece, worker in
          worker == 0 ? body(piece, &own.pointee) : body(piece, &others[worker - 1])
        }
      }
    }
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
