internal import RealModule

/// Finds upper limits by root finding in log CLs (`pyhf.infer.intervals.upper_limits.toms748_scan`).
///
/// Unlike pyhf 0.7.6 it honors the level also without a scan. It searches within the bounds of the parameter of
/// interest; pyhf goes on beyond them, where its fits refuse to go.
public struct UpperLimitFinder: Sendable {
  /// The level of CLs at which a strength is excluded: 0.05 for 95 percent.
  public var level = 0.05
  /// The test statistic.
  public var statistic = TestStatistic.qMuTilde
  /// How fits are made.
  public var fitter = Fitter()
  /// How closely the limits are found; pyhf's tolerances.
  public var finder = RootFinder()

  /// A finder with pyhf's settings.
  public init() {}

  /// The limits of a model on observed data.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the observed data: the main bins, then the auxiliary measurements.
  ///   - control: progress counts the curves done, of six; a stop leaves those found before.
  /// - Throws: ``InferenceError`` when no strength can be tested.
  public func limit(
    _ model: some StatisticalModel, data: [Double], control: InferenceControl = InferenceControl()
  ) throws(InferenceError) -> UpperLimit {
    let calculator = try calculator(model, data: data)
    guard let poi = calculator.space.poiIndex else { throw .noParameterOfInterest }
    let bounds = calculator.space.bounds[poi]
    let name = calculator.space.names[poi]
    // Below 0 a strength is no signal; there CLs is 1.
    let lowest = max(bounds.lowerBound, 0)
    var points: [UpperLimit.Point] = []
    var values: [UpperLimit.Value] = []
    for curve in 0..<6 {
      /// The height of log CLs above the level.
      func excess(_ tested: Double) throws(InferenceError) -> Double {
        if control.isStopped() { throw .setting(Self.stopped) }
        let known = points.first { $0.tested == tested }
        let point = known ?? UpperLimit.Point(calculator, tested)
        if known == nil { points.append(point) }
        guard let cls = point.cls(curve) else {
          throw .fit(
            what: "the test at \(name) = \(tested)", report: point.problems.first ?? "CLs is not a number")
        }
        return Double.log(max(cls, .leastNormalMagnitude) / level)
      }
      values.append(value(excess, curve, bounds: lowest...bounds.upperBound, points: { points }, name: name))
      control.progress(curve + 1, 6)
    }
    return UpperLimit(
      level: level, values: values, points: points,
      wasStopped: values.contains { $0 == .none("\(InferenceError.setting(Self.stopped))") })
  }

  private static let stopped = "stopped"

  func calculator(
    _ model: some StatisticalModel, data: [Double]
  ) throws(InferenceError) -> AsymptoticCalculator {
    guard level > 0, level < 1 else { throw .setting("the level of CLs is between 0 and 1, not \(level)") }
    guard statistic != .q0 else { throw .setting("q0 is for discoveries; a limit needs q or qtilde") }
    return try AsymptoticCalculator(model, data: data, statistic: statistic, fitter: fitter)
  }

  /// Tests the ends of the range; where the upper end cannot be tested, what lies nearer.
  private func testEnds(
    _ excess: (Double) throws(InferenceError) -> Double, _ bounds: ClosedRange<Double>
  ) throws(InferenceError) {
    _ = try excess(bounds.lowerBound)
    var upper = bounds.upperBound
    for _ in 0..<8 {
      do throws(InferenceError) {
        _ = try excess(upper)
        return
      } catch .fit {
        upper = 0.5 * (bounds.lowerBound + upper)
      }
    }
  }

  /// The limit of one curve, searched in the narrowest known bracket.
  private func value(
    _ excess: (Double) throws(InferenceError) -> Double, _ curve: Int, bounds: ClosedRange<Double>,
    points: () -> [UpperLimit.Point], name: String
  ) -> UpperLimit.Value {
    do throws(InferenceError) {
      if points().isEmpty { try testEnds(excess, bounds) }
      let known = points().compactMap { point in point.cls(curve).map { (point.tested, $0) } }
      let above = known.filter { $0.1 >= level }.map(\.0).max()
      guard let above else {
        return .none("every tested \(name) is excluded, the lowest is \(bounds.lowerBound)")
      }
      guard let below = known.filter({ $0.1 < level && $0.0 > above }).map(\.0).min() else {
        let highest = known.map(\.0).max() ?? bounds.upperBound
        return .none(
          highest < bounds.upperBound
            ? "the limit lies above \(name) = \(highest), beyond which tests fail"
            : "the limit lies above the bound \(name) = \(highest); widen it, or scale the signal up")
      }
      switch try finder.root(from: above, to: below, excess) {
      case .root(let value): return .at(value)
      case .noSignChange, .undefined: return .none("CLs is not defined near the limit")
      case .evaluationLimit(let bracket):
        return .none("not found within \(finder.maximumEvaluations) tests; between \(bracket)")
      }
    } catch {
      return .none("\(error)")
    }
  }
}
