import Foundation
import Testing

/// Programs that ended by force, and the next start.
@Suite("Going on at the next start", .needsTmux, .serialized)
struct GoingOnTests {
  @Test("After kill -9 the next start goes on where it was")
  func resumes() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try tmux.open()
    try tmux.enter(":set bandwidth 0.3")
    try tmux.type("4s")
    try tmux.wait(for: "paused  step 4 ")
    let loss = try #require(try tmux.screen().firstMatch(of: /loss [0-9.]+/)?.output)
    try tmux.killOutright()
    // Nobody could give the terminal back; the next one does.
    try tmux.start()
    try tmux.wait(for: "The published example ended without being closed")
    #expect(try tmux.screen().contains("4 steps, 2 commands"))
    try tmux.press("g")
    try tmux.wait(for: "paused  step 4 ")
    #expect(try tmux.screen().contains(loss))
    #expect(try tmux.screen().contains("bandwidth 0.3"))
  }

  @Test(
    "Whatever happens while a session comes back, nothing of it is lost",
    arguments: ["keys", "kill", "term", "quit"])
  func interrupted(by what: String) throws {
    let tmux = try Tmux(width: 130, height: 40)
    try Data("data blobs events=200\n".utf8).write(to: tmux.folder.appending(path: "study.neos"))
    try tmux.open("open study.neos")
    try tmux.enter(":step 5000")
    try tmux.wait(for: "paused  step 5000 ")
    try tmux.enter(":set rate 0.002")
    try tmux.type("2s")
    try tmux.wait(for: "paused  step 5002 ")
    let loss = try #require(try tmux.screen().firstMatch(of: /loss [0-9.]+/)?.output)
    try tmux.killOutright()
    func goOn() throws {
      try tmux.start()
      try tmux.wait("the offer") {
        $0.contains("study.neos ended without being closed") && $0.contains("5002 steps")
      }
      try tmux.press("g")
    }
    try goOn()
    try tmux.wait(for: "coming back")
    switch what {
    case "keys":
      // All at once: a moment later they would mean something else.
      try tmux.press("Space", "C-c", "Space")
      try tmux.enter(":set bandwidth 0.4")
      try tmux.wait(for: "bandwidth 0.4  2 bins")
      try tmux.enter(":set bandwidth 0.5")
      try tmux.wait(for: "bandwidth 0.5  2 bins")
    case "kill":
      try tmux.killOutright()
      try goOn()
    case "term":
      try tmux.signal(SIGTERM)
      try tmux.expectEnd(128 + SIGTERM)
      try goOn()
    default:
      try tmux.press("q")
      try tmux.wait(for: "offered again at the next start")
      try tmux.press("y")
      try tmux.expectEnd(0)
      try goOn()
    }
    try tmux.wait(for: "paused  step 5002 ")
    let screen = try tmux.screen()
    #expect(screen.contains(loss) && screen.contains("rate 0.002 ") && screen.contains("  study.neos  "))
    // The session is the user's again, and its journal goes on.
    try tmux.press("s")
    try tmux.wait(for: "paused  step 5003 ")
    try tmux.press("q")
    try tmux.wait(for: "Quit?")
    try tmux.press("y")
    try tmux.expectEnd(0)
    try tmux.open()
    try tmux.press("q")
    try tmux.expectEnd(0)
  }

  @Test("A replay that was killed is not offered")
  func replay() throws {
    let tmux = try Tmux(width: 130, height: 40)
    try Data("data blobs events=200\nstep 100000\n".utf8).write(to: tmux.folder.appending(path: "study.neos"))
    try tmux.start("replay study.neos --pace 0")
    try tmux.wait("some steps") { $0.contains("playing") && !$0.contains("step 0 ") }
    try tmux.killOutright()
    try tmux.open()
    #expect(try !tmux.screen().contains("Go on where it was?"))
    try tmux.press("q")
    try tmux.expectEnd(0)
  }
}
