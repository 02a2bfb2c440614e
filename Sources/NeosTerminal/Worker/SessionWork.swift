internal import Foundation
internal import NeosEngine

/// What the session's thread does: the session, and what was told of it.
struct SessionWork {
  /// The ways out of the thread.
  struct Control {
    let post: (WorkerMessage) -> Void
    /// Waits until the next step may come; true when none may.
    let isStopped: @Sendable () -> Bool
    /// The same, but a line to steer the command under way by ends it as well.
    let isInterrupted: @Sendable () -> Bool
    /// Whether what is at work is to end; does not wait.
    let isStopAsked: () -> Bool
    let isClosed: @Sendable () -> Bool
    /// Says which command has taken its first step and may be steered; nil for none.
    let setUnderWay: (Command?) -> Void
    /// The next line to steer the command under way by; none once that is stopped.
    let steering: () -> WorkerRequest?
    let isHeld: () -> Bool
    let isLast: () -> Bool
    /// Forgets the lines that wait.
    let dropLines: () -> Void
    let parts: () -> Set<ViewPart>
  }

  var session: Session
  let journal: SessionJournal
  let control: Control
  var budget = ViewBudget()
  /// How many lines the session's journal had when nothing was unsaved.
  var savedCount: Int
  /// The saved state that it begins with.
  private let savedState: String?
  /// The files that this session wrote or comes from.
  var ownFiles: Set<String>
  /// The file of the recording that was told last.
  private var toldRecording: String?
  /// Keeps other programs from the saved state that the session comes from or was saved to last.
  private var claim: FileLock?
  /// Whether something was done that was not told.
  private var isBehind = false
  /// Whether the session does what is in a file that is played, so that nothing of it can be lost.
  var isReplay: Bool

  init(_ session: Session, file: String?, isReplay: Bool, journal: SessionJournal, _ control: Control) {
    self.session = session
    // A session file is only read.
    savedState = session.source == nil ? file : nil
    self.journal = journal
    self.control = control
    self.isReplay = isReplay
    savedCount = session.journal.count
    toldRecording = session.recordingPath
    ownFiles = Set([file].compactMap { $0.map(Self.identity) })
  }

  /// Carries out the lines that the program was started with; then looks for a session to go on with.
  mutating func begin(_ lines: [String]) {
    tellProblem()
    if let savedState {
      claim(savedState)
      session.readLoadedTables(
        SessionControl(isStopped: control.isStopped) { [control] in control.post(.said($0)) })
    }
    for (index, line) in lines.enumerated() {
      // What it says of other files is asked for, as if it were typed.
      if isRefused(line) { continue }
      let isDone = perform(line)
      guard !isDone || control.isStopAsked() else { continue }
      let rest = lines.count - index - 1
      if rest > 0 {
        control.post(.said(.note("\(counted(rest, "line")) of the file after it: not carried out")))
      }
      break
    }
    // What a file says is not lost.
    savedCount = session.journal.count
    if !isReplay, let restorable = journal.findRestorable() { control.post(.restorable(restorable)) }
    update()
  }

  /// Does what was asked.
  mutating func carryOut(_ request: WorkerRequest) {
    switch request {
    case .perform(let line), .propose(let line):
      if case .propose = request, isRefused(line) { return catchUp() }
      control.post(.began(line))
      _ = perform(line)
      keep()
      tell()
      control.post(.finished(line))
    case .run:
      control.post(.began(WorkerMessage.running))
      _ = perform(WorkerMessage.running) { .endlessRun }
      keep()
      tell()
      control.post(.finished(WorkerMessage.running))
    case .watch: update()
    case .restore: restore()
    case .discard:
      journal.discardRestorable()
      catchUp()
    case .takeOver:
      isReplay = false
      savedCount = session.journal.count
      update()
    case .stop, .hold, .pace: break
    }
  }

  /// Writes what was done into the journal.
  func keep() {
    if !isReplay { journal.follow(session) }
    tellProblem()
  }

