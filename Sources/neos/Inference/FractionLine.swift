import Foundation
import NeosEngine
import Synchronization

/// A line on a terminal that says how much of a long answer is done and how long the rest will take; nothing in a
/// pipe. It may be called from any thread.
final class FractionLine: Sendable {
  private struct State {
    var began = ContinuousClock.now
    var shown: ContinuousClock.Instant?
  }

  private let what: String
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let state = Mutex(State())

  init(_ what: String) { self.what = what }

  /// Shows how much is done, at most ten times a second, and takes the line away at the end.
  func show(_ done: Int, of total: Int) {
    if done == total { return clear() }
    show("\(done) of \(total)", share: Double(done) / Double(total))
  }

  /// Shows how much is done, in words and as a share, at most ten times a second.
  func show(_ place: String, share: Double) {
    guard isTerminal else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if now - (state.shown ?? state.began) < .milliseconds(100) { return }
      state.shown = now
      let left = (now - state.began) / .seconds(1) * (1 - share) / max(share, 1e-9)
      let text = "\(what): \(place), \(duration(left)) left"
      StandardError.write("\r\u{1B}[K\(text.prefix(terminalWidth() - 1))\r")
    }
  }

  /// Takes the line away.
  func clear() {
    state.withLock { state in
      if state.shown != nil { StandardError.write("\r\u{1B}[K") }
      state.shown = nil
    }
  }
}

/// A time for people.
func duration(_ seconds: Double) -> String {
  switch seconds {
  case ..<100: "\(Int(seconds.rounded(.up))) s"
  case ..<6000: "\(Int((seconds / 60).rounded(.up))) min"
  default: "\(Int(min(seconds / 3600, 1e6).rounded(.up))) h"
  }
}
