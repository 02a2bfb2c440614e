/// Finds upper limits by root finding in log CLs (`pyhf.infer.intervals.upper_limits.toms748_scan`), where CLs is
/// that of asymptotic formulas or of toys.
///
/// Unlike pyhf 0.7.6 it honors the level also without a scan. It searches within the bounds of the parameter of
/// interest; pyhf goes on beyond them, where its fits refuse to go.
public struct UpperLimitFinder: Sendable {
  /// How the distributions of the test statistic are known.
  public enum Method: Sendable, Hashable {
    /// By asymptotic formulas.
    case asymptotics
    /// By toys: so many of each hypothesis at every tested strength, from a seed. The same random numbers serve
    /// all strengths, so that CLs moves smoothly from one to the next.
    case toys(count: Int, seed: UInt64)
  }

  /// The level of CLs at which a strength is excluded: 0.05 for 95 percent.
  public var level = 0.05
  /// The test statistic.
  public var statistic = TestStatistic.qMuTilde
  /// How the distributions of the test statistic are known.
  public var method = Method.asymptotics
  /// How fits are made.
  public var fitter = Fitter()
  /// How closely the limits are found: to 1e-8 of themselves, and by toys not closer than a quarter or so of their
  /// statistical error. pyhf stops at 1e-4.
  public var finder = RootFinder()

  /// A finder with the usual settings.
  public init() {}

  /// The limits of a model on observed data.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the observed data: the main bins, then the auxiliary measurements.
  ///   - control: progress counts the curves done, of six, or by toys the toys drawn, of an estimate; a stop
  ///     leaves the limits found before.
  /// - Throws: ``InferenceError`` when no strength can be tested.
  public func limit(
    _ model: some StatisticalModel, data: [Double], control: InferenceControl = InferenceControl()
  ) throws(InferenceError) -> UpperLimit {
    var search = try UpperLimitSearch(self, calculator(model, data: data), control)
    let values = (0..<6).map { search.limit($0) }
    search.finish()
    return UpperLimit(level: level, values: values, points: search.points, wasStopped: search.wasStopped)
  }

  func calculator(
    _ model: some StatisticalModel, data: [Double]
  ) throws(InferenceError) -> AsymptoticCalculator {
    guard level > 0, level < 1 else { throw .setting("the level lies between 0 and 1, found \(level)") }
    guard statistic == .qMu || statistic == .qMuTilde else { throw .statistic(statistic) }
    try toyCalculator?.check()
    return try AsymptoticCalculator(model, data: data, statistic: statistic, fitter: fitter)
  }

  /// What draws the toys, if there are any.
  var toyCalculator: ToyCalculator? {
    guard case .toys(let count, let seed) = method else { return nil }
    var calculator = ToyCalculator(seed: seed)
    calculator.toyCount = count
    calculator.statistic = statistic
    calculator.fitter = fitter
    return calculator
  }
}
