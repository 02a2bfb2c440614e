internal import Foundation
internal import Synchronization

/// A hold on a file that others are told of: while a session records to a file, or has a saved state open, no other
/// program writes there.
///
/// Beside the file `NAME` stands `.NAME.lock`, with a lock on it (`flock`), in which stands who holds it. The system
/// takes the lock away with the program, however that ends: a lock file that is left behind holds nobody up. Within a
/// program a file may be held several times; the last hold to go takes the lock file away.
package final class FileLock: Sendable {
  private struct Held {
    var descriptor: Int32
    var count: Int
  }

  /// The lock files of this program, by path.
  private static let held = Mutex<[String: Held]>([:])

  private let path: String

  private init(path: String) { self.path = path }

  deinit { Self.release(path) }

  /// Takes hold of a file, which need not be there yet; nil where no lock can be, such as in a folder in which nothing
  /// can be written.
  ///
  /// - Throws: ``FileInUse`` when another program holds it.
  package static func hold(_ file: String) throws(FileInUse) -> FileLock? {
    let path = lockFile(of: file)
    return try held.withLock { held throws(FileInUse) in
      if held[path] == nil {
        guard let descriptor = try acquire(path) else { return nil }
        held[path] = Held(descriptor: descriptor, count: 0)
      }
      held[path]?.count += 1
      return FileLock(path: path)
    }
  }

  /// Sees that no other program holds a file.
  ///
  /// - Throws: ``FileInUse`` when one does.
  package static func check(_ file: String) throws(FileInUse) {
    let path = lockFile(of: file)
    try held.withLock { held throws(FileInUse) in
      guard held[path] == nil, let descriptor = open(path, O_RDONLY) else { return }
      defer { close(descriptor) }
      if !lock(descriptor, LOCK_SH), errno == EWOULDBLOCK { throw holder(descriptor) }
    }
  }

  /// Lets go of everything, at the end of the program.
  package static func releaseAll() {
    held.withLock { held in
      for (path, lock) in held {
        unlink(path)
        close(lock.descriptor)
      }
      held = [:]
    }
  }

  private static func release(_ path: String) {
    held.withLock { held in
      guard let lock = held[path] else { return }
      guard lock.count <= 1 else {
        held[path]?.count -= 1
        return
      }
      // While it is still locked: whoever gets the lock afterwards sees that the file has gone.
      unlink(path)
      close(lock.descriptor)
      held[path] = nil
    }
  }

  private static func lockFile(of file: String) -> String {
    let url = URL(filePath: file).resolvingSymlinksInPath()
    return url.deletingLastPathComponent().path + "/.\(url.lastPathComponent).lock"
  }

  private static func acquire(_ path: String) throws(FileInUse) -> Int32? {
    for _ in 0..<100 {
      guard let descriptor = open(path, O_RDWR | O_CREAT) else { return nil }
      guard lock(descriptor, LOCK_EX) else {
        defer { close(descriptor) }
        if errno == EWOULDBLOCK { throw holder(descriptor) }
        return nil
      }
      if TemporaryFile.isNamed(path, descriptor) {
        write(descriptor)
        return descriptor
      }
      close(descriptor)
    }
    return nil
  }

  /// A lock file that is a link or a pipe is none of ours.
  private static func open(_ path: String, _ flags: Int32) -> Int32? {
    let descriptor = Foundation.open(path, flags | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0o644)
    var status = stat()
    guard descriptor >= 0 else { return nil }
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      return nil
    }
    return descriptor
  }

  /// Locks a file; whoever only looks whether it is locked holds it for a moment, too.
  private static func lock(_ descriptor: Int32, _ kind: Int32) -> Bool {
    for attempt in 0..<5 {
      if attempt > 0 { usleep(2000) }
      if flock(descriptor, kind | LOCK_NB) == 0 { return true }
      guard errno == EWOULDBLOCK else { return false }
    }
    errno = EWOULDBLOCK
    return false
  }

  /// Writes down who this is.
  private static func write(_ descriptor: Int32) {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    let host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let bytes = Array("\(getpid()) \(host)\n".utf8)
    _ = ftruncate(descriptor, 0)
    _ = pwrite(descriptor, bytes, bytes.count, 0)
  }

  /// Who holds a locked file, as it stands there.
  private static func holder(_ descriptor: Int32) -> FileInUse {
    var bytes = [UInt8](repeating: 0, count: 300)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    let words = String(decoding: bytes.prefix(max(count, 0)), as: UTF8.self).split(
      whereSeparator: \.isWhitespace)
    guard words.count == 2, let process = Int32(words[0]) else { return FileInUse(process: nil, host: nil) }
    return FileInUse(process: process, host: String(words[1]))
  }
}

/// Another program holds a file.
package struct FileInUse: Error, Sendable, Hashable {
  /// Its process, where that is known.
  package let process: Int32?
  /// The machine that it runs on.
  package let host: String?
}

extension FileInUse: CustomStringConvertible {
  /// Who has it.
  package var description: String {
    guard let process, let host else { return "another program has it open" }
    return "process \(process) on \(host) has it open"
  }
}
