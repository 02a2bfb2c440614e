internal import Foundation
internal import Glibc

/// An open journal file with a lock on it, and the saved states beside it.
struct JournalFile {
  private var path: String
  private let descriptor: Int32
  /// Where the last line begins that ``write(last:)`` rewrites.
  private var end: off_t = 0
  /// The folder that relative paths in the commands start from.
  private(set) var workingFolder: String?
  /// What the session is called.
  private(set) var name: String?
  /// The commands that are in it, without one in flight.
  private(set) var commands: [String] = []

  private static let mark = "# neos journal"
  private static let folderMark = "# folder "
  private static let nameMark = "# session "

  /// A new file under a name that is not looked at yet, locked.
  init?(newIn folder: String, for session: String?) {
    var template = Array((folder + "/.new-XXXXXX").utf8CString)
    descriptor = mkstemp(&template)
    guard descriptor >= 0 else { return nil }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    workingFolder = FileManager.default.currentDirectoryPath
    name = session
    var header = [Self.mark, Self.folderMark + (workingFolder ?? "/")]
    if let session, !session.contains(where: \.isNewline) { header.append(Self.nameMark + session) }
    guard write(header.joined(separator: "\n") + "\n") else {
      let reason = errno
      unlink(path)
      Glibc.close(descriptor)
      errno = reason
      return nil
    }
  }

  /// The file of a session that ended: one with commands in it that nobody holds; nil for others.
  init?(ended path: String) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, read() else {
      Glibc.close(descriptor)
      return nil
    }
    end = lseek(descriptor, 0, SEEK_END)
  }

  /// Reads what is in the file; false when no command is. A last line that was not written to its end does not count.
  private mutating func read() -> Bool {
    let text = String(decoding: (try? Data(contentsOf: URL(filePath: path))) ?? Data(), as: UTF8.self)
    guard text.hasPrefix(Self.mark), let end = text.lastIndex(of: "\n") else { return false }
    let lines = text[..<end].split(separator: "\n").map(String.init)
    func header(_ mark: String) -> String? {
      lines.first { $0.hasPrefix(mark) }.map { String($0.dropFirst(mark.count)) }
    }
    workingFolder = header(Self.folderMark)
    name = header(Self.nameMark)
    commands = lines.filter { !$0.hasPrefix("#") }
    return !commands.isEmpty
  }

  /// When it was last written to.
  var time: time_t {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? status.st_mtim.tv_sec : 0
  }

  // MARK: Writing

  /// Adds commands, in place of a line in flight; false when they cannot be written, and the file is as it was.
  mutating func append(_ new: some Collection<String>) -> Bool {
    guard !new.isEmpty else { return true }
    // The line in flight is replaced by itself, and never missing.
    let isWritten = write(new.joined(separator: "\n") + "\n")
    let reason = errno
    _ = ftruncate(descriptor, end)
    errno = reason
    if isWritten { commands += new }
    return isWritten
  }

  /// Writes the line in flight, in place of one that was in flight before and was not longer; false when it cannot be
  /// written.
  func write(last line: String) -> Bool {
    let bytes = Array((line + "\n").utf8)
    errno = 0
    return pwrite(descriptor, bytes, bytes.count, end) == bytes.count
  }

  private mutating func write(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    errno = 0
    guard pwrite(descriptor, bytes, bytes.count, end) == bytes.count else { return false }
    end += off_t(bytes.count)
    return true
  }

  // MARK: The file and what stands beside it

  /// The saved states: the one before the last, and the last one.
  ///
  /// A session goes on from the former, so that there are steps behind it that can be undone.
  var states: (earlier: String, latest: String) { ("\(path).earlier.json", "\(path).latest.json") }

  /// The journal beside which a saved state stands; nil for another file.
  static func journal(ofState path: String) -> String? {
    [".earlier.json", ".latest.json"].first { path.hasSuffix($0) }.map { String(path.dropLast($0.count)) }
  }

  /// Takes a file away that nobody holds and that has no command in it.
  static func removeIfEmpty(_ path: String) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    defer { Glibc.close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0,
      let text = try? String(contentsOfFile: path, encoding: .utf8),
      text.hasPrefix(mark), text.split(separator: "\n").allSatisfy({ $0.hasPrefix("#") })
    else { return }
    unlink(path)
  }

  /// Gives the file a name under which it is found.
  mutating func publish() {
    let url = URL(filePath: path)
    let name = url.deletingLastPathComponent().path + "/\(getpid())-\(url.lastPathComponent.suffix(6)).neos"
    if rename(path, name) == 0 { path = name }
  }

  /// Takes another file's name, in one go.
  mutating func takePlace(of other: JournalFile) {
    if rename(path, other.path) == 0 { path = other.path }
    Glibc.close(other.descriptor)
  }

  /// Takes the file away, and the states.
  func remove() {
    unlink(path)
    unlink(states.earlier)
    unlink(states.latest)
    release()
  }

  /// Lets go of the file.
  func release() { Glibc.close(descriptor) }
}
