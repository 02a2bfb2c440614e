internal import NeosEngine

/// A session file that is played line by line, at a pace.
struct Player: Sendable {
  /// How fast: lines a second, and steps a second while a line steps; nil for as fast as it goes.
  struct Pace: Sendable, Hashable {
    let lines: Double?
    let steps: Double?
  }

  static let paces = [
    Pace(lines: 0.25, steps: 1), Pace(lines: 0.5, steps: 2), Pace(lines: 1, steps: 5),
    Pace(lines: 2, steps: 10), Pace(lines: 4, steps: 20), Pace(lines: 10, steps: 50),
    Pace(lines: 30, steps: 200), Pace(lines: nil, steps: nil),
  ]

  /// What the file is called.
  let name: String
  let lines: [SessionFile.Line]
  /// How many lines were begun.
  private(set) var position = 0
  private(set) var isPaused = false
  /// Whether a line was begun and has not ended.
  private(set) var isInFlight = false
  /// Why it does not go on by itself.
  private(set) var failure: String?
  /// How many expectations held, and how many did not.
  private(set) var held = 0
  private(set) var broken = 0
  /// How fast it plays.
  private(set) var pace = paces[3]
  /// When the next line is due.
  private var due = 0.0
  /// How many lines are to be played before it pauses again, the one in flight among them; 0 when nobody said.
  private var singles = 0
  /// Whether nothing is at work any more since it was paused.
  private(set) var isHeld = false

  /// A player of a file.
  ///
  /// - Parameter secondsPerLine: the time from line to line, in which a line takes five steps; 0 for as fast as it
  ///   goes, nil for half a second.
  init(_ file: SessionFile, secondsPerLine: Double? = nil) {
    name = file.name
    lines = file.lines
    guard let seconds = secondsPerLine else { return }
    pace = seconds > 0 ? Pace(lines: 1 / seconds, steps: 5 / seconds) : Pace(lines: nil, steps: nil)
  }

  /// The line that comes next.
  var next: SessionFile.Line? { position < lines.count ? lines[position] : nil }

  /// Whether all lines were carried out.
  var isFinished: Bool { next == nil && !isInFlight }

  /// Whether it goes on, be it only to the end of the lines that were asked for one by one.
  var isPlaying: Bool { failure == nil && !isFinished && (!isPaused || singles > 0) }

  /// When it wants to be told the time.
  var nextTick: Double? { isPaused || isInFlight || failure != nil || next == nil ? nil : due }

  /// Begins the next line when its time has come.
  mutating func tick(at time: Double) -> [Effect] {
    guard let nextTick, time >= nextTick else { return [] }
    return begin()
  }

  private mutating func begin() -> [Effect] {
    guard !isInFlight, let line = next else { return [] }
    position += 1
    if case .quit = line.command {
      position = lines.count
      return Self.letGo
    }
    isInFlight = true
    return [.work(.perform(line.text))]
  }

  /// A line has ended.
  mutating func finish(at time: Double) -> [Effect] {
    isInFlight = false
    due = time + (pace.lines.map { 1 / $0 } ?? 0)
    if next == nil { return Self.letGo }
    guard singles > 0 else { return [] }
    singles = failure == nil ? singles - 1 : 0
    return singles > 0 ? begin() : [.work(.hold(true))]
  }

  /// What leaves the session to the user.
  static let letGo: [Effect] = [.work(.pace(0)), .work(.hold(false)), .work(.takeOver)]

  /// A line has failed.
  mutating func fail(_ message: String) { failure = message }

  /// An expectation was tested.
  mutating func count(_ expectation: Expectation) {
    if expectation.holds { held += 1 } else { broken += 1 }
  }

  /// Goes on after a failure.
  mutating func goOn() { failure = nil }

  mutating func pauseOrResume() -> [Effect] {
    isPaused = isPlaying
    singles = 0
    isHeld = false
    return [.work(.hold(isPaused))]
  }

  /// The line in flight waits.
  mutating func hold() { isHeld = isPaused }

  /// Plays one line, or the line that is held to its end, and pauses; one more line each time that it is asked for
  /// before that.
  mutating func playOne() -> [Effect] {
    singles += 1
    isPaused = true
    isHeld = false
    return [.work(.hold(false))] + begin()
  }

  mutating func change(faster: Bool) -> [Effect] {
    let lines = pace.lines ?? .infinity
    let next =
      faster
      ? Self.paces.first { $0.lines ?? .infinity > lines } : Self.paces.last { $0.lines ?? .infinity < lines }
    pace = next ?? pace
    return [.work(.pace(secondsPerStep))]
  }

  /// The least time of a step.
  var secondsPerStep: Double { pace.steps.map { 1 / $0 } ?? 0 }
}
