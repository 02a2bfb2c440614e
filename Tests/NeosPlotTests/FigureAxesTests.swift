import NeosPlot
import Testing

/// Axes and sizes of figures.
@Suite struct FigureAxesTests {
  @Test func theAxisOfYieldsBeginsAtZeroWhereNoneIsNegative() throws {
    var chart = HistogramChart(edges: [0, 1, 2], signal: [0.2, 0.4], background: [0.3, 0.1])
    chart.layers[0].errors = [0.9, 0.8]
    chart.data = [0.5, 0]
    let texts = try #require(Markup.read(Figure([.init("", .histogram(chart))]).svg)).text
    #expect(!texts.contains("−"), "\(texts)")
    // Weights below 0 make yields below 0.
    chart.layers[0].yields = [-0.3, 0.1]
    #expect(try #require(Markup.read(Figure([.init("", .histogram(chart))]).svg)).text.contains("−"))
  }

  @Test(arguments: [2, 5, 8, 13, 20, 21, 50, 100]) func labelsOfEqualBinsAreRegular(count: Int) throws {
    let chart = HistogramChart(
      edges: (0...count).map { Double($0) }, signal: [Double](repeating: 1, count: count),
      background: [Double](repeating: 2, count: count))
    let svg = Figure([.init("", .histogram(chart))]).svg
    // Labels of the x axis are centered.
    let labels = svg.split(separator: "\n").filter { $0.contains("text-anchor=\"middle\"") }
      .compactMap {
        $0.split(separator: ">").dropFirst().first?.split(separator: "<").first.flatMap { Int($0) }
      }
    #expect(labels.count > 1 && labels[0] == 0)
    #expect(Set(zip(labels, labels.dropFirst()).map { $1 - $0 }).count == 1, "\(labels)")
    #expect(count == 13 || count == 21 || labels.last == count)
  }

  @Test func pullsAreAsWideAsAColumn() {
    for name in ["a", String(repeating: "wide", count: 40)] {
      let chart = PullChart([.init(name, bestFit: -123.456, uncertainty: 0.0123, pull: 0.1, pullError: 1)])
      let figure = Figure([.init("", .pulls(chart))])
      #expect(figure.svg.contains("width=\"85mm\""))
      expectApartTexts(figure)
    }
  }
}
