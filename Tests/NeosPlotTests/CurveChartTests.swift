import NeosPlot
import Testing

@Suite("Curve chart")
struct CurveChartTests {
  @Test func aSpikeAmongMillionsIsSeen() {
    var values = Array(repeating: 1.0, count: 2_000_000)
    values[1_234_567] = 10
    values[77] = -5
    let text = CurveChart([Curve("loss", .series(0), values: values)]).text(width: 60, height: 15)
    let lines = text.lines
    let hasDots: (Substring) -> Bool = { $0.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) } }
    // The axis runs from -5 to 10: the spikes reach its ends.
    let rows = lines.indices.filter { $0 > 0 && hasDots(lines[$0]) }
    #expect(rows.first == 1 && rows.last == 12)
  }

  @Test func theCursorReadsExactValues() {
    let chart = CurveChart([
      Curve("train", .series(0), firstStep: 10, values: [0.1, 0.2, .nan, 0.4]),
      Curve("test", .series(1), firstStep: 0, stride: 5, values: [1, 2, 3]),
    ])
    #expect(chart.reading(at: 11).map(\.value) == [0.2, nil])
    #expect(chart.reading(at: 12).map(\.value) == [nil, nil])
    #expect(chart.reading(at: 10).map(\.value) == [0.1, 3])
    #expect(chart.reading(at: 4).map(\.value) == [nil, 2], "the nearest step that has a value")
    #expect(chart.reading(at: -1).map(\.value) == [nil, nil])
    #expect(chart.reading(at: .max).map(\.value) == [nil, nil])
  }

  @Test func aCurveWithoutTheStepIsNotRead() {
    var chart = CurveChart([
      Curve("long", .series(0), values: [1, 2, 3, .nan, 5]), Curve("short", .series(1), values: [7, 8]),
    ])
    func top() -> Substring { chart.text(width: 60, height: 12).lines[0] }
    chart.cursor = 1
    #expect(top().contains("long 2") && top().contains("short 8"))
    chart.cursor = 2
    #expect(top().contains("long 3") && !top().contains("short") && !top().contains("nan"))
    chart.cursor = 3
    #expect(top().contains("long none"))
  }

  @Test func theColumnUnderAPointerHasTheStep() throws {
    var chart = CurveChart([Curve("loss", .series(0), values: (0...100).map { Double($0) })])
    for column in 0..<60 {
      guard let step = chart.step(atColumn: column, width: 60, height: 12, glyphs: .unicode) else { continue }
      chart.cursor = step
      let canvas = chart.canvas(width: 60, height: 12, glyphs: .unicode)
      #expect(canvas[column, 10].style.foreground == .cursor)
    }
    #expect(chart.step(atColumn: 0, width: 60, height: 12, glyphs: .unicode) == nil)
  }

  @Test func gapsStayEmpty() {
    let values = (0..<40).map { (10..<30).contains($0) ? Double.nan : 1 }
    let chart = CurveChart([Curve("loss", .series(0), values: values)])
    let canvas = chart.canvas(width: 46, height: 8, glyphs: .ascii)
    let row = canvas.description.lines.dropFirst().first { $0.contains("*") } ?? ""
    #expect(row.contains { $0 == "*" })
    let stars = row.filter { $0 == "*" }.count
    #expect(stars >= 18 && stars <= 24, "half of the steps are defined")
    #expect(row.contains("*                "))
  }

  @Test func logScaleLeavesOutWhatIsNotPositive() {
    let curve = Curve("loss", .series(0), values: [0, -1, 10, 1000])
    let text = CurveChart([curve], scale: .log).text(width: 40, height: 10)
    #expect(text.contains("1000") && text.contains("10"))
    let none = CurveChart([Curve("loss", .series(0), values: [0, -1])], scale: .log)
    #expect(none.text(width: 50, height: 10).contains("no positive values"))
  }

  @Test func aStraightLineIsStraight() {
    let chart = CurveChart([Curve("loss", .series(0), values: (0...10).map { Double($0) })])
    let canvas = chart.canvas(width: 40, height: 13, glyphs: .ascii)
    var last = -1
    for column in 4..<40 {
      let rows = (1..<11).filter { canvas[column, $0].character == "*" }
      guard let row = rows.first else { continue }
      #expect(last < 0 || row <= last, "never falls")
      last = row
    }
    #expect(last == 1, "ends at the top")
  }

  @Test func windowsShowTheLastSteps() {
    var chart = CurveChart([Curve("loss", .series(0), values: [9, 9, 9, 1, 2, 3])])
    chart.window = .last(3)
    #expect(!chart.text(width: 40, height: 10).lines.dropFirst().joined().contains("9"))
    chart.window = .last(.max)
    #expect(chart.text(width: 40, height: 10).lines.dropFirst().joined().contains("8"))
  }

  @Test func emptyCurvesSaySo() {
    #expect(CurveChart([]).text(width: 40, height: 6).contains("no steps yet"))
    let undefined = CurveChart([Curve("loss", .series(0), values: [.nan])])
    #expect(undefined.text(width: 40, height: 6).contains("no finite values"))
    #expect(
      CurveChart([Curve("loss", .series(0), values: [5])]).text(width: 40, height: 6).contains("⠒ loss 5"))
  }
}
