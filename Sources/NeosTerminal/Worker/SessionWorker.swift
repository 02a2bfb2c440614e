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
    var queue = WorkerQueue()
    var isBusy = false
    var isRestoring = false
    var isStopped = false
    /// The command that has taken its first step and is not at its end.
    var underWay: Command?
    var isClosed = false
    var parts: Set<ViewPart> = []
    var isHeld = false
    var secondsPerStep = 0.0

    /// Whether the next line is to be carried out before the next step.
    var isSteered: Bool { underWay.map(queue.canSteer) ?? false }

    /// Takes out that line. After a stop it has time until the command has ended.
    mutating func takeSteering() -> WorkerRequest? {
      isStopped ? nil : underWay.flatMap { queue.takeFirst(steering: $0) }
    }
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
  ///   - name: the file that it comes from, if there is one.
  ///   - lines: lines that it carries out first, without being asked.
  ///   - isReplay: whether a file is played, until ``WorkerRequest/takeOver``; that is not written down.
  ///   - journalFolder: where sessions that are at work are written down; nil for nowhere.
  ///   - stateInterval: the least time between two states that are saved there, in seconds; 0 for all.
  public init(
    _ session: Session, name: String? = nil, lines: [String] = [], isReplay: Bool = false,
    journalFolder: String? = nil, stateInterval: Double = 30
  ) {
    journal = SessionJournal(folder: journalFolder, name: name, interval: stateInterval)
    let thread = Thread { [self] in
      run(SessionWork(session, file: name, isReplay: isReplay, journal: journal, control), opening: lines)
    }
    thread.name = "session"
    thread.stackSize = 16 << 20
    thread.start()
  }

  /// Does as asked.
  public func take(_ request: WorkerRequest) {
    switch request {
    case .hold(let isHeld): state.withLock { $0.isHeld = isHeld }
    case .pace(let seconds): state.withLock { $0.secondsPerStep = seconds }
    case .stop: stop()
    case .watch(let parts):
      state.withLock { state in
        state.parts = parts
        state.queue.add(request)
      }
    default: state.withLock { $0.queue.add(request) }
    }
    changes.signal()
    requests.signal()
  }

  /// Stops what is at work, and drops what must not begin after it. A session that comes back is not stopped.
  private func stop() {
    let dropped = state.withLock { state in
      if state.isRestoring { return [String]() }
      state.isStopped = state.isBusy
      return state.queue.dropSteps()
    }
    for line in dropped { mailbox.post(.dropped(line)) }
  }

  private func dropLines() {
    for line in state.withLock({ $0.queue.dropLines() }) { mailbox.post(.dropped(line)) }
  }

  /// Forgets the session: its journal is taken away, and the thread ends after what it is at. A session that has not
  /// come back yet is kept.
  public func close() {
    journal.remove()
    state.withLock { state in
      state.queue.removeAll()
      state.isStopped = true
      state.isClosed = true
    }
    changes.signal()
    requests.signal()
  }

  /// Waits while steps are held or are to come later; true when they are to end, or are to be steered.
  private func waitForStep(orSteering: Bool) -> Bool {
    let start = ContinuousClock.now
    var isHoldTold = false
    while true {
      let (isStopped, isSteered, isHeld, pace) = state.withLock {
        ($0.isStopped, orSteering && $0.isSteered, $0.isHeld, $0.secondsPerStep)
      }
      if isStopped || isSteered { return true }
      if isHeld, !isHoldTold { mailbox.post(.held) }
      isHoldTold = isHeld
      let left = pace - (ContinuousClock.now - start) / .seconds(1)
      if !isHeld, left <= 0 { return false }
      _ = changes.wait(timeout: isHeld ? .distantFuture : .now() + left)
    }
  }

  private var control: SessionWork.Control {
    SessionWork.Control(
      post: { [mailbox] in mailbox.post($0) },
      isStopped: { [self] in waitForStep(orSteering: false) },
      isInterrupted: { [self] in waitForStep(orSteering: true) },
      isStopAsked: { [self] in state.withLock { $0.isStopped } },
      isClosed: { [self] in state.withLock { $0.isClosed } },
      setUnderWay: { [self] command in state.withLock { $0.underWay = command } },
      steering: { [self] in state.withLock { $0.takeSteering() } },
      isHeld: { [self] in state.withLock { $0.isHeld } },
      isLast: { [self] in state.withLock { $0.queue.isEmpty } },
      dropLines: { [self] in dropLines() },
      parts: { [self] in state.withLock { $0.parts } })
  }

  private func run(_ work: SessionWork, opening lines: [String]) {
    TerminalRescue.coverThisThread()
    var work = work
    state.withLock { $0.isBusy = true }
    work.begin(lines)
    rest()
    while true {
      requests.wait()
      if state.withLock({ $0.isClosed }) { return }
      let next = state.withLock { state -> WorkerRequest? in
        guard let next = state.queue.takeFirst() else { return nil }
        state.isBusy = true
        state.isRestoring = next == .restore
        return next
      }
      guard let next else {
        work.catchUp()
        continue
      }
      work.carryOut(next)
      rest()
    }
  }

  /// Notes that nothing is at work.
  private func rest() {
    state.withLock { state in
      state.isBusy = false
      state.isRestoring = false
      state.isStopped = state.isClosed
    }
  }
}
