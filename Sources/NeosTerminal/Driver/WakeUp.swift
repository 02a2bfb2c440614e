internal import Glibc

/// A pipe to itself: what one thread or a signal handler raises, another one waits for with `poll`.
final class WakeUp: Sendable {
  /// Can be read from while it is raised; -1 when the system gave no pipe.
  let descriptor: Int32
  private let input: Int32

  init() {
    var ends: [Int32] = [-1, -1]
    _ = pipe(&ends)
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    descriptor = ends[0]
    input = ends[1]
  }

  deinit {
    close(descriptor)
    close(input)
  }

  /// Wakes whoever waits. Safe in a signal handler; a full pipe is raised already.
  func raise() { Self.raise(input) }

  /// The end that ``raise(_:)`` takes, for a signal handler that can reach no object.
  var raisingEnd: Int32 { input }

  /// Wakes whoever waits at the other end.
  static func raise(_ input: Int32) {
    // What a signal interrupted may be about to look at its error.
    let error = errno
    var byte: UInt8 = 0
    _ = write(input, &byte, 1)
    errno = error
  }

  /// Makes it wait again.
  func lower() {
    var bytes: [UInt8] = Array(repeating: 0, count: 64)
    while read(descriptor, &bytes, bytes.count) == bytes.count {}
  }
}
