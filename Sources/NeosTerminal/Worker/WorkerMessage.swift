public import NeosEngine

/// What the thread that owns the session tells the screen.
public enum WorkerMessage: Sendable {
  /// It begins with a line of the language; ``running`` stands for a run without an end. A line that begins while a
  /// run is at work is carried out between two of its steps.
  case began(String)
  /// The session as it now is.
  case update(SessionUpdate)
  /// The session said something that is not a step.
  case said(SessionEvent)
  /// Every further command goes to this file; nil when a recording has ended.
  case recording(to: String?)
  /// A line was not carried out, or not to its end.
  case failed(Failure)
  /// It is done with a line, and all that came of it was told.
  case finished(String)
  /// Steps are held, and the one that was in flight is done.
  case held
  /// A run has paused because it was told to: after so many steps, at least one, of which so many since it was steered
  /// last.
  case paused(after: Int, sinceSteered: Int)
  /// A line will not be carried out: it waited for a run that was stopped.
  case dropped(String)
  /// A line that had begun was stopped before anything came of it.
  case canceled(String)
  /// A line was not carried out, since it would replace a file that is not the session's own.
  case wouldReplace(path: String, line: String)
  /// There is a session that ended without being closed.
  case restorable(Restorable)
  /// That session is back, under its name.
  case restored(name: String?)
  /// The session is not journaled, for this reason.
  case unjournaled(String)
  /// The session's file is also another program's, which is told.
  case shared(path: String, holder: String)

  /// What ``began(_:)`` and ``finished(_:)`` call a run without an end.
  public static let running = "run"
  /// What ``began(_:)`` and ``finished(_:)`` call going on with a session that ended without being closed.
  public static let restoring = "restore"

  /// Why a line was not carried out.
  public struct Failure: Sendable, Hashable {
    /// The line.
    public var line: String
    /// What is wrong with it.
    public var message: String
    /// What was not understood in it; nil where it was understood.
    public var error: LanguageError?

    /// A failure.
    public init(line: String, message: String, error: LanguageError? = nil) {
      self.line = line
      self.message = message
      self.error = error
    }
  }

  /// A session that ended without being closed.
  public struct Restorable: Sendable, Hashable {
    /// What it was called; nil for the published example.
    public var name: String?
    /// When it was last at work, to the minute.
    public var when: String
    /// How many steps it took.
    public var stepCount: Int
    /// How many lines lead there.
    public var lineCount: Int

    /// A session to go on with.
    public init(name: String?, when: String, stepCount: Int, lineCount: Int) {
      self.name = name
      self.when = when
      self.stepCount = stepCount
      self.lineCount = lineCount
    }
  }
}

/// The session at one moment, and what has become of its curves since the last update.
public struct SessionUpdate: Sendable {
  /// What of the curves is new.
  public enum Curves: Sendable {
    /// Steps taken since.
    case appended([StepRecord])
    /// All of them, and those of the other copies.
    case replaced([StepRecord], others: [String: [StepRecord]])
  }

  /// The numbers.
  public var view: SessionView
  /// The curves.
  public var curves: Curves
  /// How far the command at work is.
  public var progress: SessionEvent.Progress?
  /// Whether nothing would be lost if the program ended.
  public var isSaved: Bool
  /// What the completion of commands has to know; nil for what it knows already.
  public var completion: CompletionContext?

  /// An update.
  public init(
    view: SessionView, curves: Curves, progress: SessionEvent.Progress? = nil, isSaved: Bool = true,
    completion: CompletionContext? = nil
  ) {
    self.completion = completion
    self.view = view
    self.curves = curves
    self.progress = progress
    self.isSaved = isSaved
  }
}
