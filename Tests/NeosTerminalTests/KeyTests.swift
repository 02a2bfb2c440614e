import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite("Keys")
struct KeyTests {
  private var desk: Desk { Desk(lines: ["data blobs events=100", "step 3"]) }

  /// What the screen asks for when keys are pressed.
  private func effects(_ keys: Key..., on desk: Desk? = nil) -> [Effect] {
    var screen = (desk ?? self.desk).screen
    return keys.flatMap { screen.update(.input(.key($0))) }
  }

  @Test("Keys that change the session send a line of the language")
  func lines() {
    #expect(effects("s") == [.work(.perform("step"))])
    #expect(effects("2", "5", "s") == [.work(.perform("step 25"))])
    #expect(effects("b") == [.work(.perform("back"))])
    #expect(effects("1", "0", "b") == [.work(.perform("back 10"))])
    #expect(effects("3", "f") == [.work(.perform("forward 3"))])
    #expect(effects("+") == [.work(.perform("set rate 0.002"))])
    #expect(effects("-") == [.work(.perform("set rate 0.0005"))])
    #expect(effects("]") == [.work(.perform("set bandwidth 0.6"))])
    #expect(effects("[") == [.work(.perform("set bandwidth 0.4"))])
    #expect(effects("o") == [.work(.perform("objective clsb"))])
  }

  @Test("Every line that a key sends is understood")
  func linesAreUnderstood() throws {
    for keys: [Key] in [["s"], ["7", "s"], ["b"], ["f"], ["+"], ["-"], ["["], ["]"], ["o"]] {
      var screen = desk.screen
      for key in keys {
        for case .work(.perform(let line)) in screen.update(.input(.key(key))) { _ = try Command(line: line) }
      }
    }
  }

  @Test("Space runs, and pauses a run")
  func runAndPause() {
    #expect(effects(" ") == [.work(.run)])
    var running = desk
    running.tell(.worker(.began(WorkerMessage.running)))
    #expect(effects(" ", on: running) == [.work(.stop)])
    #expect(effects(.control("c"), on: running) == [.work(.stop)])
  }

  @Test("A notch up and one down lead back, over many decades")
  func notches() throws {
    var desk = desk
    let before = desk.session.configuration.optimizer.rate
    for _ in 0..<12 { desk.press("+") }
    #expect(desk.session.configuration.optimizer.rate == 10)
    for _ in 0..<12 { desk.press("-") }
    #expect(desk.session.configuration.optimizer.rate == before)
  }

  @Test("A point does the last change again")
  func repeats() {
    #expect(effects("5", "s", ".") == [.work(.perform("step 5")), .work(.perform("step 5"))])
    #expect(effects(".") == [.bell])
  }

  @Test("While a command is typed, keys are text")
  func typing() {
    var desk = desk
    desk.press(":")
    desk.type("step 2")
    #expect(desk.session.step == 3 && desk.asked.isEmpty)
    #expect(desk.text().contains(":step 2"))
    desk.press(.enter)
    #expect(desk.session.step == 5)
    desk.press(":", "q", .escape, "s")
    #expect(desk.session.step == 6 && desk.asked == [.remember("step 2")])
  }

  @Test("Saving asks for a file, and the name is there already")
  func saving() {
    var desk = desk
    desk.press("w")
    #expect(desk.text().contains(":save published.json"))
    desk.press(.escape, "r")
    #expect(desk.text().contains(":record published-record.neos"))
  }

  @Test("A command that is not understood stays on the line, with what is wrong")
  func wrongCommand() {
    var desk = desk
    desk.press(":")
    desk.type("stepp 2")
    desk.press(.enter)
    #expect(desk.text().contains("did you mean 'step'?") && desk.text().contains(":stepp 2"))
    #expect(desk.asked == [.bell] && desk.session.step == 3)
  }

  @Test("Quit as a command asks like the key")
  func quitCommand() {
    var desk = desk
    desk.press(":")
    desk.type("quit")
    desk.press(.enter)
    #expect(desk.text().contains("Quit?"))
  }

  @Test("The log and the help are searched")
  func searching() {
    var desk = desk
    for index in 0..<60 { desk.perform("echo line \(index)") }
    desk.press("/")
    desk.type("line 7")
    desk.press(.enter)
    #expect(desk.text().contains("line 7") && desk.text().contains("[Log]"))
    desk.press("n", "n")
    #expect(desk.text().contains("no older place has 'line 7'"))
    desk.press("?", "/")
    desk.type("bandwidth")
    desk.press(.enter)
    #expect(desk.text(width: 80, height: 14).contains("lower the bandwidth"))
    #expect(!desk.text(width: 80, height: 14).contains("take one step"))
    desk.press("/")
    desk.type("qqqq")
    desk.press(.enter)
    #expect(desk.text(width: 80, height: 14).contains("'qqqq' is not in the help"))
    desk.press(.escape)
    #expect(!desk.text().contains("lower the bandwidth"))
    desk.press("?", "n")
    #expect(desk.text().contains("nothing was searched for; / searches"))
  }

