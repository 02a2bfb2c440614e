internal import NeosEngine

/// Names for new files and copies, which nothing has yet.
extension Screen {
  /// The file that the state is saved to: that of the session if it has one, or else a new one.
  var stateFile: String {
    if let path = session.path, path.hasSuffix(".json") { return path }
    return freeFile(stem, "json")
  }

  /// The session's name without its ending.
  var stem: String {
    let name = session.path?.split(separator: "/").last.map(String.init) ?? "session"
    return name.split(separator: ".").first.map(String.init) ?? "session"
  }

  /// A file of the current folder that is not there yet.
  func freeFile(_ stem: String, _ ending: String) -> String {
    let taken = Set(prompt.context.list("").map(\.name))
    return "\(free(stem) { taken.contains("\($0).\(ending)") }).\(ending)"
  }

  /// A name for a copy.
  var freeCopy: String { free("copy") { session.view.branchNames.contains($0) } }

  private func free(_ name: String, _ isTaken: (String) -> Bool) -> String {
    guard isTaken(name) else { return name }
    var number = 2
    while isTaken("\(name)-\(number)") { number += 1 }
    return "\(name)-\(number)"
  }
}
