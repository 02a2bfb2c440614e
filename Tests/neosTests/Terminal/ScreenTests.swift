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
    try tmux.enter(":set bandwidth 0.2")
    try tmux.wait(for: "bandwidth 0.2 ")
    try tmux.enter(":step 3")
    try tmux.wait(for: "paused  step 3 ")
    try tmux.type("2b")
    try tmux.wait(for: "paused  step 1 ")
    try tmux.enter(":stepp 3")
    try tmux.wait(for: "did you mean")
    // The line is still there, to be mended.
    try tmux.press("C-u")
    try tmux.enter("save s.json")
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

  @Test("A file is opened up to a run while, and replaces other files only after a yes")
  func opensFileCarefully() throws {
    let tmux = try Tmux(width: 130, height: 40)
    let lines = [
      "data blobs events=200", "export yields y.csv", "objective discovery", "run while loss improves for 2",
      "export yields z.csv",
    ]
    try Data(lines.joined(separator: "\n").utf8).write(to: tmux.folder.appending(path: "study.neos"))
    for name in ["y.csv", "z.csv"] { try Data("mine".utf8).write(to: tmux.folder.appending(path: name)) }
    try tmux.start("open study.neos")
    try tmux.wait(for: "y.csv is there already")
    try tmux.press("Escape")
    try tmux.wait("the first numbers") {
      !$0.contains("y.csv") && $0.contains("paused  step 0 ") && $0.contains("objective discovery")
    }
    try tmux.press("q")
    try tmux.expectEnd(0)
    #expect(tmux.read("y.csv") == "mine" && tmux.read("z.csv") == "mine")
  }

  @Test("Words are completed, and typed lines are there again at the next start")
  func completes() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try tmux.open()
    try tmux.type(":objec")
    try tmux.press("Tab")
    try tmux.wait(for: ":objective")
    try tmux.type("discov")
    try tmux.press("Tab")
    try tmux.press("Enter")
    // While the line is carried out, Ctrl-C would stop it.
    try tmux.wait("the objective") { $0.contains("paused") && $0.contains("objective discovery  rate") }
    try tmux.press("C-c")
    try tmux.press("y")
    try tmux.expectEnd(0)
    try tmux.open()
    try tmux.press(":", "Up")
    try tmux.wait(for: ":objective discovery")
    try tmux.press("C-c")
    try tmux.wait("the end of the command line") { !$0.contains(":objective") }
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test("A replay leads to the same number as a run, can be taken over, and is recorded")
  func replays() throws {
    let tmux = try Tmux(width: 130, height: 40)
    let file = tmux.folder.appending(path: "study.neos")
    try Data("data blobs events=200\nstep 4\nset rate 0.002\nstep 3\nexpect loss < 1\n".utf8).write(to: file)
    try tmux.start("replay study.neos --pace 0 --cast play.cast")
    try tmux.wait("the end of the replay") { $0.contains("step 7 ") && $0.contains("holds") }
    let shown = try #require(try tmux.screen().firstMatch(of: /loss (0\.[0-9]+)/)?.output.1)
    try Program.inFolder { program in
      let outcome = try program.run(["run", file.path])
      #expect(outcome.output.contains("step 7, loss \(shown.dropLast())"))
    }
    try tmux.press("q")
    try tmux.expectEnd(0)
    // The recording can be played by what knows nothing of neos: every line is JSON, and the last number is in it.
    let lines = try #require(tmux.read("play.cast")).split(separator: "\n").map {
      try JSONSerialization.jsonObject(with: Data($0.utf8))
    }
    let header = try #require(lines.first as? [String: Any])
    #expect(header["width"] as? Int == 130 && header["height"] as? Int == 40)
    let texts = lines.dropFirst().compactMap { ($0 as? [Any])?[2] as? String }
    #expect(texts.count == lines.count - 1 && texts.contains { $0.contains("holds") })
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
        return screen.contains("▶") && lines.contains { $0.count == width && $0.hasSuffix("┐") }
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
}
