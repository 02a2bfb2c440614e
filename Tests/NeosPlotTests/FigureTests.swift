import Foundation
import NeosPlot
import Testing

/// Charts as vector graphics for a paper.
@Suite struct FigureTests {
  private static var logarithmic: HistogramChart {
    var chart = Examples.unequal
    chart.scale = .log
    chart.signalFactor = 10
    chart.layers[0].yields[1] = .nan
    return chart
  }

  private static var logCurves: CurveChart {
    CurveChart(
      [
        Curve("train.loss", .series(0), values: (0...40).map { pow(10, -Double($0) / 5) }),
        Curve("test.loss", .series(1), stride: 10, values: [2, .nan, 0.3, 0, 1e-3]),
      ], scale: .log)
  }

  private static var hostile: Figure {
    var histogram = Examples.published
    histogram.layers[0].name = "</text><script>alert(\"1\")</script>"
    histogram.layers[1].name = String(repeating: "a very long name of a sample, ", count: 9)
    histogram.observable = "a & b < c > d ' e \u{1}\u{FFFF}\n\u{1B}[31m"
    var pulls = Examples.pulls
    pulls.items[0].name = "]]>&amp;<!-- 信号 🙂 e\u{301}"
    pulls.items[1].name = String(repeating: "wide", count: 40)
    pulls.items[2].pull = 1e300
    var figure = Figure([.init("<b>&\"'", .histogram(histogram)), .init("", .pulls(pulls))])
    figure.caption = "<i> & " + String(repeating: "conditions ", count: 30)
    return figure
  }

  static let figures: [(name: String, figure: Figure)] = [
    ("figure-histogram", Figure([.init("signal region", .histogram(Examples.unequal))])),
    ("figure-histogram-log", Figure([.init("", .histogram(logarithmic))])),
    ("figure-curves", Figure([.init("loss", .curves(Examples.losses)), .init("log", .curves(logCurves))])),
    ("figure-map", Figure([.init("", .map(Examples.map))])),
    ("figure-pulls", Figure([.init("fit at mu = 1", .pulls(Examples.pulls))])),
    ("figure-hostile", hostile),
  ]

  @Test(arguments: figures.indices) func figuresAreAsRecorded(index: Int) throws {
    let (name, figure) = Self.figures[index]
    try expectSnapshot(String(figure.svg.dropLast()), name, extension: "svg")
    #expect(figure.svg == figure.svg)
  }

