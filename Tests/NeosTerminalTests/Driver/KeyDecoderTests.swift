import NeosPlot
import NeosTerminal
import Testing

@Suite("Keys from what ncurses reads")
struct KeyDecoderTests {
  private func bytes(_ text: String) -> [KeyDecoder.Code] { text.utf8.map { .byte($0) } }

  private func keys(_ text: String) -> [Input] {
    var decoder = KeyDecoder()
    return decoder.decode(bytes(text))
  }

  @Test(
    "Bytes",
    arguments: [
      ("a B", [.character("a"), .character(" "), .character("B")]),
      ("é漢", [.character("é"), .character("漢")]),
      ("e\u{301}", [.character("e\u{301}")]), ("👨‍👩‍👧", [.character("👨‍👩‍👧")]),
      ("\u{3}\u{1a}\u{0}", [.control("c"), .control("z"), .control("@")]),
      ("\r\n\t", [.enter, .enter, .tab]),
      ("\u{7F}\u{8}", [.backspace, .backspace]), ("\u{1B}", [.escape]), ("\u{1B}f", [.alt("f")]),
      ("\u{1B}é", [.alt("é")]), ("\u{1B}fa", [.alt("f"), .character("a")]),
      ("\u{1B}\u{1B}", [.escape, .escape]), ("\u{1B}\u{7F}", [.control("w")]), ("\u{1B}[", [.alt("[")]),
      ("\u{1B}O", [.alt("O")]), ("\u{1B}[A\u{1B}OB", [.up, .down]),
      ("\u{1B}[1;5D\u{1B}[1;2C", [.alt("b"), .right]),
      ("\u{1B}[1~\u{1B}[4~\u{1B}[3~\u{1B}[Z", [.home, .end, .delete, .backTab]),
    ] as [(String, [Key])])
  func decodes(_ text: String, _ expected: [Key]) { #expect(keys(text) == expected.map { .key($0) }) }

  @Test(
    "Sequences that mean nothing here type nothing",
    arguments: ["\u{1B}[I", "\u{1B}[24;2~", "\u{1B}[?1;2c", "\u{1B}OP", "\u{1B}[<0;1;2M", "\u{1B}[1;"])
  func swallows(_ sequence: String) {
    #expect(keys(sequence) == [])
    #expect(keys(sequence + "\u{1B}x") == [.key(.alt("x"))])
  }

  @Test("A character that comes in pieces is one character, and bytes that are no text are none")
  func pieces() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.byte(0xE6), .byte(0xBC)]) == [])
    #expect(decoder.decode([.byte(0xA2), .byte(0x61)]) == [.key(.character("漢")), .key(.character("a"))])
    #expect(decoder.decode([.byte(0xE9), .byte(0x61)]) == [.key(.character("a"))])
    #expect(decoder.decode([.byte(0xC2), .byte(0x9B)]) == [])
  }

  @Test("A paste is one thing, whatever is in it")
  func paste() {
    let text = "step 3\r\nquit\rq \u{7}\u{1B}[Aé\t"
    #expect(
      keys("a\u{1B}[200~\(text)\u{1B}[201~b") == [
        .key(.character("a")), .paste("step 3\nquit\nq [Aé\t"), .key(.character("b")),
      ])
  }

  @Test("A paste in pieces types nothing in between, and keys of the terminal within it are left out")
  func pasteInPieces() {
    var decoder = KeyDecoder()
    #expect(decoder.decode(bytes("\u{1B}[200~qu")) == [])
    #expect(decoder.isPasting)
    #expect(decoder.decode([.input(.key(.up)), .input(.mouse(Mouse(.press, x: 0, y: 0)))]) == [])
    #expect(decoder.decode([.input(.resized(width: 8, height: 2))]) == [.resized(width: 8, height: 2)])
    #expect(decoder.decode(bytes("it\u{1B}[20")) == [])
    #expect(decoder.decode(bytes("1~")) == [.paste("quit")])
    #expect(!decoder.isPasting)
  }

  @Test("A paste whose end is lost ends all the same")
  func pasteWithoutEnd() {
    var decoder = KeyDecoder()
    _ = decoder.decode(bytes("\u{1B}[200~half"))
    #expect(decoder.endPaste() == [.paste("half")])
    #expect(decoder.decode(bytes("q")) == [.key(.character("q"))])
  }

  @Test("A paste of many megabytes is cut")
  func largePaste() {
    var decoder = KeyDecoder()
    let text = String(repeating: "x", count: KeyDecoder.largestPaste + 5000)
    let inputs = decoder.decode(bytes("\u{1B}[200~\(text)\u{1B}[201~q"))
    #expect(inputs == [.paste(String(text.prefix(KeyDecoder.largestPaste))), .key(.character("q"))])
  }

  @Test("Keys that ncurses knows pass, with Alt as words")
  func functionKeys() {
    var decoder = KeyDecoder()
    #expect(decoder.decode([.input(.key(.pageUp)), .unknown]) == [.key(.pageUp)])
    #expect(decoder.decode([.byte(0x1B), .input(.key(.left))]) == [.key(.alt("b"))])
    #expect(decoder.decode([.byte(0x1B), .input(.key(.up))]) == [.key(.escape), .key(.up)])
  }

  @Test(
    "The characters that a terminal can show",
    arguments: [
      ("xterm-256color", "UTF-8", .unicode), ("tmux-256color", "UTF-8", .unicode),
      ("screen", "utf8", .unicode),
      ("xterm", "ANSI_X3.4-1968", .ascii), ("xterm", "ISO-8859-1", .ascii), ("linux", "UTF-8", .ascii),
      ("linux-16color", "UTF-8", .ascii), ("vt100", "UTF-8", .ascii), ("vt220-w", "UTF-8", .ascii),
    ] as [(String, String, GlyphSet)])
  func glyphs(_ terminal: String, _ codeset: String, _ expected: GlyphSet) {
    #expect(GlyphSet(terminal: terminal, codeset: codeset) == expected)
  }
}
