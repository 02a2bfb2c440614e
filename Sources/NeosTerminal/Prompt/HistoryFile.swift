import Foundation

/// The file that keeps typed lines from one run to the next.
///
/// Several programs may write to it at a time: a line is appended in one piece, and while the file is shortened no other
/// program writes. What goes wrong is a sentence to show, and nothing stops for it.
public struct HistoryFile: Sendable, Hashable {
  /// Where it is.
  public let path: String
  /// How many lines are kept.
  public let limit: Int

  /// A file.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - limit: how many lines are kept; the file holds at most twice as many between two runs.
  public init(path: String, limit: Int = 2000) {
    self.path = path
    self.limit = max(limit, 1)
  }

  /// The file of the user, as `${XDG_STATE_HOME:-~/.local/state}/neos/history`; nil where there is no home.
  public static func standard(environment: [String: String]) -> HistoryFile? {
    // A relative path is to be ignored, says the XDG base directory specification.
    if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
      return HistoryFile(path: "\(state)/neos/history")
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return HistoryFile(path: "\(home)/.local/state/neos/history")
  }

  /// The lines, oldest first, and what went wrong if they could not be read. A file that is not there yet is empty.
  ///
  /// A file with more than twice as many lines as are kept is shortened.
  public func read() -> (lines: [String], problem: String?) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      return ([], errno == ENOENT || errno == ENOTDIR ? nil : problem("cannot be read"))
    }
    defer { close(descriptor) }
    let (text, isWhole) = contents(of: descriptor)
    guard isWhole else { return ([], problem("cannot be read")) }
    let lines = text.split(whereSeparator: \.isNewline).map(String.init)
    if lines.count > 2 * limit { shorten() }
    return (Array(lines.suffix(limit)), nil)
  }

  /// Appends a line if it is to be kept; gives what went wrong, if anything did.
  public func append(_ line: String) -> String? {
    guard CommandHistory.keeps(line) else { return nil }
    let folder = URL(filePath: path).deletingLastPathComponent()
    try? FileManager.default.createDirectory(
      at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    guard let descriptor = openLocked(O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC) else {
      return problem("cannot be written")
    }
    defer { close(descriptor) }
    let bytes = Array("\(line)\n".utf8)
    let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    return count == bytes.count ? nil : problem("cannot be written")
  }

  /// Opens the file and waits until no other program holds it. A file that was replaced meanwhile is opened anew.
  private func openLocked(_ flags: Int32) -> Int32? {
    for _ in 0..<100 {
      let descriptor = open(path, flags, 0o600)
      guard descriptor >= 0 else { return nil }
      var (held, named) = (stat(), stat())
      if flock(descriptor, LOCK_EX) == 0, fstat(descriptor, &held) == 0, stat(path, &named) == 0,
        held.st_ino == named.st_ino, held.st_dev == named.st_dev
      {
        return descriptor
      }
      close(descriptor)
    }
    return nil
  }

  /// Puts a file with the last lines in place of this one.
  private func shorten() {
    guard let descriptor = openLocked(O_RDONLY | O_CLOEXEC) else { return }
    defer { close(descriptor) }
    let (text, isWhole) = contents(of: descriptor)
    guard isWhole else { return }
    let lines = text.split(whereSeparator: \.isNewline)
    let kept = CommandHistory(lines.map(String.init), limit: limit).lines.map { "\($0)\n" }.joined()
    let other = "\(path).\(getpid())"
    guard
      FileManager.default.createFile(
        atPath: other, contents: Data(kept.utf8), attributes: [.posixPermissions: 0o600])
    else { return }
    if rename(other, path) != 0 { unlink(other) }
  }

  /// What is in an open file, with replacement characters for what is no text.
  private func contents(of descriptor: Int32) -> (text: String, isWhole: Bool) {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    // A history is some kilobytes; what is larger than this is none.
    while bytes.count < 64 << 20 {
      let count = buffer.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      if count < 0 { return ("", false) }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return (String(decoding: bytes, as: UTF8.self), true)
  }

  private func problem(_ what: String) -> String {
    "the history of commands \(what): \(path): \(String(cString: strerror(errno)))"
  }
}
