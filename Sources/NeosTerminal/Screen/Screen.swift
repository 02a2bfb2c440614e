public import NeosEngine

/// All that the screen knows: a value that messages change and that is drawn as it is.
public struct Screen: TerminalScreen {
  /// What is asked of the user, with the keys that answer.
  enum Question: Sendable, Hashable {
    /// Something would be lost.
    case quit
    /// A line would load another session in place of one that is not saved.
    case load(line: String)
    /// A session ended without being closed.
    case restore(WorkerMessage.Restorable)
    /// A session that has not come back yet would be left.
    case quitRestoring
    /// A line of a replay was not carried out.
    case replay(String)
    /// A line would replace a file that is not the session's own.
    case replace(path: String, line: String)
  }

  /// Who gets the keys.
  enum Mode: Sendable, Hashable {
    case keys
    case command
    case search(inHelp: Bool)
    case help
    case question(Question)
  }

  var session = SessionState()
  var layout = Layout()
  var histogram = HistogramPane()
  var curves = CurvesPane()
  var plane = PlanePane()
  var fit = FitPane()
  var log = Log()
  var mode = Mode.keys
  /// The command line.
  var prompt: Prompt
  /// What is being typed after `/`.
  var search = LineEditor()
  /// What was searched for in the help.
  var helpQuery = ""
  /// Lines of the help that are scrolled away.
  var helpScroll = 0
  /// Digits typed before a key.
  var count: Int?
  /// What `.` does again: a line.
  var lastLine: String?
  /// The lines that the session's thread was asked to carry out and has not begun with.
  var waiting: [String] = []
  /// The knobs that keys have turned since the last update, with their values: the next notch counts from there.
  var turned: [String: String] = [:]
  /// A sentence above the hints, until the next key.
  var notice: String?
  var isMouseOn = true
  var size = (width: 80, height: 24)
  var time = 0.0
  /// The file that is played, if one is.
  var player: Player?
  /// What the worker was last told to look at.
  var watched: Set<ViewPart>?

  /// A screen.
  ///
  /// - Parameters:
  ///   - name: what the session is called, such as the file that it comes from.
  ///   - history: lines that were typed before, the oldest first.
  public init(name: String? = nil, history: [String] = []) {
    prompt = Prompt(history: CommandHistory(history))
    session.path = name
  }

  /// A screen that plays a session file.
  ///
  /// - Parameters:
  ///   - file: the file.
  ///   - secondsPerLine: the time from line to line; nil for a pace to read along.
  ///   - history: lines that were typed before, the oldest first.
  public init(replaying file: SessionFile, secondsPerLine: Double? = nil, history: [String] = []) {
    self.init(name: file.name, history: history)
    player = Player(file, secondsPerLine: secondsPerLine)
  }

  /// Whether a file plays and has not come to its end.
  var isReplaying: Bool { player.map { !$0.isFinished } ?? false }

  /// When it wants to hear that time went by; nil when nothing moves by itself, so that an idle program rests.
  public var nextTick: Double? { session.isIdle ? player?.nextTick : nil }

  /// Takes a message and gives what is to be done.
  public mutating func update(_ message: Message) -> [Effect] {
    var effects: [Effect] = []
    switch message {
    case .input(.key(let key)): effects = press(key)
    case .input(.mouse(let mouse)): effects = take(mouse)
    case .input(.paste(let text)):
      switch mode {
      case .command: prompt.paste(text)
      case .search: search.insert(text)
      default: effects = [.bell]
      }
    case .input(.resized(let width, let height)): size = (width, height)
    case .worker(let message): effects = take(message)
    case .tick(let time):
      self.time = time
      if session.isIdle { effects = player?.tick(at: time) ?? [] }
    case .output(let text): log.add(.warning, text)
    }
    for case .work(let request) in effects {
      guard let line = request.line else { continue }
      waiting.append(line)
      guard let command = session.stepping, !session.isStopping else { continue }
      if !waiting.allSatisfy(command.canBeSteered) {
        notice = Self.waitNotice(line)
      }
    }
    return effects + watch()
  }

  /// What is said of a line that a run does not let through.
  static func waitNotice(_ line: String) -> String {
    "'\(line)' waits for the end of the run; space pauses it"
  }

  /// The keys as a table in Markdown, for the README.
  package static var keyTable: String { KeyBinding.markdown }

  /// The keys that mean something outside of a replay.
  package static var boundKeys: [Key] {
    KeyBinding.table.filter { $0.section != .replay }.flatMap(\.keys)
  }

  /// Tells the worker what is looked at, when that has changed.
  private mutating func watch() -> [Effect] {
    var parts: Set<ViewPart> = []
    for pane in ScreenFrame(width: size.width, height: size.height, self).panes.map(\.pane) {
      switch pane {
      case .histogram: parts.insert(.histogram)
      case .plane: parts.insert(plane.part)
      case .fit: parts.formUnion(FitPane.parts)
      case .curves, .log: break
      }
    }
    guard parts != watched else { return [] }
    watched = parts
    return [.work(.watch(parts))]
  }
}
