/// Why a command was not carried out, or not to its end. The session keeps its last good state.
public enum SessionError: Error, Sendable, Hashable {
  /// The settings do not fit together.
  case setup(String)
  /// The loss has no value with the present settings.
  case evaluation(StageFailure)
  /// A step could not be taken.
  case stage(StageFailure, step: Int)
  /// The command asks for something that is not there.
  case request(String)
  /// A file could not be read or written.
  case file(String, reason: String)
  /// The command was stopped from outside, after so many steps of its own; none where it was still reading.
  case interrupted(done: Int)
}

extension SessionError {
  /// A file cannot be written since another program holds it.
  static func inUse(_ path: String, _ holder: FileInUse) -> SessionError {
    .file(path, reason: "\(holder); close it there, or choose another name")
  }
}

extension SessionError: CustomStringConvertible {
  /// What happened.
  public var description: String {
    switch self {
    case .setup(let message): message
    case .evaluation(let failure): "the present settings give no loss: \(failure)"
    case .stage(let failure, let step):
      "step \(step) was not taken, the state before it is kept: \(failure)"
    case .request(let message): message
    case .file(let path, let reason): "\(path): \(reason)"
    case .interrupted(0): "interrupted"
    case .interrupted(let done): "interrupted after \(counted(done, "step"))"
    }
  }
}
