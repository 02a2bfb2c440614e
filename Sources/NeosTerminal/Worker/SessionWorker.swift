internal import Foundation
public import NeosEngine
internal import Synchronization

/// The thread that owns the session: it carries out lines in their order and tells what becomes of them.
///
/// A step is never held up: what is told is put into the mailbox, and numbers for panes are computed for at most a
/// small share of the time (``ViewBudget``).
public final class SessionWorker: Worker {
  /// What the worker has to tell.
  public let mailbox = Mailbox<WorkerMessage>()

  private struct State {
    var queue: [WorkerRequest] = []
    var isBusy = false
    var isStopped = false
    var isClosed = false
    var parts: Set<ViewPart> = []
    var isHeld = false
    var secondsPerStep = 0.0
  }

  private let state = Mutex(State())
  private let requests = DispatchSemaphore(value: 0)
  /// Raised when something changes for a step that waits.
  private let changes = DispatchSemaphore(value: 0)
  private let journal: SessionJournal

  /// A worker with a new session.
  ///
  /// - Parameters:
  ///   - session: what it begins with.
  ///   - lines: lines that it carries out first, without being asked.
  ///   - journalFolder: where sessions that are at work are written down; nil for nowhere.
  public init(_ session: Session, lines: [String] = [], journalFolder: String? = nil) {
    journal = SessionJournal(folder: journalFolder)
    let thread = Thread { [self] in run(session, opening: lines) }
    thread.name = "session"
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Does as asked.
  public func take(_ request: WorkerRequest) {
    state.withLock { state in
      switch request {
      case .hold(let isHeld): state.isHeld = isHeld
      case .pace(let seconds): state.secondsPerStep = seconds
      case .stop:
        state.queue.removeAll { if case .watch = $0 { false } else { true } }
        state.isStopped = state.isBusy
      case .watch(let parts):
        state.parts = parts
        state.queue.append(request)
      default: state.queue.append(request)
      }
    }
    switch request {
    case .hold, .pace: changes.signal()
    case .stop:
      changes.signal()
      requests.signal()
    default: requests.signal()
    }
  }

  /// Forgets the session: its journal is taken away, and the thread ends after what it is at.
  public func close() {
    journal.remove()
    state.withLock { state in
      state.queue = []
      state.isStopped = true
      state.isClosed = true
    }
    changes.signal()
    requests.signal()
  }

  /// Waits while steps are held or are to come later; true when they are to end.
  private func waitForStep() -> Bool {
    let start = ContinuousClock.now
    while true {
      let (isStopped, isHeld, pace) = state.withLock { ($0.isStopped, $0.isHeld, $0.secondsPerStep) }
      if isStopped { return true }
      let left = pace - (ContinuousClock.now - start) / .seconds(1)
      if !isHeld, left <= 0 { return false }
      _ = changes.wait(timeout: isHeld ? .distantFuture : .now() + left)
    }
  }

  private func run(_ session: Session, opening lines: [String]) {
    TerminalRescue.coverThisThread()
    var work = SessionWork(session, journal: journal)
    let control = SessionWork.Control(
      post: { [mailbox] in mailbox.post($0) },
      isStopped: { [self] in waitForStep() },
      isHeld: { [self] in state.withLock { $0.isHeld } },
      parts: { [self] in state.withLock { $0.parts } })
    work.begin(lines, control)
    while true {
      requests.wait()
      if state.withLock({ $0.isClosed }) { return }
      let next = state.withLock { state -> WorkerRequest? in
        guard !state.queue.isEmpty else { return nil }
        state.isBusy = true
        return state.queue.removeFirst()
      }
      guard let next else { continue }
      let isLast = { [self] in state.withLock { $0.queue.isEmpty } }
      work.carryOut(next, control, isLast: isLast)
      state.withLock { state in
        state.isBusy = false
        state.isStopped = state.isClosed
      }
    }
  }
}
