import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Replay in the screen")
struct ReplayTests {
  private static let text = """
    data blobs events=100
    step 3
    expect step = 3
    expect step = 4
    back 9
    echo after
    """

  private func screen(_ text: String = text) throws -> Screen {
    var screen = Screen(replaying: try SessionFile(name: "study.neos", text: text.utf8))
    _ = screen.update(.tick(0))
    _ = screen.update(.worker(.update(SessionUpdate(view: SessionView(), curves: .appended([])))))
    return screen
  }

  /// The lines that a screen sends.
  private func lines(_ effects: [Effect]) -> [String] {
    effects.compactMap { if case .work(.perform(let line)) = $0 { line } else { nil } }
  }

  /// Carries a line out: it began and ended.
  private func end(_ line: String, _ screen: inout Screen, at time: Double) -> [Effect] {
    _ = screen.update(.tick(time))
    return screen.update(.worker(.began(line))) + screen.update(.worker(.finished(line)))
  }

  @Test("Lines come one after the other, at a pace")
  func pace() throws {
    var screen = try screen()
    #expect(screen.nextTick == 0)
    #expect(lines(screen.update(.tick(0.01))) == ["data blobs events=100"])
    #expect(screen.nextTick == nil, "a line is in flight")
    _ = end("data blobs events=100", &screen, at: 1)
    let due = try #require(screen.nextTick)
    #expect(lines(screen.update(.tick(due - 0.01))).isEmpty)
    #expect(lines(screen.update(.tick(due))) == ["step 3"])
    let text = screen.draw(width: 120, height: 30, glyphs: .unicode).description
    #expect(text.contains("replay study.neos, line 2 of 6") && text.contains("next: expect step = 3"))
  }

