import NeosPlot
import Testing

@Suite("Canvas")
struct CanvasTests {
  @Test func drawingIsClipped() {
    var canvas = Canvas(width: 4, height: 2)
    canvas.write("abcdef", x: 2, y: 0)
    canvas.write("xyz", x: -2, y: 1)
    canvas.write("no", x: 0, y: 5)
    canvas.write("no", x: .max, y: 0)
    canvas.write("no", x: .min, y: .min)
    canvas.fill(Rectangle(x: -9, y: -9, width: 9, height: 9), with: Cell("#"))
    #expect(canvas.description == "  ab\nz")
  }

  @Test func wideCharactersKeepTheColumns() {
    var canvas = Canvas(width: 5, height: 1)
    canvas.write("日本語", x: 0, y: 0)
    #expect(canvas.description == "日本")
    canvas[1, 0] = Cell("x")
    #expect(canvas.description == " x本")
    canvas[2, 0] = Cell("y")
    #expect(canvas.description == " xy")
    canvas[4, 0] = Cell("語")
    #expect(canvas.description == " xy")
  }

  @Test func controlCharactersBecomeSpaces() {
    var canvas = Canvas(width: 6, height: 1)
    canvas.write("a\u{1B}[m\nb", x: 0, y: 0)
    #expect(canvas.description == "a [m b")
  }

  @Test func sizesAreClamped() {
    #expect(Canvas(width: -3, height: 2).width == 0)
    #expect(Canvas(width: 1, height: .max).height == Canvas.largestSize)
    #expect(Canvas(width: 0, height: 0).description.isEmpty)
    #expect(Rectangle(x: .max, y: .min, width: .max, height: -1).isEmpty)
  }

  @Test func framesHaveTitles() {
    var canvas = Canvas(width: 12, height: 3)
    canvas.frame(canvas.bounds, title: "yields of all", .plain, glyphs: .unicode)
    #expect(canvas.description == "┌ yields … ┐\n│          │\n└──────────┘")
    canvas.frame(canvas.bounds, title: "fit", .plain, glyphs: .ascii)
    #expect(canvas.description == "+ fit -----+\n|          |\n+----------+")
  }

  @Test func blitAndCopyAreInverse() {
    var small = Canvas(width: 4, height: 2)
    small.write("日ab", x: 0, y: 0, Style(.signal))
    var large = Canvas(width: 10, height: 5)
    large.blit(small, x: 3, y: 2)
    #expect(large.copy(of: Rectangle(x: 3, y: 2, width: 4, height: 2)) == small)
    large.blit(small, x: -1, y: 0)
    #expect(large.description.lines[0] == " ab")
    #expect(large.copy(of: Rectangle(x: 4, y: 2, width: 2, height: 1)).description == " a")
  }

  @Test func runsTurnOneCanvasIntoAnother() {
    var generator = TestGenerator(state: 3)
    let characters: [Character] = [" ", "a", "█", "日", "⣿", "é"]
    let styles = [Style.plain, Style(.signal), Style(.axis, on: .ramp(3), .bold)]
    for _ in 0..<300 {
      var old = Canvas(width: 9, height: 3)
      for _ in 0..<20 {
        old[Int.random(in: -1...9, using: &generator), Int.random(in: -1...3, using: &generator)] = Cell(
          characters.randomElement(using: &generator) ?? " ",
          styles.randomElement(using: &generator) ?? .plain)
      }
      var new = old
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        new[Int.random(in: 0...8, using: &generator), Int.random(in: 0...2, using: &generator)] = Cell(
          characters.randomElement(using: &generator) ?? " ",
          styles.randomElement(using: &generator) ?? .plain)
      }
      for run in new.runs(since: old) { old.apply(run) }
      #expect(old == new)
      var blank = Canvas(width: 9, height: 3, filledWith: Cell("?"))
      for run in new.runs() { blank.apply(run) }
      #expect(blank == new)
    }
  }

  @Test func runsTellOnlyWhatChanged() {
    var old = Canvas(width: 8, height: 2)
    old.write("loss 1.0", x: 0, y: 0)
    var new = old
    new.write("2", x: 5, y: 0)
    new.write("ok", x: 0, y: 1, Style(.highlight))
    let runs = new.runs(since: old)
    #expect(runs.map(\.text) == ["2", "ok"])
    #expect(runs.map(\.x) == [5, 0] && runs.map(\.y) == [0, 1])
    #expect(new.runs(since: new).isEmpty)
    #expect(new.runs(since: Canvas(width: 3, height: 1)).map(\.text).joined() == "loss 2.0ok      ")
  }
}
