internal import Foundation

/// A regular file that is read by position.
///
/// It is read and not mapped: a mapped file that is cut short by someone else ends the program.
final class ByteFile {
  /// The number of bytes when it was opened, at least 1.
  let size: Int
  private let descriptor: Int32
  private let changed: timespec

  init(_ path: String) throws(TableProblem) {
    guard !path.utf8.contains(0) else { throw .file("there is no such file") }
    // Without waiting: a pipe without a writer would hold the program up.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw .file(
        errno == ENOENT ? "there is no such file" : "it cannot be read: \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .file("it cannot be read: \(String(cString: strerror(errno)))")
    }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG else {
      close(descriptor)
      throw .file(kind == S_IFDIR ? "it is a directory" : "it is a pipe or a device, expected a file")
    }
    guard status.st_size > 0 else {
      close(descriptor)
      throw .file("the file is empty")
    }
    size = Int(status.st_size)
    changed = Self.changed(status)
  }

  private static func changed(_ status: stat) -> timespec {
    #if os(Linux)
      status.st_mtim
    #else
      status.st_mtimespec
    #endif
  }

  /// Throws if the file is not as it was when it was opened: what was read may then be of two files.
  func checkUnchanged() throws(TableProblem) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw .file("it cannot be read: \(String(cString: strerror(errno)))")
    }
    let now = Self.changed(status)
    guard status.st_size == size, now.tv_sec == changed.tv_sec, now.tv_nsec == changed.tv_nsec else {
      throw .file("it was changed while it was read")
    }
  }

  deinit { close(descriptor) }

  /// Reads up to so many bytes; fewer only at the end of the file.
  func read(into target: UnsafeMutableRawPointer, count: Int, at offset: Int) throws(TableProblem) -> Int {
    var done = 0
    while done < count {
      let length = pread(descriptor, target + done, count - done, off_t(offset + done))
      if length < 0, errno == EINTR { continue }
      guard length >= 0 else { throw .file("it cannot be read: \(String(cString: strerror(errno)))") }
      if length == 0 { break }
      done += length
    }
    return done
  }

  /// Some bytes, all of which must be there.
  func bytes(at offset: Int, count: Int) throws(TableProblem) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else { throw Self.isShort }
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, count), alignment: 16)
    defer { buffer.deallocate() }
    guard let target = buffer.baseAddress, try read(into: target, count: count, at: offset) == count else {
      throw Self.isShort
    }
    return Array(buffer[..<count])
  }

  /// The problem of a file that ends within what it announces.
  static let isShort = TableProblem.contents("the file ends early: it announces more bytes than it has")
}
