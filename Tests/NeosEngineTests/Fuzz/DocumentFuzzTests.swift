import Foundation
import NeosEngine
import Testing

/// Whatever bytes stand in a workspace, a patch or a set of patches: a model with numbers, or an error.
@Suite struct DocumentFuzzTests {
  private static let tokens = [
    "true", "false", "null", "{}", "[]", "[[", "]]", "{\"a\":", "\"name\"", "\"data\"", "\"type\"",
    "\"normsys\"",
    "\"histosys\"", "\"shapesys\"", "\"staterror\"", "\"shapefactor\"", "\"normfactor\"", "\"lumi\"",
    "\"hi\"", "\"lo_data\"",
    "\"events\"", "\"bounds\"", "\"inits\"", "\"poi\"", "\"op\"", "\"add\"", "\"copy\"", "\"move\"",
    "\"/channels/0\"",
    "\"/-\"", "\"\"", "\\n", "\\uD83D\\uDE00",
  ]

  @Test func workspaces() throws {
    let run = FuzzRun(name: "workspaces", corpus: try FuzzCorpus.workspaces(), tokens: Self.tokens)
    try run(1500, seed: 11, share: 0.5) { input, _ in
      do throws(WorkspaceError) {
        let workspace = try Workspace(json: input)
        #expect(try Workspace(json: workspace.json().utf8) == workspace)
        for measurement in workspace.measurements { Self.evaluate(workspace, measurement) }
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  /// Makes the model and computes its likelihood, which may be anything but a trap.
  private static func evaluate(_ workspace: Workspace, _ measurement: Workspace.Measurement) {
    let filled =
      workspace.isLearned
      ? workspace.filling { [Double](repeating: 1, count: $0.events.edges.map { $0.count - 1 } ?? 2) }
      : workspace
    guard let model = try? HistFactoryModel(filled, measurement: measurement), model.binCount <= 200,
      model.parameters.count <= 200
    else { return }
    let data = (try? model.data(filled.observations)) ?? model.expectedData(model.initialParameters())
    _ = model.logpdf(model.initialParameters(), data: data)
    if model.parameters.count <= 12 {
      var fitter = Fitter()
      fitter.maximumIterations = 5
      _ = fitter.fit(model, data: data)
    }
  }

  @Test func text() throws {
    let patches = Array(try WorkspaceFigures().patchSet().text(.canonical).utf8)
    let run = FuzzRun(name: "json", corpus: try FuzzCorpus.workspaces() + [patches], tokens: Self.tokens)
    try run(3000, seed: 12) { input, _ in
      do throws(JSONError) {
        let value = try JSONValue(json: input)
        #expect(try JSONValue(json: value.text(.canonical).utf8) == value)
      } catch {
        #expect(!error.description.isEmpty)
      }
    }
  }

  @Test func patches() throws {
    let figures = try WorkspaceFigures()
    let (document, set) = (try figures.good(), try figures.patchSet())
    let workspace = document
    let single = Array(
      """
      [{"op": "add", "path": "/channels/-", "value": {"name": "x"}}, {"op": "remove", "path": "/observations/0"},
       {"op": "copy", "from": "/channels/0/samples", "path": "/channels/0/samples/-"},
       {"op": "move", "from": "/channels/0/samples/0", "path": "/measurements/0"},
       {"op": "test", "path": "/version", "value": "1.0.0"}, {"op": "replace", "path": "", "value": []}]
      """.utf8)
    let run = FuzzRun(
      name: "patches", corpus: [single, Array(set.text(.indented).utf8)], tokens: Self.tokens)
    try run(3000, seed: 13) { input, _ in
      guard let value = try? JSONValue(json: input) else { return }
      if let patch = try? JSONPatch(value) { _ = try? patch.applied(to: document) }
      guard let patches = try? PatchSet(value) else { return }
      for patch in patches.patches.prefix(4) { _ = try? patches.apply(patch.name, to: workspace) }
    }
  }
}
