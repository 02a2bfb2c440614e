package import Foundation

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Files that are written all or nothing.
package enum FileWriting {
  /// Replaces a file's contents: into a new file beside it, flushed to the disk, then renamed over it. When
  /// anything fails, the old file is as it was.
  ///
  /// What a writer that was killed left in the folder goes first.
  package static func replace(_ path: String, with bytes: Data) throws(SessionError) {
    let target = URL(filePath: path).resolvingSymlinksInPath()
    var isDirectory: ObjCBool = false
    if FileManager.default.fileExists(atPath: target.path, isDirectory: &isDirectory) {
      let type = try? FileManager.default.attributesOfItem(atPath: target.path)[.type] as? FileAttributeType
      guard type == .typeRegular else {
        throw .file(path, reason: isDirectory.boolValue ? "it is a directory" : "it is not a regular file")
      }
    }
    let folder = target.deletingLastPathComponent().path
    TemporaryFile.removeAbandoned(in: folder)
    guard let temporary = TemporaryFile(in: folder) else { throw .file(path, reason: reason()) }
    var failure = write(bytes, to: temporary.descriptor)
    if failure == nil,
      fchmod(temporary.descriptor, mode(of: target.path)) != 0 || fsync(temporary.descriptor) != 0
    {
      failure = reason()
    }
    // The lock goes with the descriptor: until it has its name nobody may take the file away.
    if failure == nil, rename(temporary.path, target.path) != 0 { failure = reason() }
    if failure != nil { unlink(temporary.path) }
    if close(temporary.descriptor) != 0, failure == nil { failure = reason() }
    if let failure { throw .file(path, reason: failure) }
  }

  /// Writes into a device or a pipe; replaces the contents of any other file.
  package static func write(_ bytes: Data, into path: String) throws(SessionError) {
    var status = stat()
    guard stat(path, &status) == 0, [S_IFCHR, S_IFIFO].contains(status.st_mode & S_IFMT) else {
      try replace(path, with: bytes)
      return
    }
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path, reason: reason()) }
    var failure = write(bytes, to: descriptor)
    if close(descriptor) != 0, failure == nil { failure = reason() }
    if let failure { throw .file(path, reason: failure) }
  }

  /// The permissions of the file that is replaced, or those of a new one.
  private static func mode(of path: String) -> mode_t {
    var status = stat()
    if stat(path, &status) == 0 { return status.st_mode & 0o7777 }
    let mask = umask(0)
    umask(mask)
    return 0o666 & ~mask
  }

  /// Whether two paths lead to one file.
  package static func isSame(_ path: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    return stat(path, &first) == 0 && stat(other, &second) == 0 && first.st_dev == second.st_dev
      && first.st_ino == second.st_ino
  }

  /// Whether there is anything under a path.
  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  /// Adds a line to a file, whole or not at all.
  static func append(_ line: String, to path: String) throws(SessionError) {
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    guard descriptor >= 0 else { throw .file(path, reason: reason()) }
    let end = lseek(descriptor, 0, SEEK_END)
    let failure = write(Data((line + "\n").utf8), to: descriptor)
    // Half a line may be another command.
    if failure != nil { _ = ftruncate(descriptor, end) }
    if close(descriptor) != 0 || failure != nil { throw .file(path, reason: failure ?? reason()) }
  }

  /// Writes all bytes; gives the reason when that fails.
  private static func write(_ bytes: Data, to descriptor: Int32) -> String? {
    bytes.withUnsafeBytes { buffer in
      var rest = buffer[...]
      while !rest.isEmpty {
        let count = UnsafeRawBufferPointer(rebasing: rest).withMemoryRebound(to: UInt8.self) {
          #if canImport(Glibc)
            Glibc.write(descriptor, $0.baseAddress, $0.count)
          #elseif canImport(Musl)
            Musl.write(descriptor, $0.baseAddress, $0.count)
          #else
            Darwin.write(descriptor, $0.baseAddress, $0.count)
          #endif
        }
        if count < 0 {
          if errno == EINTR { continue }
          return reason()
        }
        rest = rest.dropFirst(count)
      }
      return nil
    }
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
