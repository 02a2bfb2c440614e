internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that is being written and has not its name yet: `.neos-` and six letters or digits, beside its target.
///
/// Its writer holds a lock on it (`flock`), which the system takes away with the program. So a file of that name on
/// which nobody has a lock is left over, whatever became of its writer, on whichever machine that was.
struct TemporaryFile {
  let path: String
  /// Open for writing, and locked.
  let descriptor: Int32

  private static let beginning = ".neos-"

  /// A new file in a folder; nil, with `errno` set, where there can be none.
  init?(in folder: String) {
    while true {
      var name = Array("\(folder)/\(Self.beginning)XXXXXX".utf8CString)
      let descriptor = mkstemp(&name)
      guard descriptor >= 0 else { return nil }
      // A program that is started meanwhile would hold the lock as well.
      _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
      let path = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
      // A file system without locks gives none to those who clean up either.
      flock(descriptor, LOCK_EX)
      // Who cleaned up between the two took it for left over.
      if Self.isNamed(path, descriptor) {
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
  }

  /// Removes the user's files of such names in a folder whose writers are gone.
  static func removeAbandoned(in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    for name in names where isTemporary(name) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid(),
        status.st_nlink == 1
      else { continue }
      let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      // It may have got its real name meanwhile.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0, isNamed(path, descriptor) { unlink(path) }
      close(descriptor)
    }
  }

  private static func isTemporary(_ name: String) -> Bool {
    let rest = name.utf8.dropFirst(beginning.utf8.count)
    return name.hasPrefix(beginning) && rest.count == 6
      && rest.allSatisfy { byte in
        UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20
      }
  }

  /// Whether a path leads to an open file.
  static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0 && named.st_dev == opened.st_dev
      && named.st_ino == opened.st_ino
  }
}
