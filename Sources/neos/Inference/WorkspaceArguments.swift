import ArgumentParser
import Foundation
import NeosEngine

/// Which workspace, and how it becomes a model; pyhf's names where pyhf has the option.
struct WorkspaceArguments: ParsableArguments {
  @Argument(
    help: "A workspace in pyhf's JSON; '-' is standard input.", completion: .file(extensions: ["json"]))
  var workspace = "-"

  @Option(help: "The measurement; the first one unless named.")
  var measurement: String?

  @Option(
    name: .shortAndLong, help: "A JSON patch to apply first; more than one in their order.",
    completion: .file(extensions: ["json"]))
  var patch: [String] = []

  @Option(
    help: "A patch set; with it every signal point is answered for, unless --point names one.",
    completion: .file(extensions: ["json"]))
  var patchset: String?

  @Option(help: "The name of one signal point of the patch set.")
  var point: String?

  @Option(help: "How histosys modifiers interpolate: code0, code2, code4p.")
  var histosys = Interpolation.Additive.code4p

  @Option(help: "How normsys modifiers interpolate: code1, code4.")
  var normsys = Interpolation.Multiplicative.code4

  func validate() throws {
    if point != nil, patchset == nil {
      throw ValidationError("--point names a signal point of a patch set; give the set with --patchset")
    }
  }
}

extension WorkspaceArguments {
  /// What an input file is worth.
  struct BadInput: Error {
    let message: String
  }

  /// A signal point, or the workspace itself.
  struct Point {
    /// The name of the patch; nil for the workspace itself.
    let name: String?
    /// The coordinates of the signal point, by label.
    let values: [(label: String, value: PatchSet.Value)]
    let model: Result<(model: HistFactoryModel, data: [Double]), BadInput>
  }

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
    do throws(WorkspaceError) {
      return try Workspace(document)
    } catch {
      throw BadInput(message: "\(name(workspace)): \(error)")
    }
  }

  /// The signal points asked for: all of a patch set, one of it, or the workspace as it is.
  func points() throws(BadInput) -> [Point] {
    let document = try document()
    guard let patchset else {
      let model = try model(document)
      return [Point(name: nil, values: [], model: .success(model))]
    }
    let set = try read(patchset) { bytes, _ in
      let set = try PatchSet(JSONValue(json: bytes))
      try set.verify(document)
      return set
    }
    var patches = set.patches
    if let point {
      do throws(PatchSetError) {
        patches = [try set.patch(named: point)]
      } catch {
        throw BadInput(message: "\(patchset): \(error)")
      }
    }
    return patches.map { patch in
      let result: Result<(model: HistFactoryModel, data: [Double]), BadInput>
      do {
        result = .success(try model(patch.patch.applied(to: document)))
      } catch let error as BadInput {
        result = .failure(error)
      } catch {
        result = .failure(BadInput(message: "\(error)"))
      }
      return Point(name: patch.name, values: Array(zip(set.labels, patch.values)), model: result)
    }
  }

  private func model(_ document: JSONValue) throws(BadInput) -> (model: HistFactoryModel, data: [Double]) {
    do {
      let workspace = try workspace(document)
      if let template = workspace.learnedTemplates.first {
        throw BadInput(
          message: "\(name(self.workspace)): \(template.slot.name) is filled by the events "
            + "'\(template.events.sample)'; a session trains such a workspace, with 'model spec FILE'")
      }
      let model = try HistFactoryModel(
        workspace, measurement: workspace.measurement(named: measurement),
        interpolation: Interpolation(histoSys: histosys, normSys: normsys))
      return (model, try model.data(workspace.observations))
    } catch let error as BadInput {
      throw error
    } catch {
      throw BadInput(message: "\(name(workspace)): \(error)")
    }
  }

  /// Reads a file, or standard input, and says of which file an error is.
  private func read<Value>(
    _ path: String, _ body: (Data, String) throws -> Value
  ) throws(BadInput) -> Value {
    do {
      let bytes =
        path == "-"
        ? try FileHandle.standardInput.readToEnd() ?? Data() : try FileReading.contents(of: path)
      return try body(bytes, path)
    } catch let error as BadInput {
      throw BadInput(message: "\(name(path)): \(error.message)")
    } catch {
      throw BadInput(message: "\(name(path)): \(error)")
    }
  }

  private func name(_ path: String) -> String { path == "-" ? "standard input" : path }
}
