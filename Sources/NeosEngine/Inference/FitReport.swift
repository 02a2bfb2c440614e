/// What happened in a fit, with the names of the parameters and with what to turn.
public struct FitReport: Sendable, Hashable {
  /// How the fit ended.
  public let status: String
  /// What is worth knowing beside it: parameters at a bound or without influence, bins in trouble.
  public let remarks: [String]
  /// What to change where the fit did not converge.
  public let advice: String?

  /// The report of a fit of a model.
  public init(_ fit: Fit, _ model: some StatisticalModel) { self.init(fit, ParameterSpace(model)) }

  init(_ fit: Fit, _ space: ParameterSpace) {
    status = "\(fit.status)"
    var remarks = fit.atBound.map { index in
      "\(space.names[index]) is held by its bound \(fit.parameters[index])"
    }
    remarks += fit.atKink.map { index in
      "\(space.names[index]) is held by a kink of its interpolation at \(fit.parameters[index])"
    }
    if !fit.unused.isEmpty {
      remarks.append("the likelihood does not depend on \(space.list(fit.unused))")
    }
    if let slowest = fit.slowest {
      remarks.append(
        "\(space.names[slowest]) = \(fit.parameters[slowest]) is furthest from its maximum; "
          + "the log-likelihood lacks about \(fit.estimatedDistance)")
    }
    if !fit.undefinedBins.isEmpty {
      remarks.append(
        "the next step would make the expected count negative in bin "
          + fit.undefinedBins.map(String.init).joined(separator: ", "))
    }
    self.remarks = remarks
    advice =
      switch fit.status {
      case .converged: nil
      case .iterationLimit: "raise the fitter's maximumIterations, or start closer with `initial`"
      case .stalled where !fit.undefinedBins.isEmpty:
        "narrow the bounds of the parameters, or merge the bins whose expected count goes negative"
      case .stalled:
        "start elsewhere with `initial`, or fix \(fit.slowest.map { space.names[$0] } ?? "a parameter")"
      case .undefinedStart(let bins) where bins.isEmpty:
        "check the data for negative or missing counts, and the fixed values against their bounds"
      case .undefinedStart:
        "start elsewhere with `initial`, or give these bins a background"
      }
  }
}

extension FitReport: CustomStringConvertible {
  /// All of it in one line.
  public var description: String {
    ([status] + remarks + (advice.map { [$0] } ?? [])).joined(separator: "; ")
  }
}