  /// Says when the journal cannot be written.
  private func tellProblem() {
    if let problem = journal.takeProblem() { control.post(.unjournaled(problem)) }
  }

  // MARK: Lines

  /// Carries out a line; false when that failed.
  mutating func perform(_ line: String) -> Bool { perform(line) { try Command(line: line) } }

  /// Carries out what a line stands for.
  private mutating func perform(_ line: String, meaning read: () throws -> Command?) -> Bool {
    defer { tellRecording() }
    do {
      guard let command = try read() else { return true }
      if command.isStepping {
        try run(command, line: line)
      } else {
        var sessionControl = SessionControl(isStopped: control.isStopped) { [control] in
          control.post(.said($0))
        }
        sessionControl.renderer = .figures
        try session.execute(command, line: line, control: sessionControl)
        note(command)
      }
      return true
    } catch let error as LanguageError {
      control.post(.failed(.init(line: line, message: error.text, error: error)))
    } catch SessionError.interrupted {
      // That was asked for.
      control.post(.canceled(line))
      return true
    } catch {
      control.post(.failed(.init(line: line, message: "\(error)")))
    }
    return false
  }

  /// Notes which files are the session's own, what it is called and what of it is saved.
  private mutating func note(_ command: Command) {
    switch command {
    case .save(let path), .load(let path):
      savedCount = session.journal.count
      ownFiles.insert(Self.identity(path))
      journal.rename(path)
      claim(path)
    // All that was done is in the recording.
    case .record(nil): savedCount = toldRecording != nil ? session.journal.count : savedCount
    default: command.writtenFile.map { _ = ownFiles.insert(Self.identity($0)) }
    }
  }

  /// Takes hold of a saved state in place of the one before, or tells who has it: it is not this session's alone.
  mutating func claim(_ path: String) {
    do throws(FileInUse) {
      claim = try FileLock.hold(path)
    } catch {
      claim = nil
      ownFiles.remove(Self.identity(path))
      control.post(.shared(path: path, holder: "\(error)"))
    }
  }

  static func identity(_ path: String) -> String {
    URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
  }

  /// Refuses a line that would replace a file of which this session knows nothing.
  func isRefused(_ line: String) -> Bool {
    guard let path = (try? Command(line: line))?.writtenFile, !ownFiles.contains(Self.identity(path)),
      (try? FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType) == .typeRegular
    else { return false }
    control.post(.wouldReplace(path: path, line: line))
    return true
  }

  // MARK: Telling

  /// Tells at once where commands are recorded, when that has changed: the numbers of a step may come much later.
  private mutating func tellRecording() {
    guard session.recordingPath != toldRecording else { return }
    toldRecording = session.recordingPath
    control.post(.recording(to: toldRecording))
  }

  /// The numbers of a session in the middle of its steps, with the parts whose turn has come.
  static func view(
    _ session: Session, _ parts: Set<ViewPart>, _ budget: inout ViewBudget
  ) -> SessionView {
    var copy = session
    var view = copy.view()
    for part in parts {
      budget.part(part, of: parts.count) { copy.fill(part, of: &view) }
    }
    return view
  }

  /// Tells everything that is looked at, unless more is to come at once.
  private mutating func tell() {
    isBehind = true
    catchUp()
  }

  /// Tells what was left out because more was to come, when nothing comes any more.
  mutating func catchUp() {
    if isBehind, control.isLast() { update() }
  }

  /// Tells everything that is looked at.
  mutating func update() {
    isBehind = false
    let view = session.view(control.parts())
    control.post(
      .update(
        SessionUpdate(
          view: view, curves: .replaced(session.records, others: session.otherRecords), isSaved: isSaved,
          completion: session.completionContext)))
  }

  /// Whether nothing would be lost: all is in a file, or every line goes into one.
  private var isSaved: Bool {
    isKeptElsewhere || session.journal.count == savedCount || session.journal.isEmpty
  }

  /// Whether what is done is in a file as soon as it is done.
  var isKeptElsewhere: Bool { isReplay || session.recordingPath != nil }
}
