import Foundation
import NeosEngine

/// The search of `sbottom_reference.py`.
struct Sbottom: Decodable {
  struct Point: Decodable {
    var parameters: [Double]
    var logpdf: Double
    var gradient: [Double]
  }

  var parameterNames: [String]
  var initial: [Double]
  var bounds: [[Double]]
  var fixed: [Bool]
  var data: [Double]
  var poiIndex: Int
  var points: [Point]

  private struct Operation: Decodable {
    var op: String
    var path: String
    var value: WorkspaceFigure.Sample?
  }

  /// Background and one signal, if the files lie beside the repository: a JSON patch adds the signal to the
  /// channels and removes a channel.
  static let workspace: WorkspaceFigure? = {
    let folder = URL(filePath: #filePath).appending(path: "../../../../../shared/data/sbottom-regionA")
      .standardized
    guard let background = try? Data(contentsOf: folder.appending(path: "BkgOnly.json")),
      let patch = try? Data(contentsOf: folder.appending(path: "patch.sbottom_1300_205_60.json")),
      var workspace = try? JSONDecoder().decode(WorkspaceFigure.self, from: background),
      let operations = try? JSONDecoder().decode([Operation].self, from: patch)
    else { return nil }
    for operation in operations {
      let indices = operation.path.split(separator: "/").compactMap { Int($0) }
      if operation.op == "add", let sample = operation.value, indices.count == 2 {
        workspace.channels[indices[0]].samples.insert(sample, at: indices[1])
      } else if operation.op == "remove", indices.count == 1 {
        workspace.channels.remove(at: indices[0])
      } else {
        return nil
      }
    }
    return workspace
  }()
}
