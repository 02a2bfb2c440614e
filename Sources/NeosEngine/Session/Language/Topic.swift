/// What `show` can show beside a knob or a quantity.
public enum Topic: String, Sendable, Hashable, CaseIterable {
  /// Step, loss and metrics.
  case status
  /// All settings, as the lines that make them.
  case settings
  /// The templates, bin by bin.
  case yields
  /// The metrics on training and test sample, and the best so far.
  case metrics
  /// The model's parameters.
  case model
  /// The fit of the loss.
  case fit
  /// The gradient's norms and its derivatives in yields and edges.
  case gradient
  /// The network's layers.
  case network
  /// The samples.
  case events
  /// The steps that `back` and `forward` can reach, and the last losses.
  case history
  /// The copies of the session.
  case forks
  /// The breakpoints.
  case breaks

  /// What it shows, in a line.
  var summary: String {
    switch self {
    case .status: "step, loss and metrics"
    case .settings: "all settings, as the lines that make them"
    case .yields: "the templates, bin by bin"
    case .metrics: "metrics on training and test sample, and the best so far"
    case .model: "the model's parameters"
    case .fit: "the fit behind the loss"
    case .gradient: "the gradient in yields, edges, bandwidth and weights"
    case .network: "the network's layers and weights"
    case .events: "the samples"
    case .history: "the steps that are held, and the last losses"
    case .forks: "the copies of the session"
    case .breaks: "the breakpoints"
    }
  }
}
