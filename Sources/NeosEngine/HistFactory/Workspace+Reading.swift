extension Workspace {
  /// The version of pyhf's schema that is read and written.
  public static let version = "1.0.0"

  /// Reads a workspace from a document, by pyhf's schema, and checks what can be told without choosing a
  /// measurement: lengths, observations, and names (see ``problems``).
  ///
  /// A template can also be `{"events": "NAME"}`, which pyhf does not know; see ``EventHistogram``.
  ///
  /// - Throws: ``WorkspaceError/content(_:)`` with every problem.
  public init(_ document: JSONValue) throws(WorkspaceError) {
    var reader = JSONReader()
    let workspace = Self.read(JSONNode(value: document, path: JSONPath()), &reader)
    guard let workspace, reader.problems.isEmpty else { throw .content(reader.problems) }
    self = workspace
    let problems = problems
    guard problems.isEmpty else { throw .content(problems) }
  }

  /// Reads a workspace from a JSON text.
  ///
  /// - Throws: ``WorkspaceError``
  public init(json bytes: some Sequence<UInt8>) throws(WorkspaceError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(json: bytes)
    } catch {
      throw .json(error)
    }
    try self.init(document)
  }

  /// Reads a workspace from a file.
  ///
  /// - Throws: ``WorkspaceError``
  public init(path: String) throws(WorkspaceError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(path: path)
    } catch {
      throw .json(error)
    }
    try self.init(document)
  }
}
