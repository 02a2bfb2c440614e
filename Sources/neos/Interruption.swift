import Foundation
import Synchronization

/// Ctrl-C, a request to end, and a terminal that goes away: the first one stops the work at its next good place;
/// the second one does not wait for that.
enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let pipeEnd = Atomic<Int32>(-1)
  private static let abandon = Mutex<@Sendable () -> Void>({})
  private static let lastWords = Mutex<String?>(nil)

  /// The signal that came, or 0.
  static var signal: Int32 { received.load(ordering: .relaxed) }

  /// Begins to listen.
  ///
  /// Signals are taken by a handler and not by a thread that waits for them: a library's threads, which began
  /// before the program, would take them by their default action.
  ///
  /// - Parameter notice: what is said at the first signal.
  static func install(notice: String) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    let readingEnd = ends[0]
    pipeEnd.store(ends[1], ordering: .relaxed)
    // Only an atomic exchange and a write happen in the handler: both are safe there.
    let handler: @convention(c) (Int32) -> Void = { number in
      _ = Interruption.received.compareExchange(expected: 0, desired: number, ordering: .relaxed)
      var byte: UInt8 = 0
      _ = write(Interruption.pipeEnd.load(ordering: .relaxed), &byte, 1)
    }
    // A parent with threads may leave them blocked, and then nobody could stop the program.
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] {
      sigaddset(&signals, number)
      _ = Foundation.signal(number, handler)
    }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // A file that may not grow is an error of its write, not the end of the program.
    _ = Foundation.signal(SIGXFSZ, SIG_IGN)
    Thread.detachNewThread { listen(readingEnd, notice) }
  }

  /// Sets what is done at the second signal, before the program ends at once.
  static func onSecondSignal(_ body: @escaping @Sendable () -> Void) { abandon.withLock { $0 = body } }

  /// Carries out something of which nothing is left when it is interrupted: the first signal already ends the
  /// program, with these last words.
  static func endingAtOnce<Value, Failure: Error>(
    _ words: String, _ body: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    lastWords.withLock { $0 = words }
    defer { lastWords.withLock { $0 = nil } }
    return try body()
  }

  private static func listen(_ readingEnd: Int32, _ notice: String) {
    var byte: UInt8 = 0
    var count = 0
    while true {
      let length = read(readingEnd, &byte, 1)
      if length < 0, errno == EINTR { continue }
      guard length == 1 else { return }
      count += 1
      if let words = lastWords.withLock(\.self) {
        StandardError.write("\(words)\n")
        _exit(128 + signal)
      }
      if count > 1 {
        abandon.withLock { $0() }
        _exit(128 + signal)
      }
      if isatty(STDERR_FILENO) == 1 { StandardError.write("\r\u{1B}[K\(notice)\n") }
    }
  }
}