  @Test("It pauses, plays one line, and changes its pace")
  func keys() throws {
    var screen = try screen()
    #expect(screen.update(.input(.key(" "))) == [.work(.hold(true))])
    #expect(screen.nextTick == nil)
    #expect(
      screen.update(.input(.key("s"))) == [.work(.hold(false)), .work(.perform("data blobs events=100"))])
    #expect(end("data blobs events=100", &screen, at: 1).contains(.work(.hold(true))), "paused again")
    #expect(screen.nextTick == nil)
    #expect(screen.update(.input(.key(" "))) == [.work(.hold(false))])
    let slow = try #require(screen.nextTick)
    guard case .work(.pace(let before)) = screen.update(.input(.key("+"))).first,
      case .work(.pace(let after)) = screen.update(.input(.key("+"))).first
    else {
      Issue.record("the pace of steps is told")
      return
    }
    #expect(after < before && slow > 1)
  }

  @Test("Every key press plays a line, however fast they come")
  func fastKeys() throws {
    var screen = try screen()
    _ = screen.update(.input(.key(" ")))
    var sent = lines(screen.update(.input(.key("s"))))
    for _ in 0..<2 { sent += lines(screen.update(.input(.key("s")))) }
    #expect(sent == ["data blobs events=100"], "one line at a time")
    for (time, line) in ["data blobs events=100", "step 3", "expect step = 3"].enumerated() {
      let effects = end(line, &screen, at: Double(time))
      sent += lines(effects)
      #expect(effects.contains(.work(.hold(true))) == (line == "expect step = 3"), "paused after the third")
    }
    #expect(sent == ["data blobs events=100", "step 3", "expect step = 3"] && screen.nextTick == nil)
  }

  @Test("The status says in one word whether it plays", arguments: GlyphSet.allCases)
  func status(glyphs: GlyphSet) throws {
    var screen = try screen()
    func words() -> [String] {
      let top = screen.draw(width: 160, height: 30, glyphs: glyphs).description.split(separator: "\n").prefix(
        2)
      return ["playing", "paused", "pausing", "running", "working"].filter { top.joined().contains($0) }
    }
    #expect(words() == ["playing"])
    _ = screen.update(.tick(0.1))
    _ = end("data blobs events=100", &screen, at: 1)
    #expect(words() == ["playing"], "between two lines")
    _ = screen.update(.tick(try #require(screen.nextTick)))
    _ = screen.update(.worker(.began("step 3")))
    #expect(words() == ["playing"])
    _ = screen.update(.input(.key(" ")))
    #expect(words() == ["pausing"], "a step is in flight")
    _ = screen.update(.worker(.held))
    #expect(words() == ["paused"])
    _ = screen.update(.input(.key("s")))
    #expect(words() == ["playing"])
    _ = screen.update(.worker(.finished("step 3")))
    #expect(words() == ["paused"])
    _ = screen.update(.input(.key(" ")))
    #expect(words() == ["playing"])
    _ = screen.update(.input(.key(" ")))
    #expect(words() == ["paused"])
  }

  @Test("An error stops it until told to go on; expectations are counted")
  func error() throws {
    var screen = try screen()
    _ = screen.update(.tick(0.1))
    _ = screen.update(.worker(.began("back 9")))
    _ = screen.update(.worker(.failed(.init(line: "back 9", message: "only 3 steps can be undone"))))
    _ = screen.update(.worker(.finished("back 9")))
    #expect(screen.nextTick == nil)
    #expect(
      screen.draw(width: 80, height: 24, glyphs: .unicode).description.contains("only 3 steps can be undone"))
    _ = screen.update(.input(.key("g")))
    #expect(screen.nextTick != nil)
  }

  @Test("What stopped a run is said until the next one begins")
  func stop() throws {
    var screen = try screen("break when step = 2\nstep 5\nstep 1\necho end")
    guard case .breakWhen(let condition) = try Command(line: "break when step = 2") else {
      Issue.record("a breakpoint")
      return
    }
    _ = screen.update(.worker(.began("step 5")))
    _ = screen.update(.worker(.said(.stopped(condition, breakpoint: 1, step: 2))))
    _ = screen.update(.worker(.finished("step 5")))
    func last() -> String { screen.draw(width: 120, height: 40, glyphs: .unicode).description }
    let bottom = "stopped at step 2 by breakpoint 1"
    #expect(last().ranges(of: bottom).count == 2, "in the log and below it")
    _ = screen.update(.worker(.began("step 1")))
    #expect(last().ranges(of: bottom).count == 1, "in the log alone")
  }

  @Test("Keys that change the session wait for the end, or for taking over")
  func takeOver() throws {
    var screen = try screen()
    for key: Key in ["b", "]", "o", ":", "r"] {
      #expect(screen.update(.input(.key(key))) == [.bell])
    }
    #expect(screen.update(.input(.key("T"))) == [.work(.pace(0)), .work(.hold(false)), .work(.takeOver)])
    #expect(screen.nextTick == nil)
    #expect(screen.update(.input(.key("b"))) == [.work(.perform("back"))])
  }

  @Test("At its end the session is the user's")
  func end() throws {
    var screen = try screen("echo one\nquit\necho two")
    #expect(lines(screen.update(.tick(0.1))) == ["echo one"])
    _ = end("echo one", &screen, at: 1)
    let due = try #require(screen.nextTick)
    #expect(screen.update(.tick(due)) == [.work(.pace(0)), .work(.hold(false)), .work(.takeOver)])
    #expect(screen.update(.input(.key("q"))) == [.quit(0)])
    #expect(screen.draw(width: 120, height: 30, glyphs: .unicode).description.contains("  saved"))
    #expect(screen.update(.input(.key(" "))) == [.work(.run)])
    _ = screen.update(.worker(.began(WorkerMessage.running)))
    _ = screen.update(
      .worker(.update(SessionUpdate(view: SessionView(), curves: .appended([]), isSaved: false))))
    _ = screen.update(.worker(.finished(WorkerMessage.running)))
    #expect(screen.update(.input(.key("q"))) == [], "steps by hand are not in the file")
    let text = screen.draw(width: 120, height: 30, glyphs: .unicode).description
    #expect(text.contains("not saved") && text.contains("Quit?") && !text.contains("at its end"))
  }

  @Test("A step that is held goes on when told, and ends when told")
  func hold() throws {
    let worker = SessionWorker(Session())
    defer { worker.close() }
    let listener = Listener(worker)
    worker.take(.perform("data blobs events=100"))
    worker.take(.pace(0.001))
    worker.take(.perform("step 1000000"))
    try listener.wait { if case .update(let update) = $0 { update.view.step >= 2 } else { false } }
    worker.take(.hold(true))
    try listener.wait { if case .held = $0 { true } else { false } }
    worker.take(.stop)
    try listener.finish("step 1000000")
    let step = try #require(listener.update?.view.step)
    // A line that steps waits while it is held.
    worker.take(.perform("step 2"))
    try listener.wait { if case .began("step 2") = $0 { true } else { false } }
    worker.take(.hold(false))
    try listener.finish("step 2")
    #expect(listener.update?.view.step == step + 2)
  }
}
