import Foundation
import NeosEngine
import Testing

/// The tables that `Tests/Reference/tables_reference.py` wrote, what they hold, and files of a test's own.
enum TableFiles {
  struct Array: Decodable, Sendable, CustomTestStringConvertible {
    var file: String
    var dataset: String?
    var columns: [String]
    var values: [Double]
    var testDescription: String { "\(file) \(dataset ?? "") \(columns.joined(separator: ","))" }
  }
  struct Selected: Decodable, Sendable {
    var name: String
    var rows: [Int]
  }
  struct Decimal: Decodable, Sendable {
    var text: String
    var bits: String
  }
  struct Content: Decodable, Sendable {
    var arrays: [Array]
    var hdf5: [Array]
    var selections: [Selected]
    var decimals: [Decimal]
    var events: [String: [Double]]
  }

  static let content = Result { try Figures.load("tables", as: Content.self) }

  static func path(_ name: String) -> String {
    URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Reference/data/tables/\(name)").standardized.path
  }

  /// Gives a body the path of a file that holds some bytes, and takes the file away.
  static func with<Value>(_ bytes: [UInt8], _ ending: String = "csv", _ body: (String) throws -> Value) throws
    -> Value
  {
    let path = FileManager.default.temporaryDirectory.appending(
      path: "neos-table-\(UUID().uuidString).\(ending)")
    try Data(bytes).write(to: path)
    defer { try? FileManager.default.removeItem(at: path) }
    return try body(path.path)
  }

  /// The events of a text.
  static func read(
    _ text: String, _ columns: String..., weight: String? = nil, selection: String? = nil, limit: Int? = nil,
    ending: String = "csv"
  ) throws -> TableEvents {
    try with(Swift.Array(text.utf8), ending) { path in
      try TableReader.read(
        TableRequest(path: path, columns: columns, weight: weight, selection: selection, limit: limit))
    }
  }

  /// What is wrong with a text, or nil.
  static func problem(
    _ text: String, _ columns: String..., weight: String? = nil, selection: String? = nil, limit: Int? = nil
  ) throws -> TableProblem? {
    try with(Swift.Array(text.utf8)) { path in
      problem(TableRequest(path: path, columns: columns, weight: weight, selection: selection, limit: limit))
    }
  }

  static func problem(_ request: TableRequest) -> TableProblem? {
    do throws(TableError) {
      _ = try TableReader.read(request)
      return nil
    } catch {
      return error.problem
    }
  }
}

extension TableFiles {
  /// The bytes of a committed table.
  static func bytes(_ name: String) throws -> [UInt8] {
    Swift.Array(try Data(contentsOf: URL(filePath: path(name))))
  }
}
