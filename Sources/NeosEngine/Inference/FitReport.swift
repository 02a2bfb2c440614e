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
  public init(_ fit: Fit, _ model: some StatisticalModel) { self.init(fit, model, ParameterSpace(model)) }

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
        "\(space.names[slowest]) = \(fit.parameters[slowest]) is furthest from its maximum; "
          + "the log-likelihood lacks about \(fit.estimatedDistance)")
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
    let slowest = fit.slowest.map { space.names[$0] } ?? "a parameter"
    advice =
      switch fit.status {
      case .converged: nil
      case .stalled where !fit.undefinedBins.isEmpty:
        "narrow the bounds of the parameters in the measurement, merge the bins whose expected count goes "
          + "negative, or give them more background"
      case .iterationLimit, .stalled:
        "give \(slowest) another init or narrower bounds in the measurement, or fix it (neos fit --fix)"
      case .undefinedStart(let bins) where bins.isEmpty:
        "check the data for negative or missing counts, and the fixed values against their bounds"
      case .undefinedStart:
        "give these bins more background, merge them with others, or give the parameters other inits in the "
          + "measurement"
      }
  }
}

extension FitReport: CustomStringConvertible {
  /// All of it in one line.
  public var description: String {
    ([status] + remarks + (advice.map { [$0] } ?? [])).joined(separator: "; ")
  }
}
