/// A live optimization that is steered by commands: the whole of it is this one value.
///
/// A copy is a snapshot; but for a recording, which both go on with, nothing outside changes with it. Commands come from
/// ``Command/init(line:)``, and what the session has to say goes to the caller's ``SessionControl``.
///
/// ```swift
/// var session = Session()
/// try session.perform("data events=2000")
/// try session.perform("step 10", control: SessionControl { print($0) })
/// print(session.records.map(\.loss))
/// ```
public struct Session: Sendable {
  /// How many threads share the work, unless the settings say it; as many as there are free cores when nil. The
  /// results do not depend on it.
  public var threads: Int?
  /// Where steps find the memory of steps before them.
  let memory = StepMemory()

  var branch = Branch()
  /// The name of the copy that is worked on.
  public internal(set) var branchName = "main"
  /// The other copies.
  var others: [String: Branch] = [:]
  /// The conditions that stop stepping.
  public internal(set) var breakpoints: [Condition] = []
  /// The commands that led here, one line each; running them again leads to the same bits.
  public internal(set) var journal: [String] = []
  /// The file that gets every further command, if there is one.
  public internal(set) var recordingPath: String? {
    didSet { if recordingPath == nil { recordingLock = nil } }
  }
  /// Keeps other programs from that file.
  var recordingLock: FileLock?
  /// The file that holds a state of this session, as it was when it was loaded or saved last.
  var stateFile: (path: String, version: FileVersion)?
  /// The numbers of the last answer to a question.
  var lastAnswer: JSONObject?
  var store = SampleStore()
  /// The settings that samples and initial weights were made for last, and their network.
  var prepared: (configuration: Configuration, network: Network)?
  /// How long each room took in the last step.
  public internal(set) var roomTimes = RoomTimes()
  /// The folder of the session file, where files are looked for after the current folder.
  public var folder: String?
  /// The folder of the state that was loaded, where files are looked for last.
  var stateFolder: String?
  /// The session file that is being run, which neither a recording nor a state may overwrite.
  public var source: String?
  /// Whether a saved session is being restored, so that tables are not read before they are needed.
  var isRestoring = false
  /// A workspace that stands for that of the model's file, while a saved session is restored.
  var embedded: Workspace?

  /// A session with the published example, before its first step.
  public init(threads: Int? = 1) { self.threads = threads }

  /// The settings.
  public var configuration: Configuration { branch.configuration }
  /// The number of updates made.
  public var step: Int { branch.step }
  /// The loss at the present step with the present settings; nil when a setting has changed since it was
  /// computed, or nothing has needed it yet.
  public var loss: Double? { branch.evaluation?.loss }
  /// The loss curve up to the present step.
  public var records: [StepRecord] { Array(branch.past) }
  /// A copy to be saved later: without what is not saved, which would keep the memory of events and of earlier steps
  /// from the steps that follow.
  public var snapshot: Session {
    var copy = self
    copy.branch.forgetEvaluation()
    copy.branch.history = History()
    return copy
  }

  /// Makes a snapshot that of the session some steps later, with a list of records of its own: of one that is shared the
  /// next step would make a copy.
  ///
  /// - Parameter later: the session.
  package mutating func catchUp(with later: Session) {
    var records = branch.records
    branch.records = []
    let all = later.branch.records
    while let last = records.last, records.count > all.count || all[records.count - 1] != last {
      records.removeLast()
    }
    records.append(contentsOf: all[records.count...])
    self = later.snapshot
    branch.records = records
  }

  /// The record of the present step, if there is one.
  package var lastRecord: StepRecord? { branch.records.last { $0.step <= step } }
  /// The loss curves of the other copies.
  package var otherRecords: [String: [StepRecord]] { others.mapValues { Array($0.past) } }

  /// Reads a line of the language and carries it out; a blank line or a comment does nothing.
  ///
  /// - Throws: ``LanguageError`` when the line is not understood, or ``SessionError``; the session is then as it
  ///   was after the last thing that went well.
  public mutating func perform(_ line: String, control: SessionControl = SessionControl()) throws {
    guard let command = try Command(line: line) else { return }
    try execute(command, line: line, control: control)
  }