  @Test(arguments: figures.indices) func aFigureIsWellFormedWithSizesInMillimeters(index: Int) throws {
    let markup = try #require(Markup.read(Self.figures[index].figure.svg))
    let root = try #require(markup.elements.first)
    #expect(root.name == "svg")
    let (width, height) = (root.attributes["width"] ?? "", root.attributes["height"] ?? "")
    #expect(width.hasSuffix("mm") && height.hasSuffix("mm"))
    #expect(root.attributes["viewBox"] == "0 0 \(width.dropLast(2)) \(height.dropLast(2))")
    #expect(root.attributes["font-family"] == "Helvetica, Arial, sans-serif")
    #expect(
      markup.elements.allSatisfy {
        ["svg", "title", "desc", "rect", "path", "circle", "text", "tspan"].contains($0.name)
      })
  }

  @Test func namesArriveAsTheyAreAndNoneIsMarkup() throws {
    let markup = try #require(Markup.read(Self.hostile.svg))
    #expect(markup.text.contains("</text><script>alert(\"1\")</script>"))
    #expect(markup.text.contains("<b>&\"'"))
    #expect(markup.text.contains("a & b < c > d ' e \u{FFFD}\u{FFFD} \u{FFFD}[31m"))
    #expect(markup.text.contains("]]>&amp;<!-- 信号 🙂 e\u{301}"))
  }

  @Test(arguments: figures.indices) func noTextCoversAnotherOrLeavesThePage(index: Int) {
    expectApartTexts(Self.figures[index].figure)
  }

  @Test func numbersAreWrittenAsInAPaper() throws {
    let markup = try #require(Markup.read(Self.figures[4].figure.svg))
    #expect(markup.text.contains("−1.40 ± 0.35"))
    #expect(!markup.text.contains("-1"))
    // Powers of ten are raised.
    let curves = Figure([.init("", .curves(Self.logCurves))]).svg
    #expect(curves.contains(">10<tspan dy=\"-0.95\" font-size=\"1.75\">−2</tspan></text>"), "\(curves)")
  }

  /// A number that is not finite breaks a line into two; a single number between two gaps is a dot.
  @Test func whatIsNotFiniteIsAGap() throws {
    func path(_ values: [Double]) throws -> (path: String, dots: Int) {
      let figure = Figure([.init("", .curves(CurveChart([Curve("a", .series(0), values: values)])))])
      let elements = try #require(Markup.read(figure.svg)).elements
      let curve = try #require(elements.last { $0.name == "path" })
      return (curve.attributes["d"] ?? "", elements.count { $0.name == "circle" })
    }
    #expect(try path([1, 2, 3, 4]).path.count { $0 == "M" } == 1)
    let broken = try path([1, 2, .nan, 3, .infinity, 1, 2])
    #expect(broken.path.count { $0 == "M" } == 3)
    #expect(broken.dots == 1)
  }

  @Test func anEmptyChartSaysWhy() throws {
    let empty: [(Figure.Content, String)] = [
      (.histogram(HistogramChart(edges: [], layers: [])), "no bins"),
      (.histogram(HistogramChart(edges: [0, .nan], layers: [])), "bin edges do not increase"),
      (.curves(CurveChart([])), "no steps yet"),
      (
        .curves(CurveChart([Curve("a", .series(0), values: [-1])], scale: .log)),
        "no positive values for a log axis"
      ),
      (.map(HeatMap(values: [.nan], columns: 1, xRange: 0...1, yRange: 0...1)), "no finite values"),
      (.map(HeatMap(values: [], columns: 0, xRange: 0...1, yRange: 0...1)), "no values on a grid"),
      (.pulls(PullChart([])), "no parameters"),
    ]
    for (content, reason) in empty {
      #expect(try #require(Markup.read(Figure([.init("", content)]).svg)).text.contains(reason))
    }
    #expect(Markup.read(Figure([]).svg) != nil)
  }

  @Test func oneBinOneStepOneNode() throws {
    for content: Figure.Content in [
      .histogram(HistogramChart(edges: [0, 1], signal: [3], background: [0])),
      .curves(CurveChart([Curve("a", .series(0), values: [0.5])])),
      .map(HeatMap(values: [2], columns: 1, xRange: 0...1, yRange: 0...1)),
      .pulls(PullChart([.init("mu", bestFit: 1)])),
    ] {
      let figure = Figure([.init("", content)])
      #expect(Markup.read(figure.svg) != nil)
      expectApartTexts(figure)
    }
  }

  @Test func aFigureIsCalledWhatItIs() {
    #expect(Figure([.init("", .map(Examples.map))]).svg.contains("<title>map</title>"))
    var figure = Figure([.init("SR", .histogram(Examples.published))], title: "Expected events")
    figure.caption = "templates of step 3"
    #expect(figure.svg.contains("<title>Expected events; SR</title>\n<desc>templates of step 3</desc>"))
    expectApartTexts(figure)
  }

  /// Many bins, steps and events end in a file that an editor opens.
  @Test func muchDataMakesNoHugeFile() {
    let steps = (0..<1_000_000).map { 1 + sinPattern($0) }
    #expect(
      Figure([.init("", .curves(CurveChart([Curve("a", .series(0), values: steps)])))]).svg.utf8.count
        < 200_000)
    let nodes = (0..<500 * 500).map { sinPattern($0) }
    let map = HeatMap(values: nodes, columns: 500, xRange: 0...1, yRange: 0...1)
    #expect(Figure([.init("", .map(map))]).svg.utf8.count < 30_000_000)
  }

  private func sinPattern(_ index: Int) -> Double { Double((index &* 7919) % 1000) / 1000 }

  /// Any numbers: no trap, well-formed, the same twice, no coordinate that is no number, no text over another.
  @Test func figuresOfAnything() {
    var generator = TestGenerator(state: 11)
    for _ in 0..<300 {
      let count = Int.random(in: 1...9, using: &generator)
      var edges = generator.anyNumbers(count + 1)
      if Bool.random(using: &generator) { edges = Array(Set(edges.filter(\.isFinite))).sorted() }
      var histogram = HistogramChart(
        edges: edges, signal: generator.anyNumbers(count), background: generator.anyNumbers(count),
        up: generator.anyNumbers(count), down: generator.anyNumbers(count))
      histogram.layers[0].errors = generator.anyNumbers(count)
      histogram.data = generator.anyNumbers(count)
      histogram.observable = "score"
      histogram.scale = Bool.random(using: &generator) ? .log : .linear
      let curves = CurveChart(
        [
          Curve(
            "a", .series(0), firstStep: Int.random(in: -5...5, using: &generator),
            values: generator.anyNumbers(count)),
          Curve("b", .series(1), stride: 3, values: generator.anyNumbers(count)),
        ], scale: Bool.random(using: &generator) ? .log : .linear)
      let bounds = generator.anyNumbers(4).map { $0.isNaN ? 0 : $0 }
      var map = HeatMap(
        values: generator.anyNumbers(count * count), columns: count,
        xRange: min(bounds[0], bounds[1])...max(bounds[0], bounds[1]),
        yRange: min(bounds[2], bounds[3])...max(bounds[2], bounds[3]))
      map.contours = generator.anyNumbers(2)
      map.events = [.init("a", .signal, x: generator.anyNumbers(20), y: generator.anyNumbers(20))]
      let pulls = PullChart(
        (0..<count).map { index in
          let numbers = generator.anyNumbers(6)
          return .init(
            "parameter \(index)", bestFit: numbers[0], uncertainty: numbers[1], pull: numbers[2],
            pullError: numbers[3], impactUp: numbers[4], impactDown: numbers[5])
        })
      for content: Figure.Content in [.histogram(histogram), .curves(curves), .map(map), .pulls(pulls)] {
        let figure = Figure([.init("title", content)])
        let svg = figure.svg
        #expect(svg == figure.svg)
        guard let markup = Markup.read(svg) else {
          Issue.record("not well-formed: \(svg)")
          continue
        }
        let numbers = markup.elements.flatMap {
          $0.attributes.filter { $0.key != "stroke-linejoin" && $0.key != "font-family" }.values
        }
        #expect(!numbers.contains { $0.contains("nan") || $0.contains("inf") })
        expectApartTexts(figure)
      }
    }
  }
}
