import Foundation
import NeosEngine

/// A line on a terminal that says how far a command is and how long it will take; nothing in a pipe.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant?
  private var shown: ContinuousClock.Instant?

  /// Shows how far a command is, at most ten times a second.
  func show(_ progress: SessionEvent.Progress, loss: Double) {
    guard isTerminal else { return }
    let now = clock.now
    guard let began, progress.done > 1 else {
      self.began = now
      return
    }
    if let shown, now - shown < .milliseconds(100) { return }
    shown = now
    // The first step is not counted: the events are made before it.
    let rate = Double(progress.done - 1) / max(1e-9, (now - began) / .seconds(1))
    let left = Double(progress.total - progress.done) / rate
    let limit = progress.isLimit ? "at most " : ""
    StandardError.write(
      "\r\u{1B}[Kstep \(progress.done) of \(limit)\(progress.total)  loss \(brief(loss))  "
        + "\(brief(rate)) steps/s  \(limit)\(duration(left)) left\r")
  }

  /// Takes the line away.
  func clear() {
    guard isTerminal, shown != nil else { return }
    StandardError.write("\r\u{1B}[K")
    fflush(nil)
  }
}
