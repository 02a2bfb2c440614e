import NeosEngine
import NeosPlot
import NeosTerminal
import Testing

@Suite struct LogTests {
  private func rows(_ log: Log, width: Int = 20, height: Int = 4, _ glyphs: GlyphSet = .unicode) -> [String] {
    log.canvas(width: width, height: height, glyphs: glyphs).description
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  private func numbered(_ count: Int, limit: Int = 10_000) -> Log {
    var log = Log(limit: limit)
    for number in 0..<count { log.add(.note, "line \(number)") }
    return log
  }

  @Test func theEndIsShownAndFollowed() {
    var log = numbered(10)
    #expect(rows(log) == ["  line 6", "  line 7", "  line 8", "  line 9"])
    log.add(.command, "step")
    #expect(rows(log) == ["  line 7", "  line 8", "  line 9", ": step"])
    #expect(rows(numbered(2)) == ["  line 0", "  line 1", "", ""])
  }

  @Test func whatIsScrolledStaysWhereItIs() {
    var log = numbered(10)
    let isDone1 = log.scroll(by: -2, width: 20, height: 4)
    #expect(isDone1)
    #expect(rows(log) == ["  line 4", "  line 5", "  line 6", "↓ more below"])
    log.add(.note, "news")
    #expect(rows(log)[0] == "  line 4")
    log.scroll(by: 3, width: 20, height: 4)
    #expect(log.isAtEnd)
    #expect(rows(log)[3] == "  news")
    log.scrollToStart(width: 20, height: 4)
    #expect(rows(log)[0] == "  line 0")
    let isDone2 = log.scroll(by: -1, width: 20, height: 4)
    #expect(!isDone2)
    log.scrollToEnd()
    #expect(rows(log)[3] == "  news")
  }

  @Test func longTextIsWrappedAtSpaces() {
    var log = Log()
    log.add(.warning, "the bandwidth is too small")
    #expect(rows(log, width: 16) == ["! the bandwidth", "    is too small", "", ""])
    log.clear()
    log.add(.note, "abcdefghijkl 界界界界")
    #expect(rows(log, width: 8, height: 5) == ["  abcdef", "    ghij", "    kl", "    界界", "    界界"])
  }

  @Test func tablesKeepTheirColumns() {
    var log = Log()
    log.add(
      .display(Display(title: "t", columns: ["", "loss"], rows: [[.text("step 1"), .number(0.5)]])))
    #expect(rows(log, height: 2) == ["          loss", "  step 1  0.5"])
  }

  @Test func theOldestAreDropped() {
    var log = numbered(1000, limit: 100)
    #expect(log.entries.count <= 100 && log.entries.count > 80)
    #expect(log.droppedCount + log.entries.count == 1000)
    #expect(rows(log)[3] == "  line 999")
    // A place that is dropped becomes the oldest one.
    log.scrollToStart(width: 20, height: 4)
    for number in 0..<200 { log.add(.note, "more \(number)") }
    #expect(rows(log)[0] == "  \(log.entries[0].text)")
    #expect(LogEntry(.table, String(repeating: "x", count: 300_000)).text.count < 100_000)
  }

  @Test func aSearchFindsOlderAndNewer() {
    var log = numbered(50)
    let isDone3 = log.search("LINE 1", width: 20, height: 4)
    #expect(!isDone3)
    let isDone4 = log.search("line 1", width: 20, height: 4)
    #expect(isDone4)
    #expect(rows(log).contains("  line 19"))
    let isDone5 = log.search(width: 20, height: 4)
    #expect(isDone5)
    #expect(rows(log).contains("  line 18"))
    let isDone6 = log.search(nil, .newer, width: 20, height: 4)
    #expect(isDone6)
    #expect(rows(log).contains("  line 19"))
    let isDone7 = log.search(nil, .newer, width: 20, height: 4)
    #expect(!isDone7)
    let marked = log.canvas(width: 20, height: 4, glyphs: .unicode).foregroundDescription
    #expect(marked.contains("HHHH H"))
    log.endSearch()
    #expect(!log.canvas(width: 20, height: 4, glyphs: .unicode).foregroundDescription.contains("H"))
  }

  @Test func errorsShowTheLineWithACaret() throws {
    let line = "histogram kde bandwith=0.5"
    let error = try #require(throws: LanguageError.self) { try Command(line: line) }
    var log = Log()
    log.add(LogEntry(error, in: line))
    let shown = rows(log, width: 60, height: 6)
    let caret = try #require(shown.firstIndex { $0.contains("^") })
    let column = try #require(shown[caret].firstIndex(of: "^")).utf16Offset(in: shown[caret])
    #expect(shown[caret - 1].dropFirst(column).hasPrefix("bandwith"))
  }

  @Test(arguments: Picture.Topic.allCases)
  func chartsAreAsWideAsTheLogInTheCharactersThatTheTerminalHas(topic: Picture.Topic) throws {
    var session = Session()
    for line in ["data blobs events=100", "step 3"] { try session.perform(line) }
    var log = Log()
    for chart in try session.picture(topic).charts { log.add(LogEntry(chart)) }
    for width in [48, 72, 118, 160] {
      for glyphs in GlyphSet.allCases {
        let rows = rows(log, width: width, height: 28, glyphs)
        #expect(rows.contains { $0.count > width - 8 } && rows.allSatisfy { $0.count <= width })
        if glyphs == .ascii { #expect(!rows.contains { $0.contains("?") }) }
      }
    }
    let found = log.search("network", width: 118, height: 28)
    #expect(found == [.histogram, .plane, .scores].contains(topic), "the names of axes are found")
  }

  @Test func signsAndAccentsAreSpelledInASCII() throws {
    var session = Session()
    var log = Log()
    for line in ["help expect", "help objective", "expect step = 0 ± 1"] {
      try session.perform(line, control: SessionControl { log.add($0) })
    }
    let text = rows(log, width: 100, height: 60, .ascii).joined(separator: "\n")
    #expect(text.contains("+- ") && text.contains("Cramer-Rao") && !text.contains("?"))
    #expect(rows(log, width: 100, height: 60).joined().contains("Cramér-Rao"))
  }

  @Test(arguments: [0, 1, 2, 3, 7, 80])
  func anyWindowIsDrawn(width: Int) {
    var log = numbered(5)
    log.add(.error, "界界界 a\tb\n\nlast")
    for height in 0...6 {
      for glyphs in GlyphSet.allCases {
        let canvas = log.canvas(width: width, height: height, glyphs: glyphs)
        #expect(canvas.width == width && canvas.height == height)
      }
      log.scroll(by: -1, width: width, height: height)
      _ = log.search("a", width: width, height: height)
    }
  }
}
