/// Why there can be no screen; says what to do instead.
public enum TerminalError: Error, Sendable, Hashable {
  /// One of the two ends is a file or a pipe.
  case notATerminal(String)
  /// The environment does not say what terminal it is.
  case unnamed
  /// The terminal cannot place characters.
  case incapable(String)
  /// There is no description of the terminal.
  case unknown(String)
  /// The system refused.
  case system(String)
}

extension TerminalError: CustomStringConvertible {
  /// What is missing, in one sentence.
  public var description: String {
    let reason =
      switch self {
      case .notATerminal(let end): "standard \(end) is not a terminal"
      case .unnamed: "TERM is not set"
      case .incapable(let name): "the terminal '\(name)' cannot place characters on a screen"
      case .unknown(let name): "there is no description of the terminal '\(name)'"
      case .system(let reason): "the terminal cannot be opened (\(reason))"
      }
    return "\(reason); 'neos run FILE' runs a session without a screen"
  }
}
