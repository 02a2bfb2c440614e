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
  }

  private let state = Mutex(State())
  private let requests = DispatchSemaphore(value: 0)
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
      case .stop:
        state.queue.removeAll { if case .watch = $0 { false } else { true } }
        state.isStopped = state.isBusy
      case .watch(let parts):
        state.parts = parts
        state.queue.append(request)
      default: state.queue.append(request)
      }
    }
    requests.signal()
  }

  /// Forgets the session: its journal is taken away, and the thread ends after what it is at.
  public func close() {
    journal.remove()
    state.withLock { state in
      state.queue = []
      state.isStopped = true
      state.isClosed = true
    }
    requests.signal()
  }

  private func run(_ session: Session, opening lines: [String]) {
    var work = SessionWork(session, journal: journal)
    let control = SessionWork.Control(
      post: { [mailbox] in mailbox.post($0) },
      isStopped: { [self] in state.withLock { $0.isStopped } },
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
