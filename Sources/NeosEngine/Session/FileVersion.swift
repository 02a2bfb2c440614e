internal import Foundation

/// What tells a file from the one that was there before under its name: every program here replaces files whole.
struct FileVersion: Sendable, Hashable {
  private let device: UInt64
  private let number: UInt64
  private let seconds: Int
  private let nanoseconds: Int
  private let size: Int

  /// The version of a file that is there.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(status.st_ino)
    #if canImport(Darwin)
      let time = status.st_mtimespec
    #else
      let time = status.st_mtim
    #endif
    (seconds, nanoseconds, size) = (time.tv_sec, time.tv_nsec, Int(status.st_size))
  }
}