  @Test("Pasted text is no keys")
  func pasting() {
    var desk = desk
    desk.tell(.input(.paste("s\ns")))
    #expect(desk.session.step == 3 && desk.asked == [.bell])
    desk.press(":")
    desk.tell(.input(.paste("step 4")))
    #expect(desk.text().contains(":step 4"))
  }

  @Test("Quitting asks only when something would be lost")
  func quitting() {
    #expect(effects("q", on: Desk()) == [.quit(0)])
    #expect(effects("q") == [])
    #expect(effects("q", "y") == [.quit(0)])
    #expect(effects("q", "n", "s") == [.work(.perform("step"))])
    #expect(effects(.control("c"), "y") == [.quit(0)])
    #expect(effects(.control("c"), .control("c"), "s") == [.work(.perform("step"))], "as in the prompt")
    #expect(effects("q", "s") == [.bell], "no other key answers")
  }

  @Test("Loading asks only when something would be lost")
  func loading() {
    func asked(_ keys: Key..., on desk: Desk) -> [Effect] {
      var screen = desk.screen
      for character in ":load other.json" { _ = screen.update(.input(.key(.character(character)))) }
      return ([.enter] + keys).flatMap { screen.update(.input(.key($0))) }
    }
    let load = Effect.work(.perform("load other.json"))
    let remember = Effect.remember("load other.json")
    #expect(asked(on: Desk()) == [remember, load])
    #expect(asked(on: desk) == [remember])
    #expect(asked("y", on: desk) == [remember, load])
    #expect(asked("n", on: desk) == [remember])
    var desk = desk
    desk.press(":")
    desk.type("load other.json")
    desk.press(.enter)
    #expect(desk.text().contains("The session is not saved."))
    desk.press("w")
    #expect(desk.text().contains(":save published.json"))
  }

  @Test("In a narrow window the status line says that a session is not saved", arguments: GlyphSet.allCases)
  func narrowStatus(glyphs: GlyphSet) {
    let first = desk.text(width: 40, height: 12, glyphs: glyphs).prefix { $0 != "\n" }
    #expect(first.contains("step 3") && first.contains("loss 0.1") && first.contains("not saved"))
  }

  @Test("A session that ended by force is gone on with, thrown away, or kept")
  func restoring() {
    var desk = Desk()
    desk.tell(
      .worker(.restorable(.init(name: nil, when: "2026-03-01 14:05", stepCount: 1, lineCount: 2))))
    #expect(desk.text().contains("last at work 2026-03-01 14:05, 1 step, 2 commands"))
    #expect(effects("g", on: desk) == [.work(.restore)])
    #expect(effects("d", on: desk) == [.work(.discard)])
    #expect(effects("n", on: desk) == [])
  }

  @Test("While a session comes back, keys do not stop it, and leaving keeps it")
  func comingBack() {
    var desk = Desk()
    desk.tell(.worker(.began(WorkerMessage.restoring)))
    desk.tell(
      .worker(
        .update(
          SessionUpdate(
            view: SessionView(), curves: .appended([]), progress: .init(done: 3, total: 40, isLimit: false))))
    )
    for key: Key in [" ", .control("c")] { #expect(effects(key, on: desk) == [.bell]) }
    desk.press(" ")
    #expect(desk.text().contains("coming back") && desk.text().contains("which is not stopped"))
    desk.press("q")
    #expect(desk.text().contains("offered again at the next start"))
    #expect(effects("y", on: desk) == [.quit(0)])
    desk.press("n")
    desk.tell(.worker(.restored(name: "study.neos")))
    desk.tell(.worker(.finished(WorkerMessage.restoring)))
    #expect(desk.text().contains("study.neos goes on where it was") && desk.text().contains("  study.neos  "))
  }

  @Test("Notches count from the key before, however late the session answers")
  func fastNotches() {
    #expect(effects("]", "]", "[") == ["0.6", "0.8", "0.6"].map { .work(.perform("set bandwidth \($0)")) })
    #expect(effects("o", "o") == ["clsb", "clb"].map { .work(.perform("objective \($0)")) })
  }

  @Test("While it runs, lines that wait are counted, and those that are not carried out are said")
  func waiting() {
    var desk = desk
    desk.tell(.worker(.began(WorkerMessage.running)))
    _ = desk.screen.update(.input(.key("b")))
    #expect(
      desk.text().contains("1 line waiting") && desk.text().contains("'back' waits for the end of the run"))
    _ = desk.screen.update(.input(.key("s")))
    #expect(desk.text().contains("2 lines waiting"))
    desk.tell(.worker(.dropped("step")))
    #expect(desk.text().contains("1 line waiting") && desk.text().contains("not carried out"))
    // A line that steers it does not end it.
    desk.tell(.worker(.began("set rate 0.5")))
    desk.tell(.worker(.finished("set rate 0.5")))
    #expect(effects(" ", on: desk) == [.work(.stop)])
    desk.tell(.worker(.paused(after: 1, sinceSteered: 1)))
    #expect(desk.text().contains("paused after 1 step ('step 1')"))
    desk.tell(.worker(.recording(to: "run.neos")))
    desk.tell(.worker(.paused(after: 7, sinceSteered: 7)))
    #expect(desk.text().contains("paused after 7 steps: recorded as 'step 7'"))
  }

