import NeosTerminal
import Testing

@Suite struct LineEditorTests {
  /// An editor with a text; `|` stands for the cursor.
  private func editor(_ text: String) -> LineEditor {
    var editor = LineEditor()
    let cursor = text.firstIndex(of: "|").map { text.distance(from: text.startIndex, to: $0) }
    editor.replace(with: text.filter { $0 != "|" }, cursor: cursor)
    return editor
  }

  private func shown(_ editor: LineEditor) -> String {
    var characters = Array(editor.text)
    characters.insert("|", at: editor.cursor)
    return String(characters)
  }

  /// A text, keys, and what comes of them.
  struct Case: CustomTestStringConvertible {
    let before: String
    let keys: [Key]
    let after: String
    init(_ before: String, _ keys: Key..., gives after: String) {
      (self.before, self.keys, self.after) = (before, keys, after)
    }
    var testDescription: String { "\(before) -> \(after)" }
  }

  static let cases = [
    Case("a|c", .character("b"), gives: "ab|c"),
    Case("set rate|", .control("a"), gives: "|set rate"),
    Case("|set rate", .control("e"), gives: "set rate|"),
    Case("set| rate", .home, .right, gives: "s|et rate"),
    Case("set| rate", .end, .control("b"), .left, .control("f"), gives: "set rat|e"),
    Case("set optimizer.ra|te", .alt("b"), .alt("b"), gives: "set |optimizer.rate"),
    Case("|set optimizer.rate", .alt("f"), .alt("f"), gives: "set optimizer|.rate"),
    Case("ab|c", .backspace, gives: "a|c"),
    Case("ab|c", .control("h"), .delete, gives: "a|"),
    Case("ab|c", .control("d"), gives: "ab|"),
    Case("set rate| 3", .control("k"), gives: "set rate|"),
    Case("set rate| 3", .control("u"), gives: "| 3"),
    Case("bins=0:1:2  |x", .control("w"), gives: "|x"),
    Case("set bins=0:1:2|", .control("w"), gives: "set |"),
    Case("set bins=0:1:2|", .alt("\u{7F}"), gives: "set bins=0:1:|"),
    Case("|set rate", .alt("d"), gives: "| rate"),
    Case("one two| three", .control("k"), .control("a"), .control("y"), gives: " three|one two"),
    Case("one two three|", .control("w"), .control("w"), .control("y"), gives: "one two three|"),
    Case("a b|", .control("w"), .left, .control("u"), .control("y"), .alt("y"), gives: "b| "),
    Case("ab|cd", .control("t"), gives: "acb|d"),
    Case("abcd|", .control("t"), gives: "abdc|"),
    Case("|ab", .control("t"), gives: "|ab"),
    Case("one| two three", .alt("t"), gives: "two one| three"),
    Case("one two three|", .alt("t"), gives: "one three two|"),
    Case("one two|", .control("w"), .control("_"), gives: "one two|"),
    Case("one|", .character("x"), .character("y"), .control("_"), gives: "one|"),
    Case("|", .character("a"), .character(" "), .character("b"), .control("_"), gives: "a|"),
  ]

  @Test(arguments: cases) func keysDoWhatTheyDoElsewhere(example: Case) {
    var editor = editor(example.before)
    for key in example.keys { _ = editor.handle(key) }
    #expect(shown(editor) == example.after)
  }

  @Test func keysThatDoNothingSayIt() {
    var editor = editor("|")
    for key in [
      Key.backspace, .delete, .left, .right, .control("k"), .control("y"), .alt("y"), .control("t"),
    ] {
      #expect(editor.handle(key) == false, "\(key)")
    }
    #expect(editor.handle(.tab) == nil)
    #expect(editor.handle(.character("\u{1B}")) == false)
    #expect(editor.text.isEmpty)
  }

  @Test func aLetterAndItsAccentAreOneCharacter() {
    var editor = editor("caf|")
    _ = editor.handle(.character("e"))
    _ = editor.handle(.character("\u{301}"))
    #expect(editor.text == "cafe\u{301}" && editor.cursor == 4)
    _ = editor.handle(.backspace)
    #expect(shown(editor) == "caf|")
    _ = editor.handle(.character("👨‍👩‍👧"))
    #expect(editor.cursor == 4)
  }

  @Test func pastedLinesBecomeOne() {
    var editor = editor("a|d")
    editor.insert("b\nc\t")
    #expect(shown(editor) == "ab c |d")
    _ = editor.handle(.control("_"))
    #expect(shown(editor) == "a|d")
  }

  @Test func allOfAShortLineIsShown() {
    let window = editor("界a|").window(columns: 10)
    #expect(window.characters == 0..<2 && window.cursorColumn == 3)
    #expect(!window.isCutLeft && !window.isCutRight)
  }

  /// Whatever the line, the width and the cursor: the cursor is in the window, and what is shown fits.
  @Test(arguments: [1, 2, 3, 5, 8, 12, 40])
  func theCursorStaysInTheWindow(columns: Int) {
    let texts = [
      "", "a", "set bandwidth 0.25 and more", "界界界界界界界界", "a界b界c界d界e",
      "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}",
    ]
    for text in texts {
      for cursor in 0...text.count {
        var editor = LineEditor()
        editor.replace(with: text, cursor: cursor)
        let window = editor.window(columns: columns)
        let characters = Array(text)
        let used = characters[window.characters].reduce(0) {
          $0 + ($1.isASCII || $1.unicodeScalars.count > 1 ? 1 : 2)
        }
        guard columns >= 8 else { continue }
        #expect((0..<columns).contains(window.cursorColumn), "\(text) \(cursor)")
        #expect(
          used + (window.isCutLeft ? 1 : 0) + (window.isCutRight ? 1 : 0) <= columns, "\(text) \(cursor)")
        // The character under the cursor is seen.
        #expect(cursor == text.count || window.characters.contains(cursor), "\(text) \(cursor)")
      }
    }
  }
}
