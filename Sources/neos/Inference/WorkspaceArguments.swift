import ArgumentParser
import Foundation
import NeosEngine

/// Which workspace, and how it becomes a model; pyhf's names where pyhf has the option.
struct WorkspaceArguments: ParsableArguments {
  @OptionGroup var file: WorkspaceFile

  @Option(help: "The measurement; the first one unless named.")
  var measurement: String?

  @Option(
    help: "A patch set; with it every signal point is answered for, unless --point names one.",
    completion: .file(extensions: ["json"]))
  var patchset: String?

  @Option(help: "The name of one signal point of the patch set.")
  var point: String?

  @Option(help: "How histosys modifiers interpolate.")
  var histosys = Interpolation.Additive.code4p

  @Option(help: "How normsys modifiers interpolate.")
  var normsys = Interpolation.Multiplicative.code4

  @Option(help: .hidden)
  var backend: String?

  @Option(help: .hidden)
  var optimizer: String?

  @Option(help: .hidden)
  var optconf: [String] = []

  func validate() throws {
    if point != nil, patchset == nil {
      throw ValidationError("--point names a signal point of a patch set; give the set with --patchset")
    }
  }
}

extension WorkspaceArguments {
  /// A signal point, or the workspace itself.
  struct Point {
    /// The name of the patch; nil for the workspace itself.
    let name: String?
    /// The coordinates of the signal point, by label.
    let values: [(label: String, value: PatchSet.Value)]
    /// The patch, and the document that it is for.
    fileprivate let patch: JSONPatch?
    fileprivate let document: JSONValue
  }

  /// The files that are read.
  var paths: [String] { file.paths + (patchset.map { [$0] } ?? []) }

  /// The signal points asked for: all of a patch set, one of it, or the workspace as it is.
  func points() throws(WorkspaceFile.BadInput) -> [Point] {
    let document = try file.document()
    guard let patchset else { return [Point(name: nil, values: [], patch: nil, document: document)] }
    let set = try file.read(patchset) { bytes, _ in
      let set = try PatchSet(JSONValue(json: bytes))
      try set.verify(document)
      return set
    }
    var patches = set.patches
    if let point { patches = [try WorkspaceFile.naming(patchset) { try set.patch(named: point) }] }
    return patches.map { patch in
      Point(
        name: patch.name, values: Array(zip(set.labels, patch.values)), patch: patch.patch, document: document
      )
    }
  }

  /// The model of a signal point, and its data.
  func model(_ point: Point) throws(WorkspaceFile.BadInput) -> (model: HistFactoryModel, data: [Double]) {
    guard let patch = point.patch else { return try model(point.document) }
    let document: JSONValue
    do {
      document = try patch.applied(to: point.document)
    } catch {
      throw WorkspaceFile.BadInput(message: "\(error)")
    }
    return try model(document)
  }

  private func model(_ document: JSONValue) throws(WorkspaceFile.BadInput) -> (
    model: HistFactoryModel, data: [Double]
  ) {
    try WorkspaceFile.naming(file.name) {
      let workspace = try Workspace(document)
      if let template = workspace.learnedTemplates.first {
        throw WorkspaceFile.BadInput(
          message: "\(template.slot.name) is filled by the events '\(template.events.sample)'; "
            + "a session trains such a workspace, with 'model spec FILE'")
      }
      let model = try HistFactoryModel(
        workspace, measurement: workspace.usableMeasurement(named: measurement),
        interpolation: Interpolation(histoSys: histosys, normSys: normsys))
      return (model, try model.data(workspace.observations))
    }
  }
}
