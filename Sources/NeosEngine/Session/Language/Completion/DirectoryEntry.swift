internal import Foundation

/// A name in a directory.
public struct DirectoryEntry: Sendable, Hashable {
  /// The name, without the directory's.
  public var name: String
  /// Whether it is a directory itself, or leads to one.
  public var isDirectory: Bool

  /// An entry.
  public init(_ name: String, isDirectory: Bool = false) {
    self.name = name
    self.isDirectory = isDirectory
  }

  /// What is in a directory, in order; nothing where that cannot be read.
  ///
  /// - Parameter directory: the path; the current directory if empty.
  public static func entries(in directory: String) -> [DirectoryEntry] {
    let directory = directory.isEmpty ? "." : directory
    let names = (try? FileManager.default.contentsOfDirectory(atPath: directory)) ?? []
    return names.sorted().map { name in
      var isDirectory: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: "\(directory)/\(name)", isDirectory: &isDirectory)
      return DirectoryEntry(name, isDirectory: exists && isDirectory.boolValue)
    }
  }
}

extension Completer {
  /// The files that a path may go on to: directories, and files whose names end as they should; all files where none
  /// does. Hidden ones are named only after a dot.
  ///
  /// - Parameter folder: another folder in which the command looks for them; nil for none.
  func files(_ extensions: [String], typed: String, alsoIn folder: String? = nil) -> [Draft] {
    let slash = typed.lastIndex(of: "/")
    let directory = slash.map { String(typed[...$0]) } ?? ""
    let beginning = typed[(slash.map { typed.index(after: $0) } ?? typed.startIndex)...]
    let isAnchored = directory.hasPrefix("/") || directory.hasPrefix("~")
    let others = isAnchored ? [] : folder.map { context.list("\($0)/\(directory)") } ?? []
    let entries = (context.list(HomeFolder.expanded(directory)) + others).filter {
      $0.name.hasPrefix(".") ? beginning.hasPrefix(".") : true
    }.filter { $0.name.hasPrefix(beginning) }
    let fitting = entries.filter { entry in
      entry.isDirectory || extensions.contains { entry.name.hasSuffix(".\($0)") }
    }
    return (fitting.isEmpty ? entries : fitting).map { entry in
      Draft(
        text: directory + entry.name + (entry.isDirectory ? "/" : ""),
        summary: entry.isDirectory ? "directory" : "", endsWord: !entry.isDirectory, isPath: true)
    }
  }
}
