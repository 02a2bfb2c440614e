internal import NeosEngine

/// What the screen knows of the session.
struct SessionState: Sendable {
  /// What the session's thread is at.
  enum Activity: Sendable, Hashable {
    /// It waits for a command.
    case idle
    /// It carries out a command that steps.
    case stepping(Command)
    /// It brings a session back that ended without being closed.
    case restoring
    /// It does something else: a line.
    case working(String)
  }

  /// The numbers that came last, with those parts that no later update had.
  var view = SessionView()
  /// The step of the fits and tests, which are not made at every step of a run.
  var fitStep = 0
  /// Whether anything came yet.
  var isKnown = false
  var curves = CurveStore()
  /// The curves of the other copies, by name.
  var others: [(name: String, curves: CurveStore)] = []
  var activity = Activity.working("the first numbers")
  /// The table that is being read, and how far that is.
  var reading: String?
  /// The line that is carried out between two steps of a run.
  var steering: String?
  /// Whether a stop was asked for.
  var isStopping = false
  var progress: SessionEvent.Progress?
  var isSaved = true
  /// The file that the session was saved to or comes from.
  var path: String?
  var speed = StepSpeed()
  /// Whether the line at work has failed.
  var hasFailed = false
  /// A breakpoint that stopped the last run.
  var stoppedBy: Condition?
  /// The share of each room in the time of the last steps.
  var roomTimes = RoomTimes()

  var isIdle: Bool { activity == .idle }

  /// The command that steps, if one is at work.
  var stepping: Command? { if case .stepping(let command) = activity { command } else { nil } }

  /// Takes an update over. Parts that it does not have stay as they were, unless all were computed.
  mutating func take(_ update: SessionUpdate, at time: Double) {
    var view = update.view
    if case .appended(let records) = update.curves {
      let old = self.view
      if !view.parts.contains(.histogram) { view.histogram = old.histogram }
      if !view.parts.contains(.scores) { view.scores = old.scores }
      if !view.parts.contains(.fit) { view.fit = old.fit }
      if !view.parts.contains(.attribution) { view.attribution = old.attribution }
      if !view.parts.contains(.gap) { view.gap = old.gap }
      if !view.parts.contains(where: { if case .plane = $0 { true } else { false } }) {
        view.plane = old.plane
      }
      curves.append(records)
      speed.count(records.count, at: time)
    } else if case .replaced(let records, let others) = update.curves {
      curves = CurveStore(records)
      self.others = others.sorted { $0.key < $1.key }.map { ($0.key, CurveStore($0.value)) }
    }
    if view.parts.contains(.fit) { fitStep = view.step }
    self.view = view
    isKnown = true
    progress = update.progress
    reading = nil
    isSaved = update.isSaved
  }

  /// What to call the session.
  var name: String { path ?? "untitled" }
}

/// How many steps a second are taken, over the last few seconds.
struct StepSpeed: Sendable {
  private var marks: [(time: Double, steps: Int)] = []
  private var steps = 0

  /// Begins to count.
  mutating func start(at time: Double) {
    marks = [(time, 0)]
    steps = 0
  }

  /// Counts steps that were taken until now.
  mutating func count(_ new: Int, at time: Double) {
    steps += new
    marks.append((time, steps))
    while marks.count > 2, let first = marks.first, time - first.time > 3 { marks.removeFirst() }
  }

  /// Steps a second; nil before there are two moments to compare.
  var perSecond: Double? {
    guard let first = marks.first, let last = marks.last, last.time > first.time, last.steps > first.steps
    else { return nil }
    return Double(last.steps - first.steps) / (last.time - first.time)
  }
}
