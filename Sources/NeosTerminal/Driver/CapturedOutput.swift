internal import CNcurses
internal import Glibc

/// Standard output and standard error while the screen is up: a pipe that the loop reads, so that nothing that a
/// library says tears the screen.
final class CapturedOutput {
  /// What a signal handler needs to undo it.
  struct Ends {
    /// The reading end of the pipe.
    var reading: Int32
    /// Copies of what standard output and error were; -1 for what was left as it was.
    var output: Int32
    var error: Int32

    /// Puts back what was there, and passes on to standard error what has not been read. Safe in a signal handler.
    func release() {
      if output >= 0 { dup2(output, STDOUT_FILENO) }
      if error >= 0 { dup2(error, STDERR_FILENO) }
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 512) { buffer in
        while true {
          let count = read(reading, buffer.baseAddress, buffer.count)
          if count <= 0 { break }
          write(STDERR_FILENO, buffer.baseAddress, count)
        }
      }
    }
  }

  /// The ends of the pipe and what was there before.
  let ends: Ends
  /// The bytes of a line that is not whole yet.
  private var rest: [UInt8] = []

  /// Takes standard output, and standard error where it is a terminal: what a person sends to a file goes there.
  init?() {
    var pipeEnds: [Int32] = [-1, -1]
    guard pipe(&pipeEnds) == 0 else { return nil }
    // A pipe that is full loses what does not fit; to wait would be to wait for oneself.
    for end in pipeEnds {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    fflush(nil)
    func take(_ descriptor: Int32) -> Int32 {
      guard isatty(descriptor) == 1 else { return -1 }
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 3)
      if copy >= 0 { dup2(pipeEnds[1], descriptor) }
      return copy
    }
    ends = Ends(reading: pipeEnds[0], output: take(STDOUT_FILENO), error: take(STDERR_FILENO))
    close(pipeEnds[1])
    // A pipe would get what is printed only when a buffer is full.
    neos_flush_by_line()
  }

  /// The lines that were written since the last time.
  func takeLines() -> [String] {
    var buffer: [UInt8] = Array(repeating: 0, count: 4096)
    while true {
      let count = read(ends.reading, &buffer, buffer.count)
      if count <= 0 { break }
      rest += buffer[..<count]
    }
    var lines = rest.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let last = lines.popLast() ?? []
    let isLong = last.count > 4096
    defer { rest = isLong ? [] : Array(last) }
    if isLong { lines.append(last) }
    return lines.filter { !$0.isEmpty }.map { String(decoding: $0, as: UTF8.self) }
  }

  /// Puts back what was there before.
  func release() {
    fflush(nil)
    if !rest.isEmpty { rest.withUnsafeBytes { _ = write(max(ends.error, 2), $0.baseAddress, $0.count) } }
    ends.release()
    for end in [ends.reading, ends.output, ends.error] where end >= 0 { close(end) }
  }
}