  @Test("Only lines that a run lets in, with nothing before them, do not wait for its end")
  func waitingBehind() {
    func says(_ lines: String..., during command: String) -> Bool {
      var screen = desk.screen
      _ = screen.update(.worker(.began(command)))
      for line in lines {
        _ = screen.update(.input(.key(":")))
        for character in line { _ = screen.update(.input(.key(.character(character)))) }
        _ = screen.update(.input(.key(.enter)))
      }
      return screen.draw(width: 120, height: 40, glyphs: .unicode).description
        .contains("'\(lines[lines.count - 1])' waits for the end of the run")
    }
    #expect(!says("set rate 0.5", during: "step 50") && !says("show loss", during: "step 50"))
    #expect(says("save a.json", during: "step 50") && says("expect step = 50", during: "step 50"))
    #expect(!says("save a.json", during: WorkerMessage.running))
    #expect(!says("save a.json", during: "run until loss < 0"))
    #expect(says("back", "set rate 0.5", during: WorkerMessage.running))
  }

  @Test("A step that was stopped before it was taken is said not to be carried out")
  func canceled() {
    var desk = desk
    desk.tell(.worker(.began("step")))
    desk.tell(.worker(.canceled("step")))
    desk.tell(.worker(.finished("step")))
    #expect(desk.text().contains("! not carried out, since it was stopped: step"))
  }

  @Test("A file that is there already is replaced only when that is answered with yes")
  func replacing() {
    var desk = desk
    desk.press(":")
    desk.type("save a.json")
    #expect(effects(.enter, on: desk) == [.remember("save a.json"), .work(.propose("save a.json"))])
    desk.press(.escape)
    desk.tell(.worker(.wouldReplace(path: "a.json", line: "save a.json")))
    #expect(desk.text().contains("a.json is there already"))
    #expect(effects("y", on: desk) == [.work(.perform("save a.json"))])
    #expect(effects(.escape, on: desk) == [])
    desk.press("n")
    #expect(desk.text().contains(":save a.json"))
    // Not while something is typed.
    desk.tell(.worker(.wouldReplace(path: "a.json", line: "save a.json")))
    #expect(!desk.text().contains("y  replace it") && desk.text().contains(":save a.json"))
  }

  @Test("Names that are proposed are free ones")
  func names() {
    var desk = desk
    var context = CompletionContext()
    context.list = { _ in ["published.json", "published-2.json"].map { DirectoryEntry($0) } }
    desk.tell(
      .worker(.update(SessionUpdate(view: desk.session.view(), curves: .appended([]), completion: context))))
    desk.press("w")
    #expect(desk.text().contains(":save published-3.json"))
    desk.press(.escape)
    // The session's own file is replaced.
    desk.tell(.worker(.began("save out/published.json")))
    desk.tell(.worker(.finished("save out/published.json")))
    desk.press("w")
    #expect(desk.text().contains(":save out/published.json"))
    desk.press(.escape, "F")
    #expect(desk.text().contains(":fork copy"))
    desk.press(.enter, "F")
    #expect(desk.text().contains(":fork copy-2"))
  }

  @Test("Panes: next, zoom, hide, show, other layouts")
  func panes() {
    var desk = desk
    #expect(desk.text().contains("[Histogram]"))
    desk.press(.tab)
    #expect(desk.text().contains("[Curves]") && desk.text().contains("Histogram"))
    desk.press("z")
    #expect(desk.text().contains("[Curves]") && !desk.text().contains("Histogram"))
    desk.press("z", "x")
    #expect(!desk.text().contains("Curves") && desk.text().contains("Histogram"))
    desk.press("X")
    #expect(desk.text().contains("Curves"))
    desk.press(.backTab)
    let grid = desk.text()
    desk.press("L")
    #expect(desk.text() != grid)
    desk.press("L", "L", "L")
    #expect(desk.text() == grid)
  }

