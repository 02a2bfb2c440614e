import Foundation
import NeosEngine

/// States of a run that are saved on the way, so that a kill or a power failure loses little of it.
final class Checkpoints {
  /// Where the latest one is.
  private let path: String
  private let interval: Duration
  private let fail: (String) -> Void
  private var last = ContinuousClock.now
  /// Whether the file is one of this run, and not one that was there before.
  private var isWritten = false
  /// A session to save, once it is known how far its command is.
  private var due: Session?

  /// Checkpoints every so many seconds.
  ///
  /// - Parameters:
  ///   - path: the file.
  ///   - seconds: how long after one, or after the beginning, the next one is due.
  ///   - fail: is told when one cannot be written; the run goes on.
  init(path: String, seconds: Double, fail: @escaping (String) -> Void) {
    (self.path, self.fail) = (path, fail)
    interval = .seconds(seconds)
  }

  /// Takes the session after a step, if a checkpoint is due.
  func offer(_ session: Session) {
    if ContinuousClock.now - last >= interval { due = session }
  }

  /// Saves the session that was taken, whose command has made so many steps.
  func save(stepsInFlight count: Int) {
    guard let session = due else { return }
    due = nil
    do throws(SessionError) {
      try session.save(to: path, stepsInFlight: count)
      isWritten = true
    } catch {
      fail("no checkpoint: \(error)")
    }
    last = ContinuousClock.now
  }

  /// Removes the latest one at the end of the run; a file that was there before stays.
  func remove() {
    if isWritten { try? FileManager.default.removeItem(atPath: path) }
  }
}
