/// What happened in a fit, with the names of the parameters and bins, and with what to turn.
public struct FitReport: Sendable, Hashable {
  /// How the fit ended.
  public let status: String
  /// What is worth knowing beside it: parameters at a bound or without influence, bins in trouble.
  public let remarks: [String]
  /// What to change where the fit did not converge.
  public let advice: String?

  /// The report of a fit of a model.
  ///
  /// - Parameters:
  ///   - fit: the fit.
  ///   - model: the model.
  public init(_ fit: Fit, _ model: some StatisticalModel) { self.init(fit, model, model.parameterSpace) }

  init(_ fit: Fit, _ model: some StatisticalModel, _ space: ParameterSpace) {
    /// Bins by name, with the samples that are to blame.
    func list(_ bins: [Int]) -> String {
      let named = bins.prefix(5).map { bin in
        let samples = model.negativeSamples(inBin: bin, at: fit.parameters)
        return model.name(ofBin: bin) + (samples.isEmpty ? "" : " (\(samples.joined(separator: ", ")))")
      }
      return named.joined(separator: ", ") + (bins.count > 5 ? " and \(bins.count - 5) more" : "")
    }
    if case .undefinedStart(let bins) = fit.status, !bins.isEmpty {
      status = "not defined at its start: the expected count is not positive in \(list(bins))"
    } else {
      status = "\(fit.status)"
    }
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
        "\(space.names[slowest]) = \(fit.parameters[slowest]) is furthest from its maximum"
          + (fit.estimatedDistance.isFinite
            ? "; the log-likelihood lacks about \(brief(fit.estimatedDistance))" : ""))
    }
    if !fit.undefinedBins.isEmpty {
      remarks.append("the next step would make the expected count negative in \(list(fit.undefinedBins))")
    }
    if fit.isConverged {
      let rates: [Double] = model.expectedRates(fit.parameters)
      let negative = rates.indices.filter { rates[$0] < 0 }
      if !negative.isEmpty {
        remarks.append("the expected count is negative, which is unphysical, in \(list(negative))")
      }
    }
    self.remarks = remarks
    advice = Self.advice(
      fit, fit.slowest.map { space.names[$0] } ?? "a parameter", hasMeasurement: model is HistFactoryModel)
  }

  /// What to turn: of a workspace its measurement and templates, of a built-in model the settings of the session.
  private static func advice(_ fit: Fit, _ slowest: String, hasMeasurement: Bool) -> String? {
    let bins = "choose other bins with 'histogram bins=', or put background into them with 'scale floor='"
    switch fit.status {
    case .converged: return nil
    case .stalled where !fit.undefinedBins.isEmpty:
      return hasMeasurement
        ? "give the parameters narrower 'bounds' in the measurement, merge the bins whose expected count goes "
          + "negative, or give them more background" : bins
    case .iterationLimit, .stalled:
      return hasMeasurement
        ? "give \(slowest) other 'inits' or narrower 'bounds' in the measurement, or keep it at a value: there with "
          + "'fixed', in a fit with --fix \(slowest)=VALUE, in a session with fit fix=\(slowest):VALUE"
        : "keep \(slowest) at a value with 'fit fix=\(slowest):VALUE', or choose other bins with 'histogram bins='"
    case .undefinedStart(let undefined) where undefined.isEmpty:
      return
        "check the counts and templates for numbers that are negative, missing or too large, and the fixed "
        + "values against their bounds"
    case .undefinedStart:
      return hasMeasurement
        ? "give these bins more background, merge them with others, or give the parameters other 'inits' in the "
          + "measurement" : bins
    }
  }
}

extension FitReport: CustomStringConvertible {
  /// All of it in one line.
  public var description: String {
    ([status] + remarks + (advice.map { [$0] } ?? [])).joined(separator: "; ")
  }
}
