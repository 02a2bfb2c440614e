/// How much each parameter moves the parameter of interest: the impacts of a ranking plot.
///
/// A parameter is fixed at its best fit plus or minus an uncertainty, and all others are fitted again; its impact
/// is by how much the parameter of interest then moves. The uncertainty is the pre-fit one, or the post-fit one
/// of the fit's covariance (as ATLAS and cabinetry's `fit.ranking` do).
public struct Ranking: Sendable {
  /// The shifts of the parameter of interest for a parameter moved down and up; nil where that fit failed.
  public struct Shifts: Sendable, Hashable {
    /// For the parameter moved down.
    public let down: Double?
    /// For the parameter moved up.
    public let up: Double?

    /// The larger of the two in size.
    public var size: Double { max(abs(down ?? 0), abs(up ?? 0)) }
  }

  /// The impact of one parameter.
  public struct Impact: Sendable, Hashable {
    /// The position of the parameter.
    public let parameter: Int
    /// Its name.
    public let name: String
    /// Its pull and constraint; nil for a parameter without an auxiliary measurement.
    public let pull: Pull?
    /// The impact of its pre-fit uncertainty; nil where it has none.
    public let prefit: Shifts?
    /// The impact of its post-fit uncertainty; nil where it has none.
    public let postfit: Shifts?
    /// What went wrong, in words: fits that failed, and shifts that a bound cut short.
    public let problems: [String]

    /// Whether a fit of a shifted parameter did not converge.
    var hasFailed: Bool {
      [prefit, postfit].compactMap(\.self).contains { $0.down == nil || $0.up == nil }
    }
  }

  /// The best fit.
  public let best: Fit
  /// Its covariance.
  public let covariance: FitCovariance
  /// The impacts, the largest post-fit one first.
  public let impacts: [Impact]
  /// Whether it was stopped before all was done.
  public let wasStopped: Bool

  /// The ranking of all parameters but the parameter of interest.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - fitter: how fits are made.
  ///   - control: threads, progress over the parameters, and stop.
  /// - Throws: ``InferenceError`` when there is no free parameter of interest, the data do not fit the model, or
  ///   the best fit has no covariance.
  public init(
    _ model: some StatisticalModel, data: [Double], fitter: Fitter = Fitter(),
    control: InferenceControl = InferenceControl()
  ) throws(InferenceError) {
    let space = model.parameterSpace
    guard let poi = space.poiIndex else { throw .noParameterOfInterest }
    guard !space.isFixed[poi] else { throw .fixedParameterOfInterest(name: space.names[poi]) }
    try model.check(data: data, space)
    let best = fitter.fit(model, in: space, data: data)
    let covariance = try FitCovariance(best, model, space, data: data)
    let prefit = model.prefitUncertainties()
    let pulls = Pull.all(best, model, covariance: covariance)
    let ranked = space.names.indices.filter { $0 != poi && !space.isFixed[$0] }

    func impact(_ parameter: Int) -> Impact {
      var problems: [String] = []
      func shift(_ distance: Double) -> Double? {
        let wanted = best.parameters[parameter] + distance
        let value = space.bounds[parameter].clamping(wanted)
        if value != wanted { problems.append("cut at the bound \(value)") }
        let fit = fitter.fit(
          model, in: space, data: data, initial: best.parameters, fixed: [parameter: value])
        guard fit.isConverged else {
          problems.append("the fit at \(value): \(FitReport(fit, model, space))")
          return nil
        }
        return fit.parameters[poi] - best.parameters[poi]
      }
      func shifts(_ width: Double?) -> Shifts? {
        width.map { Shifts(down: shift(-$0), up: shift($0)) }
      }
      let (before, after) = (shifts(prefit[parameter]), shifts(covariance.uncertainty(of: parameter)))
      return Impact(
        parameter: parameter, name: space.names[parameter],
        pull: pulls.first { $0.parameter == parameter }, prefit: before, postfit: after, problems: problems)
    }
    let impacts = control.map(ranked.count) { impact(ranked[$0]) }
    self.best = best
    self.covariance = covariance
    wasStopped = impacts.contains { $0 == nil }
    self.impacts = impacts.compactMap { $0 }.sorted { first, second in
      let (a, b) = (first.postfit?.size ?? 0, second.postfit?.size ?? 0)
      return a == b ? first.parameter < second.parameter : a > b
    }
  }
}
