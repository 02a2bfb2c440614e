import NeosPlot
import Testing

@Suite("Histogram chart")
struct HistogramChartTests {
  static let blocks: [Character] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The height of a column of solid cells above the axis, in eighths.
  private func height(_ canvas: Canvas, column: Int) -> Int {
    var sum = 0
    for row in 0..<canvas.height {
      let character = canvas[column, row].character
      let cell = canvas[column, row].style.foreground == .signal ? character : " "
      switch cell {
      case ".": sum += 2
      case ":": sum += 5
      case "#": sum += 8
      default: sum += Self.blocks.firstIndex(of: cell) ?? 0
      }
    }
    return sum
  }

  private func signalOnly(_ yields: [Double]) -> HistogramChart {
    HistogramChart(
      edges: (0...yields.count).map { Double($0) },
      layers: [HistogramChart.Layer("signal", .signal, yields: yields)])
  }

  @Test func heightsAreProportionalToAnEighth() throws {
    // The axis goes from 0 to 10: the first yield makes it so.
    let yields = [10, 5, 2.5, 1.234, 7.77, 0.1, 0, 9.9]
    let chart = signalOnly(yields)
    for size in [(50, 12), (40, 9), (90, 30)] {
      let canvas = chart.canvas(width: size.0, height: size.1, glyphs: .unicode)
      let columns = try (0..<yields.count).map { bin in
        try #require(
          (0..<size.0).first {
            chart.bin(atColumn: $0, width: size.0, height: size.1, glyphs: .unicode) == bin
          })
      }
      let full = height(canvas, column: columns[0])
      #expect(full % 8 == 0 && full > 0)
      for (yield, column) in zip(yields, columns) {
        let exact = yield / 10 * Double(full)
        #expect((Double(height(canvas, column: column)) - exact).magnitude <= 0.5)
      }
    }
  }

  @Test func asciiIsAtMostAnEighthAway() {
    let yields = stride(from: 0.0, through: 10, by: 0.5).map { $0 }
    let chart = signalOnly(yields)
    let unicode = chart.canvas(width: 120, height: 11, glyphs: .unicode)
    let ascii = chart.canvas(width: 120, height: 11, glyphs: .ascii)
    for column in 0..<120 {
      #expect((height(unicode, column: column) - height(ascii, column: column)).magnitude <= 1)
    }
  }

  @Test func widthsAreThoseOfTheBins() throws {
    let chart = Examples.unequal
    var counts = [0, 0, 0, 0]
    for column in 0..<110 {
      if let bin = chart.bin(atColumn: column, width: 110, height: 24, glyphs: .unicode) { counts[bin] += 1 }
    }
    let all = Double(counts.reduce(0, +))
    for (count, width) in zip(counts, [0.1, 0.2, 0.3, 0.4]) {
      #expect((Double(count) - width * all).magnitude <= 1)
    }
  }

  @Test func bothFormsSayTheSameNumbers() {
    func numbers(_ text: String) -> [String] {
      text.split { !$0.isNumber && $0 != "." && $0 != "-" }.map { String($0) }
        .filter { $0.contains { $0.isNumber } }
    }
    for chart in [Examples.unequal, Examples.published] {
      let unicode = chart.text(width: 76, height: 24).lines.dropFirst().suffix(8).joined(separator: " ")
      let ascii = chart.text(width: 76, height: 24, glyphs: .ascii).lines.dropFirst().suffix(8)
        .joined(separator: " ").replacing("+", with: " ")
      #expect(numbers(unicode).filter { Double($0) != nil } == numbers(ascii).filter { Double($0) != nil })
    }
  }

  @Test func theBandLiesBetweenUpAndDown() {
    let chart = HistogramChart(edges: [0, 1], signal: [0], background: [50], up: [100], down: [20])
    let lines = chart.text(width: 30, height: 13).lines
    let isBand = lines.map { $0.contains("░") || $0.contains("▔") && !$0.contains("┴") }
    #expect(isBand.contains(true))
    // Rows of 8 between the axis at 0 and 100: the band covers from 20 to 100.
    #expect(lines[1].contains("▔") && !lines[1].contains("▒"))
  }

  @Test func theSignalFactorScalesTheBarsNotTheTable() {
    var chart = Examples.published
    chart.signalFactor = 4
    let text = chart.text(width: 64, height: 20)
    #expect(text.contains("signal ×4") && text.contains("6.76"))
    chart.cursor = 0
    #expect(chart.text(width: 80, height: 12).contains("bin 0, 0 to 0.5: signal 6.76, background 34.14, up"))
    chart.cursor = 7
    #expect(!chart.text(width: 80, height: 12).contains("bin 7"))
  }

  @Test func oddInputIsSaid() {
    #expect(
      HistogramChart(edges: [], signal: [], background: []).text(width: 30, height: 5).contains("no bins"))
    let backward = HistogramChart(edges: [1, 0], signal: [1], background: [1])
    #expect(backward.text(width: 40, height: 5).contains("do not increase"))
    let undefined = HistogramChart(edges: [0, 1, 2], signal: [1, .nan], background: [3])
    #expect(undefined.text(width: 40, height: 12).contains("?"))
  }

  @Test func manyBinsShowTheHighest() {
    let yields = (0..<5000).map { $0 == 1234 ? 100.0 : 1 }
    let chart = signalOnly(yields)
    let canvas = chart.canvas(width: 60, height: 12, glyphs: .unicode)
    #expect((0..<60).map { height(canvas, column: $0) }.max() == 72)
    #expect(canvas.description.contains("the highest is shown"))
  }
}
