/// The interval of a parameter in which -2 ln of the profile likelihood ratio stays below a height: asymmetric
/// uncertainties (Minuit's MINOS).
///
/// Each end is where the likelihood, with all other parameters fitted anew, has fallen by the height; 1 gives
/// 68.3 percent and 3.841 gives 95 percent for one parameter (Wilks).
public struct ProfileInterval: Sendable {
  /// One end of an interval.
  public enum End: Sendable, Equatable {
    /// The value of the parameter there.
    case at(Double)
    /// The likelihood has not fallen far enough at the parameter's bound.
    case beyondBound(Double)
    /// The search failed, in words.
    case failed(String)

    /// The value of the parameter, if there is one.
    public var value: Double? {
      if case .at(let value) = self { value } else { nil }
    }
  }

  /// The position of the parameter.
  public let parameter: Int
  /// The best fit.
  public let best: Fit
  /// The lower end.
  public let lower: End
  /// The upper end.
  public let upper: End

  /// The interval of a parameter.
  ///
  /// - Parameters:
  ///   - model: the model.
  ///   - data: the main bins, then the auxiliary measurements.
  ///   - parameter: the position of the parameter.
  ///   - best: the fit with the parameter free, if it was made before.
  ///   - height: by how much -2 ln L rises from the best fit to an end.
  ///   - fixed: values at which other parameters stay, by their positions, in the best fit as well.
  ///   - fitter: how fits are made.
  ///   - finder: how closely the ends are found; the tolerances apply to the distance from the best fit.
  /// - Throws: ``InferenceError`` when the best fit did not converge or does not leave the parameter free.
  public init(
    _ model: some StatisticalModel, data: [Double], parameter: Int, best: Fit? = nil, height: Double = 1,
    fixed: [Int: Double] = [:], fitter: Fitter = Fitter(), finder: RootFinder = RootFinder()
  ) throws(InferenceError) {
    guard height > 0, height.isFinite else { throw .setting("the height of an interval is above 0") }
    let space = model.parameterSpace
    try model.check(data: data, space)
    try space.check(parameter: parameter)
    let best = best ?? fitter.fit(model, in: space, data: data, fixed: fixed)
    guard best.isConverged else {
      throw .fit(what: "the fit", report: FitReport(best, model, space).description)
    }
    guard best.free.contains(parameter) || best.atBound.contains(parameter) else {
      throw .heldParameter(name: space.names[parameter])
    }
    self.parameter = parameter
    self.best = best
    // A first guess of the distance; the search widens it as needed.
    let hessian = model.curvature(best.parameters, data: data)
    let covariance = try? FitCovariance(best, model, space, data: data)
    let curvature = -hessian[parameter, parameter]
    let guess =
      covariance?.uncertainty(of: parameter) ?? (curvature > 0 ? 1 / curvature.squareRoot() : .infinity)

    func end(towards bound: Double) -> End {
      let start = best.parameters[parameter]
      let room = abs(bound - start)
      guard room > 0 else { return .beyondBound(bound) }
      let sign = bound < start ? -1.0 : 1.0
      var near = 0.0
      var valueNear = -height
      var far = min(room, 1.1 * guess * height.squareRoot())
      var warm = best.parameters
      func excess(_ distance: Double) throws(InferenceError) -> Double {
        if distance == near { return valueNear }
        let value = distance == room ? bound : start + sign * distance
        var held = fixed
        held[parameter] = value
        let fit = fitter.fit(model, in: space, data: data, near: warm, fixed: held)
        guard fit.isConverged else {
          throw .fit(
            what: "the fit at \(space.names[parameter]) = \(value)", report: "\(FitReport(fit, model, space))"
          )
        }
        warm = fit.parameters
        return 2 * model.logRatio(best.parameters, to: fit.parameters, data: data) - height
      }
      do throws(InferenceError) {
        var valueFar = try excess(far)
        while valueFar < 0 {
          guard far < room else { return .beyondBound(bound) }
          (near, valueNear) = (far, valueFar)
          far = min(room, 2 * far)
          valueFar = try excess(far)
        }
        switch try finder.root(from: near, to: far, excess) {
        case .root(let distance): return .at(start + sign * distance)
        case .noSignChange, .undefined: return .failed("the profile likelihood is not defined near the end")
        case .evaluationLimit: return .failed("the search for the end ran out of evaluations")
        }
      } catch {
        return .failed("\(error)")
      }
    }
    lower = end(towards: space.bounds[parameter].lowerBound)
    upper = end(towards: space.bounds[parameter].upperBound)
  }

  /// The distance of the ends from the best fit, where they were found; the lower one is negative.
  public var errors: (below: Double?, above: Double?) {
    let value = best.parameters[parameter]
    return (lower.value.map { $0 - value }, upper.value.map { $0 - value })
  }
}

extension ProfileInterval.End: CustomStringConvertible {
  /// The value, or why there is none.
  public var description: String {
    switch self {
    case .at(let value): "\(value)"
    case .beyondBound(let bound): "beyond the bound \(bound)"
    case .failed(let reason): reason
    }
  }
}
