import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite struct PromptTests {
  private func prompt(_ lines: [String] = []) -> Prompt {
    var prompt = Prompt(history: CommandHistory(lines))
    prompt.context.list = {
      $0.isEmpty ? [DirectoryEntry("a b.json"), DirectoryEntry("runs", isDirectory: true)] : []
    }
    return prompt
  }

  @discardableResult
  private func type(_ text: String, _ prompt: inout Prompt) -> PromptAction? {
    var action: PromptAction?
    for character in text { action = prompt.handle(.character(character)) }
    return action
  }

  private func picture(_ prompt: Prompt, width: Int = 60, height: Int = 8, _ glyphs: GlyphSet = .unicode)
    -> String
  {
    var canvas = Canvas(width: width, height: height)
    prompt.draw(in: &canvas, canvas.bounds, glyphs: glyphs)
    return canvas.description
  }

  // MARK: Lines

  @Test func aLineIsSubmittedAndRemembered() {
    var prompt = prompt()
    type("step 3", &prompt)
    #expect(prompt.handle(.enter) == .submit("step 3"))
    #expect(prompt.editor.text.isEmpty)
    #expect(prompt.handle(.up) == nil)
    #expect(prompt.editor.text == "step 3")
  }

  @Test func aLineThatIsNotUnderstoodStaysWithItsError() {
    var prompt = prompt()
    type("stpe 3", &prompt)
    #expect(prompt.handle(.enter) == .bell)
    #expect(prompt.editor.text == "stpe 3")
    #expect(
      picture(prompt, width: 50, height: 6) == """
        ┌ not understood ────────────────────────────────┐
        │stpe 3                                          │
        │^^^^                                            │
        │unknown command 'stpe'; did you mean 'step'?    │
        └────────────────────────────────────────────────┘
        :stpe 3
        """)
    #expect(picture(prompt).contains("did you mean 'step'?"))
    _ = prompt.handle(.backspace)
    #expect(!picture(prompt).contains("did you mean"))
    #expect(prompt.handle(.escape) == .cancel)
    #expect(prompt.history.lines.isEmpty)
  }

  @Test func leavingEmptiesTheLine() {
    for key in [Key.escape, .control("g"), .control("c")] {
      var prompt = prompt()
      type("step", &prompt)
      #expect(prompt.handle(key) == .cancel)
      #expect(prompt.editor.text.isEmpty)
    }
    var empty = prompt()
    #expect(empty.handle(.control("d")) == .cancel)
    #expect(empty.handle(.enter) == .cancel)
    #expect(empty.handle(.pageUp) == .ignored)
    #expect(empty.handle(.backspace) == .bell)
  }

  @Test func upKeepsToWhatIsTyped() {
    var prompt = prompt(["step 1", "set rate 1", "cls"])
    type("s", &prompt)
    _ = prompt.handle(.up)
    #expect(prompt.editor.text == "set rate 1")
    _ = prompt.handle(.up)
    #expect(prompt.editor.text == "step 1")
    #expect(prompt.handle(.up) == .bell)
    _ = prompt.handle(.down)
    _ = prompt.handle(.down)
    #expect(prompt.editor.text == "s")
    _ = prompt.handle(.control("p"))
    #expect(prompt.editor.text == "cls")
  }

  // MARK: Completion

  @Test func tabCompletesThenListsThenChooses() {
    var prompt = prompt()
    type("hi", &prompt)
    #expect(prompt.handle(.tab) == nil)
    #expect(prompt.editor.text == "histogram ")
    type("kde ban", &prompt)
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == "histogram kde bandwidth=")
    #expect(prompt.menu == nil)
    _ = prompt.handle(.control("u"))
    type("s", &prompt)
    _ = prompt.handle(.tab)
    let words = prompt.menu?.candidates.map(\.text) ?? []
    #expect(prompt.editor.text == "s" && words.count > 3)
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == words[0])
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == words[1])
    _ = prompt.handle(.backTab)
    _ = prompt.handle(.backTab)
    #expect(prompt.editor.text == words[words.count - 1])
    _ = prompt.handle(.escape)
    #expect(prompt.editor.text == "s" && prompt.menu == nil)
  }

  @Test func enterTakesWhatIsChosen() {
    var prompt = prompt()
    type("train ", &prompt)
    for _ in 0..<3 { _ = prompt.handle(.tab) }
    let chosen = prompt.editor.text
    #expect(prompt.handle(.enter) == nil)
    #expect(prompt.editor.text == chosen + " " && prompt.menu == nil)
    // One undo takes the whole choice back.
    _ = prompt.handle(.control("_"))
    #expect(prompt.editor.text == "train ")
  }

  @Test func theListFollowsWhatIsTyped() {
    var prompt = prompt()
    type("show ", &prompt)
    _ = prompt.handle(.tab)
    type("hist", &prompt)
    let words = prompt.menu?.candidates.map(\.text) ?? []
    #expect(!words.isEmpty && words.allSatisfy { $0.hasPrefix("hist") })
    type("zzz", &prompt)
    #expect(prompt.menu == nil)
  }

  @Test func completionKeepsWhatStandsAfterTheCursor() {
    var prompt = prompt()
    type("hi kde", &prompt)
    for _ in 0..<4 { _ = prompt.handle(.left) }
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == "histogram kde")
    #expect(prompt.editor.cursor == 10)
    #expect(prompt.handle(.control("e")) == nil)
    type(" zz", &prompt)
    #expect(prompt.handle(.tab) == .bell)
  }

  @Test func fileNamesAreQuotedAndDirectoriesGoOn() {
    var prompt = prompt()
    type("load a", &prompt)
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == "load \"a b.json\" ")
    _ = prompt.handle(.control("u"))
    type("load r", &prompt)
    _ = prompt.handle(.tab)
    #expect(prompt.editor.text == "load runs/")
  }

  // MARK: Search

  @Test func aSearchShowsAndTakesWhatItFinds() {
    var prompt = prompt(["set rate 1", "step", "set rate 2"])
    type("half", &prompt)
    _ = prompt.handle(.control("r"))
    type("rate", &prompt)
    #expect(picture(prompt, width: 40, height: 1) == "(search) rate: set rate 2")
    _ = prompt.handle(.control("r"))
    #expect(picture(prompt, width: 40, height: 1) == "(search) rate: set rate 1")
    #expect(prompt.handle(.control("r")) == .bell)
    _ = prompt.handle(.control("s"))
    #expect(picture(prompt, width: 40, height: 1) == "(search) rate: set rate 2")
    _ = prompt.handle(.control("e"))
    #expect(prompt.search == nil && prompt.editor.text == "set rate 2")
  }

  @Test func aSearchThatIsLeftGivesTheLineBack() {
    for key in [Key.escape, .control("g")] {
      var prompt = prompt(["step"])
      type("half", &prompt)
      _ = prompt.handle(.control("r"))
      type("st", &prompt)
      #expect(prompt.handle(key) == nil)
      #expect(prompt.search == nil && prompt.editor.text == "half")
    }
    var prompt = prompt(["step"])
    _ = prompt.handle(.control("r"))
    type("st", &prompt)
    #expect(prompt.handle(.enter) == .submit("step"))
  }

  // MARK: Drawing

  @Test func theHintFollowsTheLine() {
    var prompt = prompt()
    #expect(picture(prompt, height: 1) == ":a command; Tab lists them")
    type("set bandwidth", &prompt)
    type(" ", &prompt)
    #expect(picture(prompt, height: 1) == ":set bandwidth a number above 0; now 0.5")
    _ = prompt.handle(.left)
    #expect(picture(prompt, height: 1) == ":set bandwidth")
  }

  @Test func theMenuStandsOverItsWord() {
    var prompt = prompt()
    type("train ", &prompt)
    _ = prompt.handle(.tab)
    _ = prompt.handle(.tab)
    let rows = picture(prompt, width: 30, height: 6).split(separator: "\n", omittingEmptySubsequences: false)
    #expect(rows[5].hasPrefix(":train "))
    #expect(rows[4].hasPrefix("      └"))
    #expect(rows.contains { $0.contains(">") })
    let plain = picture(prompt, width: 30, height: 6, .ascii)
    #expect(plain.allSatisfy { $0.isASCII })
  }

  @Test(arguments: [1, 3, 8, 20, 40])
  func anyWindowIsDrawn(width: Int) {
    var prompt = prompt(["set histogram.bandwidth 0.2 # 界界界界"])
    for keys in [
      [Key.tab], [.tab], [.up], [.control("a")], [.control("r"), .character("0")], [.enter], [.enter],
    ] {
      for key in keys { _ = prompt.handle(key) }
      for height in 1...6 {
        for glyphs in GlyphSet.allCases {
          var canvas = Canvas(width: width, height: height)
          let cursor = prompt.draw(in: &canvas, canvas.bounds, glyphs: glyphs)
          #expect((0..<width).contains(cursor.x) && cursor.y == height - 1)
        }
      }
    }
  }
}
