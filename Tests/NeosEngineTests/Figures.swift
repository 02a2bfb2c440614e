import Foundation

/// The committed figures of `Tests/Reference/figures`, written by the scripts beside them.
enum Figures {
  /// The figures of one file.
  static func load<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    let file = folder.appending(path: "Reference/figures/\(name).json")
    return try JSONDecoder().decode(type, from: Data(contentsOf: file))
  }
}
