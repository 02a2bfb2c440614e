internal import NeosEngine

/// What the session's thread does: the session, and what was told of it.
struct SessionWork {
  /// The ways out of the thread.
  struct Control {
    let post: (WorkerMessage) -> Void
    let isStopped: @Sendable () -> Bool
    let isHeld: () -> Bool
    let parts: () -> Set<ViewPart>
  }

  private var session: Session
  private let journal: SessionJournal
  private var budget = ViewBudget()
  /// How many lines the journal had when nothing was unsaved.
  private var savedCount = 0

  init(_ session: Session, journal: SessionJournal) {
    self.session = session
    self.journal = journal
  }

  /// Carries out the lines that the program was started with; then looks for a session to go on with.
  mutating func begin(_ lines: [String], _ control: Control) {
    if let problem = journal.problem { control.post(.unjournaled(problem)) }
    for line in lines {
      guard perform(line, control) else { break }
    }
    // What a file says is not lost.
    savedCount = session.journal.count
    if let restorable = journal.findRestorable() { control.post(.restorable(restorable)) }
    update(control)
  }

  /// Does what was asked.
  mutating func carryOut(_ request: WorkerRequest, _ control: Control, isLast: () -> Bool) {
    switch request {
    case .perform(let line):
      control.post(.began(line))
      _ = perform(line, control)
      if isLast() { update(control) }
      control.post(.finished(line))
    case .run:
      control.post(.began(WorkerMessage.running))
      _ = perform("step 1000000000", control)
      if isLast() { update(control) }
      control.post(.finished(WorkerMessage.running))
    case .watch: update(control)
    case .restore: restore(control)
    case .discard: journal.discardRestorable()
    case .stop, .hold, .pace: break
    }
  }

  private mutating func restore(_ control: Control) {
    guard let lines = journal.takeRestorable() else { return }
    control.post(.began("restore"))
    session = Session(threads: session.threads)
    session.folder = lines.folder
    for line in lines.lines {
      guard perform(line, control, isNew: false) else { break }
    }
    journal.replace(with: session.journal)
    savedCount = -1
    update(control)
    control.post(.finished("restore"))
  }

  /// Carries out a line; false when that failed.
  private mutating func perform(_ line: String, _ control: Control, isNew: Bool = true) -> Bool {
    var pending: [StepRecord] = []
    var made: SessionView?
    var done = 0
    let journal = journal
    var budget = budget
    let before = session.journal.count
    var sessionControl = SessionControl(isStopped: control.isStopped) { event in
      guard case .step(_, let progress) = event else { return control.post(.said(event)) }
      guard let view = made else { return }
      control.post(
        .update(
          SessionUpdate(view: view, curves: .appended(pending), progress: progress, isSaved: false)))
      made = nil
      pending = []
    }
    sessionControl.checkpoint = { session in
      if let record = session.lastRecord { pending.append(record) }
      done += 1
      if isNew { journal.write(stepsInFlight: done) }
      guard budget.isDue || control.isHeld() else { return }
      budget.update { budget in
        var copy = session
        var view = copy.view()
        let parts = control.parts()
        for part in parts {
          budget.part(part, of: parts.count) { copy.fill(part, of: &view) }
        }
        made = view
      }
    }
    var isGood = true
    do {
      let command = try Command(line: line)
      if let command {
        try session.execute(command, line: line, control: sessionControl)
        if case .save = command { savedCount = session.journal.count }
        if case .load = command { savedCount = session.journal.count }
      }
    } catch let error as LanguageError {
      isGood = false
      control.post(.failed(.init(line: line, message: error.text, error: error)))
    } catch SessionError.interrupted {
      // That was asked for.
    } catch {
      isGood = false
      control.post(.failed(.init(line: line, message: "\(error)")))
    }
    self.budget = budget
    if isNew { journal.write(session.journal, after: before) }
    return isGood
  }

  /// Tells everything that is looked at.
  private mutating func update(_ control: Control) {
    let view = session.view(control.parts())
    control.post(
      .update(
        SessionUpdate(
          view: view, curves: .replaced(session.records, others: session.otherRecords), isSaved: isSaved,
          completion: session.completionContext)))
  }

  /// Whether nothing would be lost: all is in a file, or every line goes into one.
  private var isSaved: Bool {
    session.journal.count == savedCount || session.recordingPath != nil || session.journal.isEmpty
  }
}
