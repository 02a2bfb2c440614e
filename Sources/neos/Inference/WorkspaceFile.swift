import ArgumentParser
import Foundation
import NeosEngine

/// A workspace file with its patches.
struct WorkspaceFile: ParsableArguments {
  @Argument(
    help: "A workspace in pyhf's JSON; '-' is standard input.", completion: .file(extensions: ["json"]))
  var workspace = "-"

  @Option(
    name: .shortAndLong, help: "A JSON patch to apply first; more than one in their order.",
    completion: .file(extensions: ["json"]))
  var patch: [String] = []
}

extension WorkspaceFile {
  /// What an input file is worth.
  struct BadInput: Error {
    let message: String
  }

  /// What it is called in messages.
  var name: String { name(workspace) }

  /// The files that are read.
  var paths: [String] { [workspace] + patch }

  /// The document with its patches applied.
  func document() throws(BadInput) -> JSONValue {
    var document = try read(workspace) { bytes, _ in try JSONValue(json: bytes) }
    for file in patch {
      document = try read(file) { bytes, _ in
        try JSONPatch(JSONValue(json: bytes)).applied(to: document)
      }
    }
    return document
  }

  /// The workspace of a document.
  func workspace(_ document: JSONValue) throws(BadInput) -> Workspace {
    try Self.naming(name) { try Workspace(document) }
  }

  /// A measurement by its name, or the first one.
  func measurement(of workspace: Workspace, named name: String?) throws(BadInput) -> Workspace.Measurement {
    try Self.naming(self.name) { try workspace.measurement(named: name) }
  }

  /// Reads a file, or standard input, and says of which file an error is.
  func read<Value>(
    _ path: String, _ body: (Data, String) throws -> Value
  ) throws(BadInput) -> Value {
    try Self.naming(name(path)) {
      let bytes =
        path == "-"
        ? try FileReading.contents(of: FileHandle.standardInput) : try FileReading.contents(of: path)
      return try body(bytes, path)
    }
  }

  /// Does something with a file, and says of which one an error is, in each of its lines.
  static func naming<Value>(_ name: String, _ body: () throws -> Value) throws(BadInput) -> Value {
    do {
      return try body()
    } catch {
      let message = (error as? BadInput)?.message ?? "\(error)"
      let lines = message.split(separator: "\n", omittingEmptySubsequences: false)
      throw BadInput(message: lines.map { "\(name): \($0)" }.joined(separator: "\n"))
    }
  }

  private func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}
