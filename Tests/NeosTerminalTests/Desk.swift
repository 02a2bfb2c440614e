import NeosEngine
import NeosPlot
import NeosTerminal

/// A screen and a session behind it, without threads: what the screen asks for is done at once.
struct Desk {
  var screen: Screen
  var session = Session()
  /// What the screen asked for that no session can do.
  var asked: [Effect] = []
  private var parts: Set<ViewPart> = []

  init(width: Int = 120, height: Int = 40, name: String? = "published", lines: [String] = []) {
    screen = Screen(name: name)
    tell(.input(.resized(width: width, height: height)))
    publish()
    for line in lines { perform(line) }
  }

  /// The screen as text.
  func text(width: Int = 120, height: Int = 40, glyphs: GlyphSet = .unicode) -> String {
    screen.draw(width: width, height: height, glyphs: glyphs).description
  }

  /// Presses keys, one after the other.
  mutating func press(_ keys: Key...) {
    for key in keys { tell(.input(.key(key))) }
  }

  /// Types text.
  mutating func type(_ text: String) {
    for character in text { tell(.input(.key(.character(character)))) }
  }

  mutating func tell(_ message: Message) {
    for effect in screen.update(message) {
      switch effect {
      case .work(.perform(let line)): perform(line)
      case .work(.watch(let parts)):
        self.parts = parts
        publish()
      default: asked.append(effect)
      }
    }
  }

  /// Carries out a line as the session's thread does.
  mutating func perform(_ line: String) {
    tell(.worker(.began(line)))
    var events: [SessionEvent] = []
    var failure: String?
    do {
      try session.perform(line, control: SessionControl { events.append($0) })
    } catch {
      failure = "\(error)"
    }
    for event in events { tell(.worker(.said(event))) }
    if let failure { tell(.worker(.failed(.init(line: line, message: failure)))) }
    publish()
    tell(.worker(.finished(line)))
  }

  /// Tells the screen how the session stands. Times are made up, since they differ from run to run, and so are the
  /// iterations of the fit, which are the fitter's own business.
  mutating func publish() {
    var view = session.view(parts)
    if view.roomTimes.total > 0 { view.roomTimes = Self.times }
    view.fit?.iterations = 5
    tell(
      .worker(
        .update(
          SessionUpdate(
            view: view, curves: .replaced(session.records, others: session.otherRecords),
            isSaved: session.journal.isEmpty, completion: session.completionContext))))
  }

  /// Times of a step.
  static var times: RoomTimes {
    var times = RoomTimes()
    for (room, seconds) in zip(
      RoomTimes.Room.allCases, [0.0001, 0.002, 0.0005, 0.0004, 0.001, 0.004, 0.0008])
    {
      times[room] = seconds
    }
    return times
  }
}
