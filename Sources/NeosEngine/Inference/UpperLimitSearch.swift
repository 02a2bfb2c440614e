internal import RealModule

/// A search for the six limits of a model, observed and expected, which share the strengths that are tested.
struct UpperLimitSearch {
  private let finder: UpperLimitFinder
  private let calculator: AsymptoticCalculator
  private let toys: ToyCalculator?
  private let control: InferenceControl
  /// The range of strengths: the bounds, but below 0 a strength is no signal; there CLs is 1.
  private let range: ClosedRange<Double>
  private let name: String
  /// The limits by formulas, around which limits by toys are searched first.
  private let guides: [Double?]
  private let roots: RootFinder
  /// The tested strengths, in the order of the tests.
  private(set) var points: [UpperLimit.Point] = []
  /// Whether it was stopped.
  private(set) var wasStopped = false
  private var testedEnds = false
  private var curvesDone = 0

  init(
    _ finder: UpperLimitFinder, _ calculator: AsymptoticCalculator, _ control: InferenceControl
  ) throws(InferenceError) {
    guard let poi = calculator.space.poiIndex else { throw .noParameterOfInterest }
    let bounds = calculator.space.bounds[poi]
    (self.finder, self.calculator, self.control) = (finder, calculator, control)
    range = max(bounds.lowerBound, 0)...max(bounds.upperBound, 0)
    name = calculator.space.names[poi]
    toys = finder.toyCalculator
    var roots = finder.finder
    if let toys {
      // The relative error of a limit is 2 / sqrt(count) or so.
      roots.relativeTolerance = max(roots.relativeTolerance, 0.5 / Double(toys.toyCount).squareRoot())
      var formulas = finder
      formulas.method = .asymptotics
      var search = try UpperLimitSearch(
        formulas, calculator, InferenceControl(threads: 1, isStopped: control.isStopped))
      guides = (0..<6).map { search.limit($0).value }
    } else {
      guides = [Double?](repeating: nil, count: 6)
    }
    self.roots = roots
  }

  /// The limit of one curve, searched in the narrowest known bracket.
  mutating func limit(_ curve: Int) -> UpperLimit.Value {
    defer {
      curvesDone += 1
      if toys == nil { control.progress(curvesDone, 6) }
    }
    do throws(InferenceError) {
      if bracket(curve) == nil, let guide = guides[curve] {
        for strength in [0.85 * guide, 1.15 * guide] {
          _ = try excess(min(max(strength, range.lowerBound), range.upperBound), curve)
        }
      }
      if bracket(curve) == nil, !testedEnds { try testEnds(curve) }
      guard let bracket = bracket(curve) else { return .none(missing(curve)) }
      let roots = roots
      let outcome = try roots.root(from: bracket.above, to: bracket.below) {
        (tested: Double) throws(InferenceError) -> Double in try excess(tested, curve)
      }
      switch outcome {
      case .root(let value): return .at(value)
      case .noSignChange, .undefined: return .none("CLs is not defined near the limit")
      case .evaluationLimit(let bracket):
        return .none("not found within \(roots.maximumEvaluations) tests; between \(bracket)")
      }
    } catch {
      return .none(wasStopped ? "stopped" : "\(error)")
    }
  }

  /// Says that all is done.
  func finish() {
    if toys != nil, !points.isEmpty { control.progress(drawn(points.count), drawn(points.count)) }
  }

  /// The height of log CLs above the level.
  private mutating func excess(_ tested: Double, _ curve: Int) throws(InferenceError) -> Double {
    let known = points.first { $0.tested == tested }
    let point: UpperLimit.Point
    if let known { point = known } else { point = try test(tested) }
    guard let cls = point.cls(curve) else {
      throw .fit(
        what: "the test at \(name) = \(tested)", report: point.problems.first ?? "CLs is not a number")
    }
    // Of toys, none of all is less than one of them.
    let least = toys.map { 0.5 / Double($0.toyCount) } ?? .leastNormalMagnitude
    return .log(max(cls, least) / finder.level)
  }

  private mutating func test(_ tested: Double) throws(InferenceError) -> UpperLimit.Point {
    var point: UpperLimit.Point?
    if !control.isStopped() {
      if let toys {
        let done = drawn(points.count)
        // Five tests a curve, of which the later ones need fewer.
        let total = max(drawn(5 * 6), done + drawn(5 * (6 - curvesDone)))
        let control = control
        point = UpperLimit.Point(
          toys, calculator, tested,
          InferenceControl(
            threads: control.threads, isStopped: control.isStopped,
            progress: { count, _ in control.progress(done + count, total) }))
      } else {
        point = UpperLimit.Point(calculator, tested)
      }
    }
    guard let point, toys == nil || !control.isStopped() else {
      wasStopped = true
      throw .setting("stopped")
    }
    points.append(point)
    return point
  }

  /// The toys of so many tests.
  private func drawn(_ tests: Int) -> Int { 2 * tests * (toys?.toyCount ?? 0) }

  /// Tests the ends of the range; where the upper end cannot be tested, what lies nearer.
  private mutating func testEnds(_ curve: Int) throws(InferenceError) {
    testedEnds = true
    _ = try excess(range.lowerBound, curve)
    var upper = range.upperBound
    for _ in 0..<12 {
      do throws(InferenceError) {
        _ = try excess(upper, curve)
        return
      } catch .fit {
        // Bounds may be as wide as numbers are.
        upper = upper > 100 ? upper.squareRoot() : 0.5 * (range.lowerBound + upper)
      }
    }
  }

  /// The highest strength that is not excluded, and the next one that is.
  private func bracket(_ curve: Int) -> (above: Double, below: Double)? {
    let known = points.compactMap { point in point.cls(curve).map { (point.tested, $0) } }
    guard let above = known.filter({ $0.1 >= finder.level }).map(\.0).max(),
      let below = known.filter({ $0.1 < finder.level && $0.0 > above }).map(\.0).min()
    else { return nil }
    return (above, below)
  }

  /// Why there is no bracket.
  private func missing(_ curve: Int) -> String {
    let known = points.compactMap { point in point.cls(curve).map { (point.tested, $0) } }
    guard known.contains(where: { $0.1 >= finder.level }) else {
      return "every tested \(name) is excluded, the lowest is \(range.lowerBound)"
    }
    let highest = known.map(\.0).max() ?? range.upperBound
    return highest < range.upperBound
      ? "the limit lies above \(name) = \(highest), beyond which tests fail"
      : "the limit lies above the bound \(name) = \(highest); widen it, or scale the signal up"
  }
}
