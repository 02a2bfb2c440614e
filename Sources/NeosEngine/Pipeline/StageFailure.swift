/// A step that could not be taken: which room stopped it, what was found there, and which knob to turn.
public struct StageFailure: Error, Sendable, Hashable {
  /// A room of the chain.
  public enum Stage: String, Sendable, Hashable, CaseIterable, Codable {
    /// The samples.
    case events
    /// The network's outputs.
    case network
    /// The yields.
    case histogram
    /// The likelihood.
    case model
    /// The objective, with the fit behind it.
    case objective
    /// The gradient in what is trained.
    case gradient
    /// The optimizer's update.
    case optimizer
  }

  /// Where it happened.
  public let stage: Stage
  /// What was found.
  public let problem: String
  /// What to change.
  public let advice: String

  /// A failure of a stage.
  public init(_ stage: Stage, _ problem: String, advice: String) {
    self.stage = stage
    self.problem = problem
    self.advice = advice
  }
}

extension StageFailure: CustomStringConvertible {
  /// Where, what, and what to do.
  public var description: String { "\(stage.rawValue): \(problem); \(advice)" }
}
