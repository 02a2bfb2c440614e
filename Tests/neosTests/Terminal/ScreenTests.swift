import Foundation
import Testing

/// The program on a real screen, as a person uses it.
@Suite("On the screen", .needsTmux, .serialized)
struct ScreenTests {
  @Test("It starts on the published example, runs, pauses and quits")
  func runs() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try tmux.open()
    #expect(try tmux.screen().contains("step 0  loss 0.12"))
    try tmux.press("s")
    try tmux.wait(for: "paused  step 1 ")
    try tmux.press("Space")
    try tmux.wait("a run") { $0.contains("running") && !$0.contains("step 1 ") }
    try tmux.press("Space")
    try tmux.wait(for: "paused")
    // A session that is not saved is not left by one key.
    try tmux.press("q")
    try tmux.wait(for: "not saved")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }

  @Test("Commands are typed, and keys are not taken for commands while typing")
  func commands() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try tmux.open()
    try tmux.type(":set bandwidth 0.2")
    try tmux.press("Enter")
    try tmux.wait(for: "bandwidth 0.2 ")
    try tmux.type(":step 3")
    try tmux.press("Enter")
    try tmux.wait(for: "paused  step 3 ")
    try tmux.type("2b")
    try tmux.wait(for: "paused  step 1 ")
    try tmux.type(":stepp 3")
    try tmux.press("Enter")
    try tmux.wait(for: "did you mean")
    try tmux.type(":save s.json")
    try tmux.press("Enter")
    try tmux.wait(for: "saved step 1 to s.json")
    try tmux.press("q")
    try tmux.expectEnd(0)
    #expect(tmux.read("s.json") != nil)
    // What was saved opens again.
    try tmux.open("open s.json")
    #expect(try tmux.screen().contains("step 1 "))
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test("A session file is opened before its first step, and a pasted text is no command")
  func opensFile() throws {
    let tmux = try Tmux(width: 130, height: 40)
    let text =
      "data blobs samples=3 events=200\nmodel hepdata-like\nobjective discovery\nstep 5\nexpect loss < 1\n"
    try Data(text.utf8).write(to: tmux.folder.appending(path: "study.neos"))
    try tmux.open("open study.neos")
    let screen = try tmux.screen()
    #expect(
      screen.contains("step 0 ") && screen.contains("objective discovery") && screen.contains("study.neos"))
    try tmux.paste("q\nq\ny")
    try tmux.press("s")
    try tmux.wait(for: "paused  step 1 ")
    try tmux.press("C-c")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }

  @Test("Every size of the window is drawn or refused in words, while it runs")
  func resizes() throws {
    let tmux = try Tmux(width: 200, height: 60)
    try tmux.open()
    try tmux.press("Space")
    for (width, height) in [(120, 40), (80, 24), (40, 12), (200, 60)] {
      try tmux.resize(width: width, height: height)
      try tmux.wait("a screen of \(width) x \(height)") { screen in
        let lines = screen.split(separator: "\n", omittingEmptySubsequences: false)
        return screen.contains("running") && lines.contains { $0.count == width && $0.hasSuffix("┐") }
      }
    }
    for (width, height) in [(39, 12), (20, 5), (3, 2), (1, 1)] {
      try tmux.resize(width: width, height: height)
      try tmux.wait("words that it is too small, or nothing where no word fits") { screen in
        !screen.contains("running") && (width < 20 || screen.contains("the window is \(width) x"))
      }
    }
    try tmux.resize(width: 100, height: 30)
    try tmux.wait(for: "running")
    try tmux.press("Space")
    try tmux.wait(for: "paused")
    try tmux.press("C-c")
    try tmux.press("y")
    try tmux.expectEnd(0)
  }

  @Test("After kill -9 the next start goes on where it was")
  func resumes() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try tmux.open()
    try tmux.type(":set bandwidth 0.3")
    try tmux.press("Enter")
    try tmux.type("4s")
    try tmux.wait(for: "paused  step 4 ")
    let loss = try #require(try tmux.screen().firstMatch(of: /loss [0-9.]+/)?.output)
    try tmux.signal(SIGKILL)
    try tmux.wait(for: "Killed")
    // Nobody could give the terminal back; the next one does.
    try tmux.start()
    try tmux.wait(for: "4 steps")
    try tmux.press("g")
    try tmux.wait(for: "paused  step 4 ")
    #expect(try tmux.screen().contains(loss))
    #expect(try tmux.screen().contains("bandwidth 0.3"))
  }
}
