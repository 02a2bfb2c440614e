import Foundation

/// The committed figures of `Tests/Reference/figures`, written by the scripts beside them.
enum Figures {
  /// The figures of one file.
  static func load<T: Decodable>(_ name: String, as type: T.Type) throws -> T {
    try JSONDecoder().decode(type, from: Data(contentsOf: URL(filePath: path(name))))
  }

  /// Where the figures of one file are.
  static func path(_ name: String) -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return folder.appending(path: "Reference/figures/\(name).json").path
  }
}
