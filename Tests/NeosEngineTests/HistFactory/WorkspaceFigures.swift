import NeosEngine
import Testing

/// The workspaces of `figures/workspace.json` with pyhf's verdicts.
struct WorkspaceFigures {
  /// A changed document.
  struct Case {
    let name: String
    let patch: JSONPatch
    let isAccepted: Bool
  }

  let document: JSONValue

  init() throws { document = try JSONValue(path: Figures.path("workspace")) }

  /// A workspace with modifiers of all types that pyhf accepts.
  func good() throws -> JSONValue { try #require(document.asObject?["good"]) }

  /// A set of patches for it that pyhf accepts.
  func patchSet() throws -> JSONValue { try #require(document.asObject?["patchSet"]) }

  /// The objects of a list.
  func objects(_ key: String) throws -> [JSONObject] {
    try #require(document.asObject?[key]?.asArray).map { try #require($0.asObject) }
  }

  /// The changes of a list.
  func cases(_ key: String) throws -> [Case] {
    try objects(key).map { object in
      Case(
        name: try #require(object["name"]?.asString), patch: try JSONPatch(#require(object["patch"])),
        isAccepted: object["accepted"] == .bool(true))
    }
  }

  /// The good workspace after changes.
  func changed(_ operations: JSONPatch.Operation...) throws -> JSONValue {
    try JSONPatch(operations).applied(to: good())
  }
}

/// The pointer of a text that is one.
func pointer(_ text: String) throws -> JSONPointer { try #require(JSONPointer(text)) }

/// The problems of a document that is no workspace.
func problems(_ document: JSONValue) -> [String] {
  do throws(WorkspaceError) {
    let workspace = try Workspace(document)
    _ = try workspace.usableMeasurement()
    return []
  } catch {
    guard case .content(let problems) = error else { return ["\(error)"] }
    return problems.map(\.description)
  }
}
