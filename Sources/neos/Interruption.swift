import Foundation
import Synchronization

/// Ctrl-C, a request to end, and a terminal that goes away: the first one stops the work at its next good place;
/// the second one does not wait for that.
enum Interruption {
  private static let received = Atomic<Int32>(0)
  private static let abandon = Mutex<@Sendable () -> Void>({})

  /// The signal that came, or 0.
  static var signal: Int32 { received.load(ordering: .relaxed) }

  /// Begins to listen. Call it before any other thread begins: threads inherit that signals are blocked, and only
  /// the one that waits for them here gets them.
  ///
  /// - Parameter notice: What is said at the first signal.
  static func install(notice: String) {
    var signals = sigset_t()
    sigemptyset(&signals)
    for number in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, number) }
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    // A file that may not grow is an error of its write, not the end of the program.
    _ = Foundation.signal(SIGXFSZ, SIG_IGN)
    let waited = signals
    Thread.detachNewThread {
      var signals = waited
      while true {
        var number: Int32 = 0
        guard sigwait(&signals, &number) == 0 else { return }
        if received.exchange(number, ordering: .relaxed) != 0 {
          abandon.withLock { $0() }
          _exit(128 + number)
        }
        if isatty(STDERR_FILENO) == 1 { StandardError.write("\r\u{1B}[K\(notice)\n") }
      }
    }
  }

  /// Sets what is done at the second signal, before the program ends at once.
  static func onSecondSignal(_ body: @escaping @Sendable () -> Void) { abandon.withLock { $0 = body } }
}
