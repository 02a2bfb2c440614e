internal import Foundation

/// The user's own folder, which `~` stands for in paths, as in a shell.
enum HomeFolder {
  /// A path without the `~` that it may begin with.
  static func expanded(_ path: String) -> String {
    guard path == "~" || path.hasPrefix("~/") else { return path }
    let home = ProcessInfo.processInfo.environment["HOME"] ?? NSHomeDirectory()
    return home + path.dropFirst()
  }
}
