/// Why a question to a model and its data has no answer.
public enum InferenceError: Error, Sendable, Equatable {
  /// The model has no parameter of interest.
  case noParameterOfInterest
  /// The parameter of interest is fixed, so that no likelihood ratio can be profiled in it.
  case fixedParameterOfInterest(name: String)
  /// A value lies outside the bounds of its parameter.
  case outOfBounds(name: String, value: Double, bounds: ClosedRange<Double>)
  /// There is not one datum for each main bin and each auxiliary measurement.
  case dataCount(found: Int, needed: Int)
  /// A datum is not a finite number, or a count is negative.
  case datum(name: String, value: Double)
  /// A parameter starts outside its bounds.
  case start(name: String, value: Double, bounds: ClosedRange<Double>)
  /// The statistic is not one of upper limits.
  case statistic(TestStatistic)
  /// A fit did not find its maximum.
  case fit(what: String, report: String)
  /// The likelihood is flat along a combination of these parameters, so that they have no uncertainty.
  case flatDirection(parameters: [String])
  /// The parameter has no uncertainty: it is fixed, held by a bound, or without influence.
  case heldParameter(name: String)
  /// A setting is not usable.
  case setting(String)
}

extension InferenceError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .noParameterOfInterest:
      "the model has no parameter of interest; name one in its measurement"
    case .fixedParameterOfInterest(let name):
      "the parameter of interest \(name) is fixed; a test needs it free"
    case .outOfBounds(let name, let value, let bounds):
      "\(name) = \(value) is outside its bounds \(bounds.lowerBound) to \(bounds.upperBound); "
        + "test another value or widen the bounds"
    case .dataCount(let found, let needed):
      "the model needs \(needed) data (main bins, then auxiliary measurements), found \(found)"
    case .datum(let name, let value):
      "\(name) is \(value); a count is 0 or more, and every datum is finite"
    case .start(let name, let value, let bounds):
      "\(name) starts at \(value), outside its bounds \(bounds.lowerBound) to \(bounds.upperBound); "
        + "change its inits or its bounds in the measurement"
    case .statistic(let statistic):
      "an upper limit needs the test statistic q or qtilde, found \(statistic.rawValue)"
    case .fit(let what, let report): "\(what): \(report)"
    case .flatDirection(let parameters):
      "the likelihood does not change along a combination of \(parameters.joined(separator: ", ")); "
        + "fix one of them, or constrain it"
    case .heldParameter(let name):
      "\(name) is fixed, held by a bound or without influence, and has no uncertainty"
    case .setting(let problem): problem
    }
  }
}
