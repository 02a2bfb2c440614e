import NeosPlot
import Testing

/// What is read of a chart, in charts of any size.
@Suite("Reading charts")
struct ReadoutTests {
  /// The rows above a chart's plot, joined.
  private func above(_ chart: some Chart, _ width: Int, _ height: Int, _ glyphs: GlyphSet) -> String {
    chart.text(width: width, height: height, glyphs: glyphs).lines.prefix(max(height / 3, 3))
      .joined(separator: " ")
  }

  @Test("Every number of a bin is read whole", arguments: [(58, 16), (46, 12), (38, 8)], GlyphSet.allCases)
  func histogram(size: (width: Int, height: Int), glyphs: GlyphSet) {
    var chart = HistogramChart(
      edges: (0...30).map { Double($0) / 30 }, signal: Array(repeating: 2.065, count: 30),
      background: Array(repeating: 34.14, count: 30), up: Array(repeating: 35.11, count: 30),
      down: Array(repeating: 32.37, count: 30))
    for layer in chart.layers.indices { chart.layers[layer].errors = Array(repeating: 0.33, count: 30) }
    chart.cursor = 15
    let text = above(chart, size.width, size.height, glyphs)
    let plusMinus = glyphs == .unicode ? "±" : "+-"
    for number in [
      "bin 15,", "0.5 to 0.5333:", " 2.065 \(plusMinus) 0.33,", " 34.14 \(plusMinus) 0.33,", " 35.11,",
      " 32.37",
    ] {
      #expect(text.contains(number), "\(number) in \(text)")
    }
  }

  @Test("Every curve of several copies is read whole", arguments: [(58, 12), (38, 10)])
  func curves(size: (width: Int, height: Int)) {
    var chart = CurveChart(
      (0..<4).map { index in
        Curve(
          "a fork of a fork \(index): loss", .series(UInt8(index)), values: [0.5, 0.1234 + Double(index)])
      })
    for cursor in [nil, 1] {
      chart.cursor = cursor
      let text = above(chart, size.width, size.height, .unicode)
      for number in ["0.1234", "1.123", "2.123", "3.123"] { #expect(text.contains(" \(number)"), "\(text)") }
    }
  }

  @Test("Names that are shortened stay different names", arguments: [30, 38, 48, 58], GlyphSet.allCases)
  func distinct(width: Int, glyphs: GlyphSet) {
    let copies = ["", "copy: ", "copy-2: ", "copy-3: "]
    for metric in ["cls", "generalized-variance"] {
      var chart = CurveChart(
        copies.flatMap { copy in ["train", "test"].map { "\(copy)\($0).\(metric)" } }.enumerated().map {
          Curve($1, .series(UInt8($0)), values: [0.5, 0.123456])
        })
      chart.cursor = 1
      let text = above(chart, width, 14, glyphs)
      let names = text.replacing(": ", with: ":").matches(of: #/([^ │|]+) 0\.123456/#).map(\.output.1)
      #expect(Set(names).count == names.count && names.count >= 3, "\(text)")
      #expect(names.count == 8 || text.contains(glyphs == .unicode ? "…" : "~"), "\(text)")
    }
  }

  @Test("A place of a map and of densities is read whole in narrow panes", arguments: GlyphSet.allCases)
  func others(glyphs: GlyphSet) {
    var map = Examples.map
    map.features = ("feature 0", "feature 1")
    map.cursor = (0.123, -0.456)
    let value = map.value(x: 0.123, y: -0.456).map { NumberText.brief($0) } ?? ""
    let text = above(map, 34, 9, glyphs)
    for number in [" 0.123,", " -0.456:", " \(value)"] { #expect(text.contains(number), "\(text)") }
    var densities = Examples.densities
    densities.cursor = 0.5
    let read = above(densities, 30, 9, glyphs)
    #expect(read.contains("at 0.5:") && read.contains("signal 0.829") && read.contains("background 1.6"))
  }

  @Test("Where there is no room a number is left out whole, and an ellipsis says so")
  func noRoom() {
    var chart = CurveChart(
      (0..<40).map { Curve("curve-\($0)", .series(0), values: [100.5 + Double($0)]) })
    chart.cursor = 0
    let rows = chart.text(width: 30, height: 9).lines.prefix(3)
    #expect(rows[2].hasSuffix("…"))
    for number in rows.joined(separator: " ").matches(of: #/ ([0-9.]+)(?= |$)/#) {
      #expect(number.1.contains("."), "\(number.1)")
    }
  }
}
