/// Why a workspace cannot be had from a document, or not be used.
public enum WorkspaceError: Error, Sendable, Hashable {
  /// There is no document.
  case json(JSONError)
  /// The document is not a workspace, or a measurement of it cannot be used; at most ``JSONProblem/most`` problems.
  case content([JSONProblem])
  /// No measurement has this name.
  ///
  /// - Parameters:
  ///   - name: What was asked for.
  ///   - known: The names there are.
  case measurement(String, known: [String])
  /// The JSON patch in a file does not fit.
  case patch(String, String)
  /// The document is another one than was asked for, by the first digits of the SHA-256 digests.
  case digest(found: String, expected: String)
}

extension WorkspaceError: CustomStringConvertible {
  /// Every problem with its place, one a line.
  public var description: String {
    switch self {
    case .json(let error): return error.description
    case .patch(let file, let problem): return "\(file): \(problem)"
    case .digest(let found, let expected):
      return
        "it is not the workspace of the line, whose digest is \(expected); this one's is \(found). Put the "
        + "old file back, or leave out 'digest=' to go on with this one"
    case .content(let problems): return JSONProblem.list(problems)
    case .measurement(let name, let known):
      let hint = nearestWord(to: name, among: known).map { "; did you mean '\($0)'?" } ?? ""
      return "there is no measurement \"\(name)\" among \(known.joined(separator: ", "))\(hint)"
    }
  }
}
