extension Command {
  /// The file that the command writes beside the session's own records; nil for none.
  package var writtenFile: String? {
    switch self {
    case .save(let path), .export(_, let path, _), .report(let path, _): path
    case .record(let path): path
    default: nil
    }
  }
}
