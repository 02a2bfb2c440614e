/// A profile of the likelihood over one parameter or two: at each point of a grid these are fixed and all others
/// fitted.
public struct LikelihoodScan: Sendable {
  /// One parameter of a scan.
  public struct Axis: Sendable, Hashable {
    /// The position of the parameter.
    public var parameter: Int
    /// The values at which it is fixed.
    public var values: [Double]

    /// An axis with the given values.
    public init(parameter: Int, values: [Double]) {
      self.parameter = parameter
      self.values = values
    }

    /// An axis of evenly spaced values, both ends included.
    public init(parameter: Int, range: ClosedRange<Double>, count: Int) {
      let step = (range.upperBound - range.lowerBound) / Double(max(count - 1, 1))
      let values = (0..<max(count, 1)).map { range.lowerBound + Double($0) * step }
      self.init(parameter: parameter, values: values)
    }
  }

  /// One point of a scan.
  public struct Point: Sendable {
    /// The values of the scanned parameters.
    public let values: [Double]
    /// The fit there; nil after a stop, and at a value outside its bounds.
    public let fit: Fit?
    /// -2 ln of the likelihood ratio to the best fit; nil where the fit did not converge.
    public let height: Double?
    /// What went wrong, in words; nil for a point that is right, or that a stop left out.
    public let problem: String?

    /// Whether a stop left the point out.
    public var wasLeftOut: Bool { fit == nil && problem == nil }
  }

  /// The axes.
  public let axes: [Axis]
  /// The fit with all parameters free.
  public let best: Fit
  /// The points; the last axis varies fastest.
  public let points: [Point]
  /// Whether the scan was stopped before all was done.
  public let wasStopped: Bool

  /// Scans one parameter, or two.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - axes: the parameters and their values.
  ///   - fitter: how fits are made.
  ///   - control: threads, progress over the points, and stop.
  /// - Throws: ``InferenceError`` when the data do not fit the model, or the best fit did not converge. A value
  ///   outside the bounds of its parameter is a point with a problem.
  public init(
    _ model: some StatisticalModel, data: [Double], over axes: Axis..., fitter: Fitter = Fitter(),
    control: InferenceControl = InferenceControl()
  ) throws(InferenceError) {
    try self.init(model, data: data, axes: axes, fitter: fitter, control: control)
  }

  init(
    _ model: some StatisticalModel, data: [Double], axes: [Axis], fitter: Fitter, control: InferenceControl
  ) throws(InferenceError) {
    let space = model.parameterSpace
    try model.check(data: data, space)
    guard !axes.isEmpty, Set(axes.map(\.parameter)).count == axes.count else {
      throw .setting("a scan needs at least one parameter, and each of them once")
    }
    for axis in axes {
      try space.check(parameter: axis.parameter)
      // The best fit would keep it where it is, and other values could be likelier.
      guard !space.isFixed[axis.parameter] else {
        throw .setting("\(space.names[axis.parameter]) is fixed in the measurement, and cannot be scanned")
      }
    }
    let best = fitter.fit(model, in: space, data: data)
    guard best.isConverged else {
      throw .fit(what: "the best fit", report: FitReport(best, model, space).description)
    }
    self.axes = axes
    self.best = best
    let grid = axes.reduce([[]]) { rows, axis in rows.flatMap { row in axis.values.map { row + [$0] } } }
    let fits = control.map(grid.count) { index -> Result<Fit, InferenceError> in
      for (axis, value) in zip(axes, grid[index]) where !space.bounds[axis.parameter].contains(value) {
        return .failure(
          .outOfBounds(
            name: space.names[axis.parameter], value: value, bounds: space.bounds[axis.parameter]))
      }
      let fixed = Dictionary(uniqueKeysWithValues: zip(axes.map(\.parameter), grid[index]))
      let fit = fitter.fit(model, in: space, data: data, fixed: fixed)
      // A start far from a scanned value may fail where the best fit's other parameters do not.
      return .success(
        fit.isConverged
          ? fit : fitter.fit(model, in: space, data: data, initial: best.parameters, fixed: fixed))
    }
    wasStopped = fits.contains { $0 == nil }
    points = zip(grid, fits).map { values, result in
      let fit: Fit
      switch result {
      case nil: return Point(values: values, fit: nil, height: nil, problem: nil)
      case .failure(let error)?:
        return Point(values: values, fit: nil, height: nil, problem: "\(error)")
      case .success(let found)?: fit = found
      }
      guard fit.isConverged else {
        return Point(values: values, fit: fit, height: nil, problem: FitReport(fit, model, space).description)
      }
      let ratio = 2 * model.logRatio(best.parameters, to: fit.parameters, data: data)
      return Point(values: values, fit: fit, height: ratio, problem: nil)
    }
  }
}
