internal import Foundation

extension Session {
  /// A path where there is something: in the current folder, or beside the session file or the state that was loaded.
  func located(_ path: String) -> String { located(path, in: [folder, stateFolder]) }

  private func located(_ path: String, in folders: [String?]) -> String {
    let path = HomeFolder.expanded(path)
    guard !path.hasPrefix("/"), !FileWriting.exists(path) else { return path }
    return folders.lazy.compactMap { $0.map { $0 + "/" + path } }.first(where: FileWriting.exists) ?? path
  }

  /// Where a file was looked for, to be said after what is wrong with it; empty for one that is there, or whose folder
  /// the path says.
  func lookedFor(_ path: String) -> String {
    let path = HomeFolder.expanded(path)
    guard !path.hasPrefix("/"), !FileWriting.exists(located(path)) else { return "" }
    var folders = [FileManager.default.currentDirectoryPath]
    for case let folder? in [folder, stateFolder] where !folders.contains(folder) { folders.append(folder) }
    return "; it was looked for in \(folders.joined(separator: " and "))"
  }

  /// A line of the journal for a session file in another folder, from where the files that it reads are found.
  func line(_ line: String, forFileIn target: String) -> String {
    (try? Command(line: line))??.line(changingPaths: { path in
      guard !path.hasPrefix("/") else { return path }
      let file = FilePlace(located(path))
      return FilePlace(target + "/" + path) == file ? path : file.path(from: FilePlace(target))
    }) ?? line
  }

  /// A line of a saved state's journal or settings, from where files that are found beside the state are found here.
  func line(_ line: String, ofStateIn source: String) -> String {
    (try? Command(line: line))??.line(changingPaths: { path in
      let beside = source + "/" + path
      guard !source.isEmpty, !path.hasPrefix("/"), !FileWriting.exists(located(path, in: [folder])),
        FileWriting.exists(beside)
      else { return path }
      return beside
    }) ?? line
  }
}

/// Where a file is, whatever links lead there.
private struct FilePlace: Equatable {
  let parts: [String]

  init(_ path: String) {
    parts = URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.pathComponents
  }

  /// The path from a folder; from the root where the two have nothing in common.
  func path(from folder: FilePlace) -> String {
    let common = zip(parts, folder.parts).prefix { $0 == $1 }.count
    guard common > 1 else { return "/" + parts.dropFirst().joined(separator: "/") }
    let up = Array(repeating: "..", count: folder.parts.count - common)
    return (up + parts[common...]).joined(separator: "/")
  }
}

extension Command {
  /// The line of a command that reads files, with other paths; nil where it reads none, or none is another.
  func line(changingPaths change: (String) -> String) -> String? {
    switch self {
    case .declare(.sample(var sample)):
      guard case .table(var request) = sample.source else { return nil }
      let path = change(request.path)
      guard path != request.path else { return nil }
      request.path = path
      sample.source = .table(request)
      return sample.line
    case .declare(.variation(var variation)):
      guard case .files(let up, let down) = variation.effect else { return nil }
      let (newUp, newDown) = (change(up), change(down))
      // Where a comma would be taken for the one between the two, they stay as they were.
      guard (newUp, newDown) != (up, down), !(newUp + newDown).contains(",") else { return nil }
      variation.effect = .files(up: newUp, down: newDown)
      return variation.line
    case .configure(var assignments):
      for (index, assignment) in assignments.enumerated() {
        var words = assignment.words
        switch assignment.knob {
        case "model" where words.count == 2 && words[0] == "spec": words[1] = change(words[1])
        case "model.patch" where words != ["none"]: words = words.map(change)
        default: continue
        }
        assignments[index] = Assignment(knob: assignment.knob, words: words)
      }
      return self == .configure(assignments) ? nil : Self.modelLine(assignments)
    case .loadNetwork(let path, let digest):
      let new = change(path)
      return new == path
        ? nil : "load network \(Word.quoted(new))" + (digest.map { " digest=\($0)" } ?? "")
    default: return nil
    }
  }

  /// The line of settings of the model.
  static func modelLine(_ assignments: [Assignment]) -> String {
    let words = assignments.flatMap { assignment -> [String] in
      guard let knob = Knob.named(assignment.knob) else { return [] }
      return knob.place == .keyed
        ? assignment.words.map { "\(knob.key)=\(Word.quotedValue($0))" } : assignment.words.map(Word.quoted)
    }
    return (["model"] + words).joined(separator: " ")
  }
}
