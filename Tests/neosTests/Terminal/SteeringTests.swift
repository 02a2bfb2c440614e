import Foundation
import Testing

/// A run that is steered on the screen, and files that are written from there.
@Suite("Steering on the screen", .needsTmux, .serialized)
struct SteeringTests {
  @Test("Keys change settings in a run that goes on; without a screen the recording leads to the same number")
  func steers() throws {
    let tmux = try Tmux(width: 150, height: 40)
    try Data("data blobs events=200\n".utf8).write(to: tmux.folder.appending(path: "small.neos"))
    try tmux.open("open small.neos")
    try tmux.enter(":record study.neos")
    try tmux.wait(for: "recording to study.neos")
    try tmux.press("Space")
    try tmux.wait("some steps") { $0.contains("running") && !$0.contains("step 0 ") }
    try tmux.type("]]+")
    try tmux.wait("the notches") { $0.contains("bandwidth 0.8 ") && $0.contains("rate 0.002 ") }
    #expect(try tmux.screen().contains("running"))
    // What cannot be done in a run waits, and says so.
    try tmux.type("3b")
    try tmux.wait(for: "1 line waiting")
    try tmux.enter(":set bandwidth 0.3")
    try tmux.wait(for: "2 lines waiting")
    try tmux.press("Space")
    try tmux.wait("all of it") { $0.contains("paused  step") && $0.contains("bandwidth 0.3 ") }
    let last = try #require(try tmux.screen().firstMatch(of: /paused  step ([0-9]+)/)?.output.1)
    let step = "\(try #require(Int(last)) + 1)"
    try tmux.press("s")
    try tmux.wait(for: "paused  step \(step) ")
    let screen = try tmux.screen()
    let loss = try #require(screen.firstMatch(of: /loss ([0-9.]+)/)?.output.1)
    try Program.inFolder { program in
      let outcome = try program.run(["run", tmux.folder.appending(path: "study.neos").path])
      #expect(outcome.status == 0)
      // The screen rounds.
      let found = try #require(outcome.output.firstMatch(of: /step ([0-9]+), loss ([0-9.e-]+)\n$/)?.output)
      #expect(String(found.1) == step)
      let (run, shown) = (try #require(Double(found.2)), try #require(Double(loss)))
      #expect(abs(run - shown) < 1e-5 * shown)
    }
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test("A file of somebody else is replaced only after a yes, and the name that is proposed is free")
  func replaces() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try Data("mine".utf8).write(to: tmux.folder.appending(path: "session.json"))
    try tmux.open()
    try tmux.press("s")
    try tmux.wait(for: "paused  step 1 ")
    try tmux.press("w")
    try tmux.wait(for: ":save session-2.json")
    try tmux.press("C-u")
    try tmux.enter("save ~/session.json")
    try tmux.wait(for: "Replace the file?")
    #expect(tmux.read("session.json") == "mine")
    try tmux.press("y")
    try tmux.wait(for: "saved step 1 to")
    #expect(tmux.read("session.json")?.contains("neos session") == true)
    // It is the session's own now.
    try tmux.press("s")
    try tmux.wait(for: "paused  step 2 ")
    try tmux.press("w")
    try tmux.wait(for: ":save \(tmux.folder.path)/session.json")
    try tmux.press("Enter")
    try tmux.wait(for: "saved step 2 to")
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test("After the end of a replay the session goes on by hand, and is not lost by one key")
  func replayed() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try Data("data blobs events=200\nstep 3\n".utf8).write(to: tmux.folder.appending(path: "study.neos"))
    try tmux.start("--cast play.cast replay study.neos --pace 0")
    try tmux.wait(for: "at its end")
    try tmux.press("Space")
    try tmux.wait("a run") { $0.contains("running") && $0.contains("not saved") }
    try tmux.press("Space")
    try tmux.wait(for: "paused")
    try tmux.press("q")
    try tmux.wait(for: "Quit?")
    try tmux.press("y")
    try tmux.expectEnd(0)
    #expect(tmux.read("play.cast")?.contains("at its end") == true)
  }

  @Test("A file that is not there, or no saved state, is an error of the command line")
  func missing() throws {
    try Program.inFolder { program in
      let missing = try program.run(["open", "missing.json"])
      #expect(missing.status == 2 && missing.errors.contains("missing.json: "))
      #expect(missing.errors.contains("there is no such file"))
      try program.write("{}", to: "other.json")
      let other = try program.run(["open", "other.json"])
      #expect(other.status == 2 && other.errors.contains("other.json: not a saved session"))
    }
  }
}
