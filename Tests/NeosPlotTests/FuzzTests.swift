import NeosPlot
import Testing

/// Any size and any numbers: no trap, nothing outside of the canvas, the same twice, ASCII in ASCII.
@Suite("Charts of anything")
struct FuzzTests {
  private func check(_ chart: some Chart, _ generator: inout TestGenerator) {
    let width = Int.random(in: -1...70, using: &generator)
    let height = Int.random(in: -1...24, using: &generator)
    for glyphs in GlyphSet.allCases {
      let canvas = chart.canvas(width: width, height: height, glyphs: glyphs)
      #expect(canvas.width == max(width, 0) && canvas.height == max(height, 0))
      #expect(canvas == chart.canvas(width: width, height: height, glyphs: glyphs))
      #expect(canvas.description.lines.allSatisfy { $0.columnCount <= max(width, 0) })
      if glyphs == .ascii { #expect(canvas.description.allSatisfy { $0.isASCII }) }
    }
  }

  @Test func everySizeOfEveryExample() {
    var unequal = Examples.unequal
    unequal.scale = .log
    let charts: [any Chart] = [
      Examples.published, Examples.unequal, unequal, Examples.losses, Examples.map, Examples.densities,
      Examples.pulls, Examples.ranking,
    ]
    for chart in charts {
      for width in 0...40 {
        for height in 0...12 {
          for glyphs in GlyphSet.allCases {
            let canvas = chart.canvas(width: width, height: height, glyphs: glyphs)
            #expect(canvas.width == width && canvas.height == height)
            if width > 0, height > 0 { #expect(!canvas.description.allSatisfy { $0 == " " || $0 == "\n" }) }
          }
        }
      }
    }
  }

  @Test(arguments: 0..<8) func histograms(seed: UInt64) {
    var generator = TestGenerator(state: seed)
    for round in 0..<80 {
      let count = Int.random(in: 0...20, using: &generator)
      let edges =
        round % 4 == 0
        ? generator.anyNumbers(count + 1).sorted() : (0...count).map { Double($0 * $0) - 3 }
      var chart = HistogramChart(
        edges: edges, signal: generator.anyNumbers(count), background: generator.anyNumbers(count),
        up: generator.anyNumbers(count), down: generator.anyNumbers(count / 2))
      chart.layers[0].errors = generator.anyNumbers(count)
      chart.data = generator.anyNumbers(round % 3 == 0 ? count : 0)
      chart.scale = AxisScale.allCases[round % 2]
      chart.signalFactor = generator.anyNumber()
      chart.selection = [.all, .layer(0), .layer(9), .up, .down][round % 5]
      chart.cursor = round % 7 - 1
      chart.observable = "日本語"
      check(chart, &generator)
    }
  }

  @Test(arguments: 0..<8) func curves(seed: UInt64) {
    var generator = TestGenerator(state: seed)
    for round in 0..<80 {
      let curves = (0..<Int.random(in: 0...4, using: &generator)).map { index in
        Curve(
          "c\(index)", .series(UInt8(index)),
          firstStep: round % 9 == 0 ? .min : Int.random(in: -50...50, using: &generator),
          stride: Int.random(in: -1...9, using: &generator),
          values: generator.anyNumbers(Int.random(in: 0...300, using: &generator)))
      }
      var chart = CurveChart(curves, scale: AxisScale.allCases[round % 2])
      chart.window = round % 3 == 0 ? .last(Int.random(in: -3...400, using: &generator)) : .all
      chart.cursor = round % 5 == 0 ? nil : Int.random(in: Int.min...Int.max, using: &generator)
      check(chart, &generator)
    }
  }

  @Test(arguments: 0..<8) func mapsAndRows(seed: UInt64) {
    var generator = TestGenerator(state: seed)
    for round in 0..<60 {
      let columns = Int.random(in: -1...6, using: &generator)
      var map = HeatMap(
        values: generator.anyNumbers(max(columns, 0) * 4), columns: columns, xRange: -3...3,
        yRange: round % 5 == 0 ? -.infinity ... .infinity : 0...0)
      map.contours = generator.anyNumbers(3)
      map.events = [.init("a", .signal, x: generator.anyNumbers(30), y: generator.anyNumbers(20))]
      map.pixels = round % 2 == 0 ? .shades : .halfBlocks
      map.largestEventCount = round - 3
      check(map, &generator)

      let count = Int.random(in: 0...12, using: &generator)
      check(
        BarList((0..<count).map { .init("日 \($0)", generator.anyNumber()) }, firstItem: round - 5), &generator
      )
      let items = (0..<count).map { index in
        PullChart.Item(
          "p \(index)", bestFit: generator.anyNumber(), uncertainty: generator.anyNumber(),
          pull: generator.anyNumber(), pullError: generator.anyNumber(),
          impactUp: round % 2 == 0 ? generator.anyNumber() : nil, impactDown: generator.anyNumber())
      }
      check(PullChart(items, firstItem: round - 5, selected: round), &generator)
      check(
        DensityChart(
          [.init("a", .signal, values: generator.anyNumbers(count))], over: -1...1,
          edges: generator.anyNumbers(3)), &generator)
    }
  }
}
