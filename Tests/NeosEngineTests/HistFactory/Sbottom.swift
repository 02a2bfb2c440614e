import Foundation
import NeosEngine

/// The published search of `Tests/Reference/data`, with pyhf's figures of it (`sbottom_reference.py`).
struct Sbottom: Decodable {
  struct Point: Decodable {
    var parameters: [Double]
    var logpdf: Double
    var gradient: [Double]
  }

  /// CLs and its band at a strength of 1, of a signal point.
  struct Test: Decodable {
    var patch: String
    var cls: Double
    var band: [Double]
  }

  var patch: String
  var parameterNames: [String]
  var initial: [Double]
  var bounds: [[Double]]
  var fixed: [Bool]
  var data: [Double]
  var poiIndex: Int
  var points: [Point]
  var tests: [Test]

  /// Where its files are.
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Reference/data/sbottom-regionA").path

  /// One of its files.
  static func document(_ name: String) throws -> JSONValue { try JSONValue(path: "\(folder)/\(name)") }

  /// Background and the signal of a patch: the model, and the observed data.
  static func problem(_ patch: String) throws -> (model: HistFactoryModel, data: [Double]) {
    let document = try JSONPatch(document(patch)).applied(to: document("BkgOnly.json"))
    let workspace = try Workspace(document)
    let model = try HistFactoryModel(workspace, measurement: workspace.usableMeasurement())
    return (model, try model.data(workspace.observations))
  }
}
