import Foundation
import NeosPlot
import NeosTerminal
import Testing

@Suite("The loop of the terminal program")
struct TerminalProgramTests {
  private func key(_ character: Character) -> TerminalEvent { .input(.key(.character(character))) }

  private func run(
    _ terminal: FakeTerminal, _ screen: NotingScreen = NotingScreen(), worker: NotingWorker = NotingWorker(),
    recorder: CastRecorder? = nil
  ) -> (status: Int32, screen: NotingScreen) {
    var program = TerminalProgram(screen, on: terminal, worker: worker, recorder: recorder)
    let status = program.run()
    return (status, program.screen)
  }

  @Test("It begins with the size of the window and draws at once")
  func begins() {
    let terminal = FakeTerminal([])
    let (_, screen) = run(terminal)
    #expect(screen.heard == ["\(Input.resized(width: 20, height: 5))"])
    #expect(terminal.shown.first?.time == 0)
    #expect(terminal.shown.first?.canvas.width == 20)
  }

  @Test("A key is answered at once when nothing was drawn just before")
  func keyIsAnswered() {
    let terminal = FakeTerminal([(1, key("a"))])
    _ = run(terminal)
    #expect(terminal.shown.last?.time == 1)
    #expect(terminal.shown.last?.canvas.description.hasPrefix("character(\"a\")") == true)
  }

  @Test("A hundred keys in a tenth of a second are drawn at most thirty times a second, the last one as well")
  func frameRate() {
    let terminal = FakeTerminal(
      (0..<100).map { (index: Int) -> (Double, TerminalEvent) in
        (1 + Double(index) / 1000, key(index == 99 ? "z" : "a"))
      })
    _ = run(terminal)
    let times = terminal.shown.map(\.time)
    for (time, next) in zip(times, times.dropFirst()) { #expect(next - time >= 1.0 / 30 - 1e-9) }
    #expect(times.count > 3)
    #expect(terminal.shown.last?.canvas.description.hasPrefix("character(\"z\")") == true)
    #expect((terminal.shown.last?.time ?? 9) < 1.1 + 1.0 / 30)
  }

  @Test("While nothing happens it waits without an end")
  func idles() {
    let terminal = FakeTerminal([(1, key("a"))])
    _ = run(terminal)
    #expect(terminal.deadlines == [nil, nil])
    #expect(terminal.shown.count == 2)
  }

  @Test("The screen hears of the time that it asked for")
  func tick() {
    let terminal = FakeTerminal([])
    let (_, screen) = run(terminal, NotingScreen(nextTick: 2))
    #expect(screen.heard.last == "tick")
    #expect(terminal.deadlines == [2, nil])
    #expect(terminal.shown.last?.time == 2)
  }

  @Test("What the screen asks for is done, in order, until it asks to leave")
  func effects() {
    var screen = NotingScreen()
    screen.effects = [
      .character("a"): [
        .work(.perform("step 3")), .work(.stop), .bell, .setMouse(false), .suspend, .repaint,
      ],
      .character("q"): [.quit(7)],
    ]
    let terminal = FakeTerminal([(1, key("a")), (2, key("q")), (3, key("b"))])
    let worker = NotingWorker()
    let (status, after) = run(terminal, screen, worker: worker)
    #expect(status == 7)
    #expect(worker.asked.takeAll() == [.perform("step 3"), .stop])
    #expect(terminal.calls == ["bell", "mouse false", "suspend", "repaint", "repaint"])
    #expect(after.heard.last == "\(Key.character("q"))")
  }

  @Test("A signal to end leaves with its number", arguments: [1, 15] as [Int32])
  func signals(_ signal: Int32) {
    let terminal = FakeTerminal([(1, .ended(signal: signal)), (2, key("a"))])
    #expect(run(terminal).status == 128 + signal)
    #expect(terminal.script.count == 1)
  }

  @Test("What libraries print is told to the screen")
  func output() {
    let terminal = FakeTerminal([(1, .output("a warning"))])
    #expect(run(terminal).screen.heard.last == "a warning")
  }

  @Test("Drawing that takes long takes a small share of the time, but a key is answered")
  func expensiveDrawing() {
    let outputs = (0..<1000).map { (index: Int) -> (Double, TerminalEvent) in
      (1 + Double(index) / 100, .output("\(index)"))
    }
    let terminal = FakeTerminal(outputs)
    terminal.drawingTime = 0.01
    _ = run(terminal)
    // A twentieth of ten seconds.
    #expect(terminal.shown.count < 50)
    #expect(terminal.shown.count > 10)

    let withKey = FakeTerminal(outputs)
    withKey.script.insert((5.005, key("a")), at: 401)
    withKey.drawingTime = 0.01
    _ = run(withKey)
    let answer: ClosedRange<Double> = 5.005...5.05
    #expect(withKey.shown.contains { answer.contains($0.time) })
  }

  @Test("That the recording cannot be written is told once")
  func recordingFails() throws {
    let recorder = try CastRecorder(
      path: "/dev/full", palette: Palette(.full), terminal: "xterm", timestamp: 0)
    let terminal = FakeTerminal([(1, key("a")), (2, key("b"))])
    let (_, screen) = run(terminal, recorder: recorder)
    #expect(screen.heard.filter { $0.contains("/dev/full: No space left on device") }.count == 1)
    #expect(terminal.shown.count == 4)
  }
}
