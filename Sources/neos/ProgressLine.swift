import Foundation
import NeosEngine

/// A line on a terminal that says how far a command is and how long it will take; nothing in a pipe.
final class ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let clock = ContinuousClock()
  private var began: ContinuousClock.Instant?
  private var changed: ContinuousClock.Instant?
  private var text = ""
  private var isShown = false

  /// Shows how far a command is. What it says changes at most ten times a second.
  func show(_ progress: SessionEvent.Progress, loss: Double) {
    guard isTerminal else { return }
    let now = clock.now
    if progress.done <= 1 { began = now }
    let isDue = changed.map { now - $0 >= .milliseconds(100) } ?? true
    if isDue || progress.done <= 1 {
      changed = now
      text = line(progress, loss, since: began ?? now, now)
    } else if isShown {
      return
    }
    // A longer line would wrap, and could not be taken away.
    StandardError.write("\r\u{1B}[K\(text.prefix(terminalWidth() - 1))\r")
    isShown = true
  }

  /// Shows what is being done, at most ten times a second.
  func show(_ activity: String) {
    guard isTerminal, changed.map({ clock.now - $0 >= .milliseconds(100) }) ?? true else { return }
    changed = clock.now
    StandardError.write("\r\u{1B}[K\(activity.prefix(terminalWidth() - 1))\r")
    isShown = true
  }

  /// Takes the line away.
  func clear() {
    guard isShown else { return }
    StandardError.write("\r\u{1B}[K")
    isShown = false
  }

  private func line(
    _ progress: SessionEvent.Progress, _ loss: Double, since began: ContinuousClock.Instant,
    _ now: ContinuousClock.Instant
  ) -> String {
    let limit = progress.isLimit ? "at most " : ""
    let place = "step \(progress.done) of \(limit)\(progress.total)  loss \(brief(loss))"
    guard progress.done > 1 else { return place }
    // The first step is not counted: the events are made before it.
    let rate = Double(progress.done - 1) / max(1e-9, (now - began) / .seconds(1))
    let left = Double(progress.total - progress.done) / rate
    return "\(place)  \(brief(rate)) steps/s  \(limit)\(duration(left)) left"
  }
}

/// The number of columns of the terminal behind a descriptor.
func terminalWidth(_ descriptor: Int32 = STDERR_FILENO) -> Int {
  var size = winsize()
  let isKnown = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 1
  return isKnown ? Int(size.ws_col) : 80
}
