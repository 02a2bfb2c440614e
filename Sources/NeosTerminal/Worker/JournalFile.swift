internal import Foundation
internal import Glibc

/// An open journal file with a lock on it.
struct JournalFile {
  private var path: String
  private let descriptor: Int32
  /// Where the last line begins that ``write(last:)`` rewrites.
  private var end: off_t = 0
  /// The folder that relative paths in the commands start from.
  private(set) var workingFolder: String?
  /// How many commands are in it, without one in flight.
  private(set) var lineCount = 0

  private static let mark = "# neos journal"
  private static let folderMark = "# folder "

  /// A new file under a name that is not looked at yet, locked.
  init?(newIn folder: String) {
    var name = Array((folder + "/.new-XXXXXX").utf8CString)
    descriptor = mkstemp(&name)
    guard descriptor >= 0 else { return nil }
    path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    workingFolder = FileManager.default.currentDirectoryPath
    write("\(Self.mark)\n\(Self.folderMark)\(workingFolder ?? "/")\n")
  }

  /// The file of a session that ended: one with commands in it that nobody holds; nil for others.
  init?(ended path: String) {
    self.path = path
    descriptor = open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0, !lines.isEmpty else {
      Glibc.close(descriptor)
      return nil
    }
    end = lseek(descriptor, 0, SEEK_END)
    lineCount = lines.count
    let header = text.split(separator: "\n").first { $0.hasPrefix(Self.folderMark) }
    workingFolder = header.map { String($0.dropFirst(Self.folderMark.count)) }
  }

  /// When it was last written to, in seconds since 1970.
  var time: Double {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return 0 }
    return Double(status.st_mtim.tv_sec)
  }

  private var text: String {
    String(decoding: (try? Data(contentsOf: URL(filePath: path))) ?? Data(), as: UTF8.self)
  }

  /// The commands; a last line that was not written to its end does not count.
  var lines: [String] {
    let text = text
    guard text.hasPrefix(Self.mark), let end = text.lastIndex(of: "\n") else { return [] }
    return text[..<end].split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
  }

  /// Adds commands, in place of a line in flight.
  mutating func append(_ commands: [String]) {
    guard !commands.isEmpty else { return }
    // The line in flight is replaced by itself, and never missing.
    write(commands.joined(separator: "\n") + "\n")
    _ = ftruncate(descriptor, end)
    lineCount += commands.count
  }

  /// Writes the line in flight, in place of one that was in flight before and was not longer.
  func write(last line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = pwrite(descriptor, bytes, bytes.count, end)
  }

  private mutating func write(_ text: String) {
    let bytes = Array(text.utf8)
    if pwrite(descriptor, bytes, bytes.count, end) == bytes.count { end += off_t(bytes.count) }
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

  /// Takes the file away.
  func remove() {
    unlink(path)
    Glibc.close(descriptor)
  }

  /// Lets go of the file.
  func release() { Glibc.close(descriptor) }
}
