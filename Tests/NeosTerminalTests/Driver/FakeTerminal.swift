import NeosPlot
import NeosTerminal

/// A terminal without a terminal: what happens, and when, is written down before; time goes by only in waiting
/// and in drawing.
final class FakeTerminal: Terminal {
  var now = 0.0
  var size = (width: 20, height: 5)
  let glyphs = GlyphSet.unicode
  let palette = Palette(.full)
  /// What comes, the earliest first.
  var script: [(time: Double, event: TerminalEvent)]
  /// How long it takes to draw.
  var drawingTime = 0.0
  /// Is called when there is a wait.
  var onWait: (FakeTerminal) -> Void = { _ in }

  private(set) var shown: [(time: Double, canvas: Canvas)] = []
  private(set) var deadlines: [Double?] = []
  private(set) var calls: [String] = []

  init(_ script: [(time: Double, event: TerminalEvent)]) { self.script = script }

  func show(_ canvas: Canvas) {
    shown.append((now, canvas))
    now += drawingTime
  }

  func repaint() { calls.append("repaint") }
  func bell() { calls.append("bell") }
  func setMouse(_ isOn: Bool) { calls.append("mouse \(isOn)") }
  func suspend() { calls.append("suspend") }

  func wait(until deadline: Double?, orFor descriptor: Int32) -> [TerminalEvent] {
    onWait(self)
    deadlines.append(deadline)
    guard let next = script.first, next.time <= deadline ?? .infinity else {
      guard let deadline else { return [.ended(signal: 15)] }
      now = max(now, deadline)
      return []
    }
    now = max(now, next.time)
    script.removeFirst()
    return [next.event]
  }
}

/// A screen that writes down what it hears and shows the last of it.
struct NotingScreen: TerminalScreen {
  var heard: [String] = []
  var nextTick: Double?
  var effects: [Key: [Effect]] = [:]

  mutating func update(_ message: Message) -> [Effect] {
    switch message {
    case .input(.key(let key)):
      heard.append("\(key)")
      return effects[key] ?? []
    case .input(let input): heard.append("\(input)")
    case .output(let text): heard.append(text)
    case .tick(let time):
      if time >= nextTick ?? .infinity {
        heard.append("tick")
        nextTick = nil
      }
    default: break
    }
    return []
  }

  func draw(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    _ = canvas.write(heard.last ?? "", x: 0, y: 0)
    return canvas
  }
}

/// A worker that does nothing and writes down what it is asked.
final class NotingWorker: Worker {
  let mailbox = Mailbox<WorkerMessage>()
  let asked = Mailbox<WorkerRequest>()

  func take(_ request: WorkerRequest) { asked.post(request) }
  func close() {}
}
