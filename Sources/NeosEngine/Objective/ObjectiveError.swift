/// Why an objective has no value.
public enum ObjectiveError: Error, Sendable, Equatable {
  /// The model has no parameter of interest.
  case noParameterOfInterest(Objective)
  /// The objective's fit did not find its maximum.
  case fit(Objective, Fit.Status)
  /// The information matrix is singular: a combination of parameters has no effect on the expected data.
  case singularInformation(Objective)
  /// The objective's value is not a finite number; in these bins no background is expected.
  case notFinite(Objective, Double, emptyBins: [Int])
  /// The objective's gradient is not finite in this bin of this template.
  case gradientNotFinite(Objective, template: String, bin: Int)
}

extension ObjectiveError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .noParameterOfInterest(let objective):
      "\(objective.rawValue) needs a parameter of interest, which the model does not have"
    case .fit(let objective, let status): "the fit of \(objective.rawValue): \(status)"
    case .singularInformation(let objective):
      "\(objective.rawValue): the information matrix is singular; "
        + "a parameter has no effect on the expected data"
    case .notFinite(let objective, let value, let bins):
      "\(objective.rawValue) is \(value.isNaN ? "not defined" : "\(value)")"
        + (bins.isEmpty
          ? "" : ": no background is expected in bin \(bins.map(String.init).joined(separator: ", "))")
    case .gradientNotFinite(let objective, let template, let bin):
      "the gradient of \(objective.rawValue) in bin \(bin) of \(template) is not finite"
    }
  }
}
