internal import Glibc
internal import NeosPlot

/// A screen on a terminal, with a worker behind it.
///
/// It waits for keys and for the worker's messages at once, tells the screen, does what the screen asks for, and
/// draws: at once, but at most thirty times a second. While nothing happens it does nothing.
public struct TerminalProgram<Content: TerminalScreen> {
  /// The most often that the window is drawn, as seconds between.
  static var frameInterval: Double { 1.0 / 30 }
  /// The largest share of the time that is spent on drawing what nobody has pressed a key for.
  static var drawingShare: Double { 0.03 }

  /// What is shown.
  public private(set) var screen: Content
  private let terminal: any Terminal
  private let worker: any Worker
  private var recorder: CastRecorder?
  private let history: HistoryFile?
  private var status: Int32?
  private var isChanged = true
  /// When the last drawing began.
  private var drawn = -Double.infinity
  /// How long it took.
  private var cost = 0.0
  private var isAnswerDue = true

  /// A program.
  ///
  /// - Parameters:
  ///   - recorder: who records what is shown, if anybody.
  ///   - history: where lines that were typed are kept, if anywhere.
  public init(
    _ screen: Content, on terminal: any Terminal, worker: any Worker, recorder: CastRecorder? = nil,
    history: HistoryFile? = nil
  ) {
    self.screen = screen
    self.terminal = terminal
    self.worker = worker
    self.recorder = recorder
    self.history = history
  }

  /// Runs until the screen or the system asks to leave; gives the exit status, 128 and the signal for the latter.
  public mutating func run() -> Int32 {
    let size = terminal.size
    tell(.tick(terminal.now))
    tell(.input(.resized(width: size.width, height: size.height)))
    while true {
      takeMessages()
      if let status { return status }
      if isChanged, terminal.now >= nextDrawing { draw() }
      let events = terminal.wait(until: deadline, orFor: worker.mailbox.descriptor)
      tell(.tick(terminal.now))
      for event in events {
        handle(event)
        if let status { return status }
      }
    }
  }

  // MARK: Waiting

  /// When the window may be drawn again: what answers a key soon, the rest so that drawing takes no time from
  /// the steps.
  private var nextDrawing: Double {
    drawn + max(Self.frameInterval, isAnswerDue ? 0 : min(cost / Self.drawingShare, 1))
  }

  private var deadline: Double? {
    [isChanged ? nextDrawing : nil, screen.nextTick].compactMap { $0 }.min()
  }

  // MARK: Telling the screen

  private mutating func takeMessages() {
    for message in worker.mailbox.takeAll() {
      tell(.worker(message))
      if status != nil { return }
    }
  }

  private mutating func handle(_ event: TerminalEvent) {
    switch event {
    case .input(let input):
      isAnswerDue = true
      tell(.input(input))
    case .output(let text): tell(.output(text))
    case .ended(let signal): status = 128 + signal
    }
  }

  private mutating func tell(_ message: Message) {
    // That time goes by is drawn when the screen asked for it, not whenever something else happens.
    var isNews = true
    if case .tick(let now) = message { isNews = now >= screen.nextTick ?? .infinity }
    if isNews { isChanged = true }
    for effect in screen.update(message) { perform(effect) }
  }

  private mutating func perform(_ effect: Effect) {
    switch effect {
    case .work(let request): worker.take(request)
    case .remember(let line):
      if let problem = history?.append(line) { tell(.output(problem)) }
    case .bell: terminal.bell()
    case .repaint:
      terminal.repaint()
      isChanged = true
    case .suspend:
      terminal.suspend()
      terminal.repaint()
      isChanged = true
    case .setMouse(let isOn): terminal.setMouse(isOn)
    case .quit(let wanted): status = wanted
    }
  }

  // MARK: Drawing

  private mutating func draw() {
    drawn = terminal.now
    let size = terminal.size
    let canvas = screen.draw(width: size.width, height: size.height, glyphs: terminal.glyphs)
    terminal.show(canvas)
    isChanged = false
    isAnswerDue = false
    if let problem = recorder?.record(canvas, at: drawn) { tell(.output(problem)) }
    cost = terminal.now - drawn
  }
}
