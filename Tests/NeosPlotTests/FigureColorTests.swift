import NeosPlot
import Testing

/// How the samples of figures are told apart.
@Suite struct FigureColorTests {
  @Test func manySamplesAreToldApart() {
    let layers = (0..<24).map { index in
      HistogramChart.Layer(
        "b\(index)", index == 0 ? .background : .series(UInt8(index + 1)), yields: [1, 2])
    }
    let figure = Figure([
      .init(
        "",
        .histogram(HistogramChart(edges: [0, 1, 2], layers: layers + [.init("s", .signal, yields: [1, 1])])))
    ])
    expectApartTexts(figure)
    func looks(_ role: Role) -> String {
      let one = Figure([
        .init(
          "", .histogram(HistogramChart(edges: [0, 1], layers: [.init("a", role, yields: [1])])))
      ])
      return one.svg
    }
    let roles = [Role.signal, .background] + (2..<26).map { Role.series($0) }
    #expect(Set(roles.map(looks)).count == roles.count)
  }

  @Test func aSampleHasTheColorInAMapThatItHasInAHistogram() throws {
    for role in [Role.signal, .background, .series(2), .series(5)] {
      var map = Examples.map
      map.events = [.init("a", role, x: [0.5], y: [0.5])]
      let histogram = HistogramChart(edges: [0, 1], layers: [.init("a", role, yields: [1])])
      let marker = try #require(
        Markup.read(Figure([.init("", .map(map))]).svg)?.elements.last { $0.name == "circle" }?
          .attributes["fill"])
      #expect(Figure([.init("", .histogram(histogram))]).svg.contains("fill=\"\(marker)\""))
    }
  }
}
