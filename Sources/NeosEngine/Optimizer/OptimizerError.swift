/// What can be wrong with the settings of an optimizer.
public enum OptimizerError: Error, Sendable, Equatable {
  /// An optimizer of that name does not exist.
  case unknownOptimizer(String)
  /// A number is out of its range.
  case setting(String, needs: String, found: Double)
  /// A number of steps is out of its range.
  case steps(String, needs: String, found: Int)
}

extension OptimizerError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .unknownOptimizer(let name):
      "unknown optimizer '\(name)'; the known ones are "
        + OptimizerKind.allCases.map(\.rawValue).joined(separator: ", ")
    case .setting(let name, let needs, let found): "the \(name) must \(needs), found \(found)"
    case .steps(let name, let needs, let found): "the \(name) must \(needs), found \(found)"
    }
  }
}