  /// Carries out a command.
  ///
  /// - Parameters:
  ///   - command: what to do.
  ///   - line: the line that it was read from, for the journal.
  ///   - control: who hears what happens and may stop it.
  /// - Throws: ``SessionError``; the session is then as it was after the last thing that went well.
  public mutating func execute(
    _ command: Command, line: String, control: SessionControl = SessionControl()
  ) throws(SessionError) {
    var line = line
    switch command {
    case .configure(let assignments): try configure(assignments, control)
    case .declare(let declaration): try declare(declaration, control)
    case .step(let count):
      try journaled(control) { session, done throws(SessionError) in
        try session.run(count, until: nil, control, &done)
      }
    case .runUntil(let condition, let limit):
      try check(condition)
      try journaled(control) { session, done throws(SessionError) in
        try session.run(limit, until: condition, control, &done)
      }
    case .runWhile(let quantity, let patience, let limit):
      try run(limit, while: quantity, patience: patience, control)
    case .back(let count): try move(by: -count, control)
    case .forward(let count): try move(by: count, control)
    case .fork(let name): try fork(name, control)
    case .switchTo(let name): try switchTo(name, control)
    case .compare: control.report(.display(try comparison()))
    case .breakWhen(let condition):
      try check(condition)
      breakpoints.append(condition)
    case .breakClear(let number): try clearBreakpoints(number)
    case .show(.picture(let topic)): control.report(.picture(try picture(topic)))
    case .show(let showing): control.report(.display(try display(showing)))
    case .ask(let question, let basis):
      let report = try answer(question, on: basis, control)
      lastAnswer = report.json
      control.report(.answer(report, title: question.verb.rawValue))
    case .inspect:
      guard let workspace = configuration.workspace else {
        throw .request(
          "the model is built in; 'model spec FILE' takes a workspace, 'show model' shows this one")
      }
      control.report(.answer(Report(inspecting: workspace), title: "inspect"))
    case .expect(let condition): control.report(.expectation(try test(condition)))
    case .save(let path):
      try saveOver(path)
      control.report(.note("saved step \(step) to \(path)"))
    case .export(let export, let path, let options):
      control.report(.note(try self.export(export, to: path, options, control)))
    case .report(let path, let options):
      control.report(.note(try writeReport(to: path, options.basis, control)))
    case .load(let path):
      let recording = recordingPath
      try load(from: path)
      if let recording {
        control.report(.note("the recording to \(recording) has ended; it leads to the session before"))
      }
      control.report(.note("loaded step \(step) from \(path)"))
      readLoadedTables(control)
    case .loadNetwork(let path, let digest):
      line = try loadNetwork(from: path, digest: digest)
      control.report(.note("the network is that of \(path) from step \(step) on"))
    case .record(let path): try record(to: path, control)
    case .echo(let text): control.report(.note(text))
    case .help(let word): control.report(.display(try help(word)))
    case .quit: break
    }
    // A loaded session brings its own journal.
    if command.isJournaled { try append(toJournal: journalLine(command, line)) }
  }

  /// Runs a stepping command and journals it as it went: as it was written when it came to its end, as the
  /// number of steps it took when it was stopped.
  mutating func journaled(
    _ control: SessionControl,
    _ body: (inout Session, inout Int) throws(SessionError) -> Void
  ) throws(SessionError) {
    var done = 0
    do throws(SessionError) {
      try body(&self, &done)
    } catch {
      if done > 0 { try append(toJournal: "step \(done)") }
      throw error
    }
    if done > 0 { try append(toJournal: "step \(done)") }
  }

  private mutating func clearBreakpoints(_ number: Int?) throws(SessionError) {
    guard let number else {
      breakpoints = []
      return
    }
    guard breakpoints.indices.contains(number - 1) else {
      throw .request(
        "there is no breakpoint \(number); "
          + (breakpoints.isEmpty ? "none is set" : "the last one is \(breakpoints.count)"))
    }
    breakpoints.remove(at: number - 1)
  }
}

/// Who hears what a session says, and who may stop it.
public struct SessionControl {
  /// Gets every event as it happens.
  public var report: (SessionEvent) -> Void
  /// Gets the session after each step, a snapshot to keep.
  public var checkpoint: (Session) -> Void = { _ in }
  /// Draws what `export` and `report` write as figures; nil where nothing draws.
  public var renderer: FigureRenderer?
  /// Is asked between steps whether to stop.
  public var isStopped: @Sendable () -> Bool

  /// A control that hears nothing and stops nothing.
  public init() { self.init { _ in } }

  /// A control.
  public init(
    isStopped: @escaping @Sendable () -> Bool = { false }, report: @escaping (SessionEvent) -> Void
  ) {
    self.report = report
    self.isStopped = isStopped
  }
}
