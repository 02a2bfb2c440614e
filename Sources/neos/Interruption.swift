import Foundation
import Synchronization

/// Ctrl-C and a request to end: the first one stops the session at the end of its step, the second one ends the
/// program at once.
enum Interruption {
  private static let received = Atomic<Int32>(0)

  /// The signal that came, or 0.
  static var signal: Int32 { received.load(ordering: .relaxed) }

  /// Begins to listen.
  static func install() {
    // Only an atomic exchange and _exit happen in the handler: both are safe there.
    let handler: @convention(c) (Int32) -> Void = { number in
      if Interruption.received.exchange(number, ordering: .relaxed) != 0 { _exit(128 + number) }
    }
    _ = Foundation.signal(SIGINT, handler)
    _ = Foundation.signal(SIGTERM, handler)
    // A parent with threads may leave them blocked, and then nobody could stop the program.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGINT)
    sigaddset(&signals, SIGTERM)
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    // A file that may not grow is an error of its write, not the end of the program.
    _ = Foundation.signal(SIGXFSZ, SIG_IGN)
  }
}