  @Test("A pane that is not seen is not computed")
  func watching() {
    var desk = Desk()
    var watched: [Set<ViewPart>] = []
    func take(_ effects: [Effect]) {
      for case .work(.watch(let parts)) in effects { watched.append(parts) }
    }
    take(desk.screen.update(.input(.key("z"))))
    #expect(watched.last == [.histogram])
    take(desk.screen.update(.input(.key(.tab))))
    #expect(watched.last == [])
    take(desk.screen.update(.input(.key("z"))))
    #expect(watched.last == [.histogram, .plane(x: 0, y: 1), .fit, .attribution, .gap])
    take(desk.screen.update(.input(.key("p"))))
    #expect(watched.last?.contains(.scores) == true && watched.last?.contains(.plane(x: 0, y: 1)) == false)
  }

  @Test("Charts: scale, signal, data, sample, metric, window, cursor")
  func charts() {
    var desk = desk
    func changes(_ key: Key) -> Bool {
      let before = desk.text()
      desk.press(key)
      return desk.text() != before
    }
    for key: Key in ["y", "e", "d", "i", "m", "p"] { #expect(changes(key), "\(key)") }
    desk.press("X")
    #expect(desk.text().contains("density of the network output"))
    desk.press(.backTab, .backTab, .escape, .right)
    #expect(desk.text().contains("bin 0, 0 to 0.5: signal"))
    desk.press("l", "l", "l")
    #expect(desk.text().contains("bin 1, 0.5 to 1: signal"))
    desk.press("h")
    #expect(desk.text().contains("bin 0, 0 to 0.5: signal"))
    desk.press(.tab, .home)
    #expect(desk.text().contains("step 0:"))
    desk.press(.right)
    #expect(desk.text().contains("step 1:"))
    desk.press(.escape)
    #expect(!desk.text().contains("step 1:"))
  }

  @Test("The mouse selects a pane and reads a value; it can be turned off")
  func mouse() {
    var desk = desk
    desk.press(.tab)
    desk.tell(.input(.mouse(Mouse(.press, x: 40, y: 10))))
    #expect(desk.text().contains("[Histogram]") && desk.text().contains("bin 1, 0.5 to 1"))
    desk.press("M")
    #expect(desk.asked == [.setMouse(false)])
  }

  @Test("The plane is read by the mouse and by the arrow keys, and so are the densities")
  func readingThePlane() throws {
    var desk = desk
    let rows = desk.text().split(separator: "\n", omittingEmptySubsequences: false)
    let title = try #require(rows.firstIndex { $0.contains("Plane") })
    desk.tell(.input(.mouse(Mouse(.press, x: 30, y: title + 6))))
    #expect(desk.text().contains("[Plane]"))
    let first = try #require(reading(desk, #/feature 0 \S+, feature 1 \S+: (\S+)/#))
    for _ in 0..<10 { desk.press(.right) }
    let second = try #require(reading(desk, #/feature 0 \S+, feature 1 \S+: (\S+)/#))
    #expect(first != second)
    desk.press(.escape)
    #expect(!desk.text().contains("feature 1 -"))
    desk.press("p", .right)
    #expect(try #require(reading(desk, #/at \S+:  \S signal (\S+)  \S nominal/#)) >= 0)
  }

  private func reading(_ desk: Desk, _ pattern: Regex<(Substring, Substring)>) -> Double? {
    desk.text().firstMatch(of: pattern).flatMap { Double($0.1.replacing(",", with: "")) }
  }

  @Test("Control keys work everywhere")
  func controls() {
    #expect(effects(.control("l")) == [.repaint])
    #expect(effects(":", .control("l")) == [.repaint])
    #expect(effects(.control("z")) == [.suspend])
    #expect(effects("é") == [.bell])
  }

  @Test("No two keys mean two things, and all of them stand in the help")
  func table() {
    var desk = Desk(width: 100, height: 80)
    desk.press("?")
    let help = desk.text(width: 100, height: 80)
    for row in Screen.keyTable.split(separator: "\n").dropFirst(2) {
      let parts = row.split(separator: "|").map { $0.drop { $0 == " " } }
      guard parts.count > 1, !parts[0].hasPrefix("**") else { continue }
      let text = String(parts[1]).trimmingSuffix { $0 == " " }
      #expect(help.contains(text), "\(text)")
    }
    let keys = Screen.boundKeys
    #expect(Set(keys).count == keys.count)
  }
}

extension String {
  fileprivate func trimmingSuffix(while isSurplus: (Character) -> Bool) -> String {
    var text = self[...]
    while let last = text.last, isSurplus(last) { text = text.dropLast() }
    return String(text)
  }
}
