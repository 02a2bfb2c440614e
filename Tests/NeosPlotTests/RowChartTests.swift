import NeosPlot
import Testing

@Suite("Bars, pulls and densities")
struct RowChartTests {
  @Test func barsAreProportionalToAnEighth() {
    let eighths: [Character] = [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]
    let list = BarList([.init("a", 8), .init("b", -4), .init("c", 1.37), .init("d", 0)])
    let lines = list.text(width: 40, height: 4).lines
    func length(_ line: Substring) -> Int { line.compactMap { eighths.firstIndex(of: $0) }.reduce(0, +) }
    let full = length(lines[0])
    #expect(full % 8 == 0 && length(lines[1]) == full / 2 && length(lines[3]) == 0)
    #expect((Double(length(lines[2])) - 1.37 / 8 * Double(full)).magnitude <= 0.5)
    #expect(lines[1].contains("-4") && lines[1].contains("-█"))
  }

  @Test func listsAreRankedByMagnitude() {
    let items = [
      BarList.Item("a", 1), .init("b", .nan), .init("c", -3), .init("d", 1), .init("e", .infinity),
    ]
    #expect(BarList(items).ordered.map(\.name) == ["e", "c", "a", "d", "b"])
    #expect(BarList(items, isRanked: false).ordered.map(\.name) == ["a", "b", "c", "d", "e"])
  }

  @Test func whatDoesNotFitIsCounted() {
    let list = BarList((0..<20).map { .init("item \($0)", Double(20 - $0)) })
    #expect(list.text(width: 40, height: 5).lines.last == "… 16 more")
    var scrolled = list
    scrolled.firstItem = 17
    #expect(scrolled.text(width: 40, height: 5).lines[0].hasPrefix("item 17"))
    #expect(!scrolled.text(width: 40, height: 5).contains("more"))
  }

  @Test func pullsStandAtTheirPlace() throws {
    let chart = PullChart([.init("a", bestFit: 0, pull: 0, pullError: 1), .init("b", bestFit: 2, pull: 2)])
    let lines = chart.text(width: 60, height: 5).lines
    let axis = lines[4]
    let zero = try #require(axis.firstIndex(of: "0")).utf16Offset(in: axis)
    #expect(Array(lines[1])[zero] == "●")
    let two = try #require(axis.lastIndex(of: "2")).utf16Offset(in: axis)
    #expect(Array(lines[2])[two] == "●")
    let one = try #require(axis.lastIndex(of: "1")).utf16Offset(in: axis)
    #expect(Array(lines[1])[one] == "┤")
  }

  @Test func pullsBeyondTheAxisPointThere() {
    let chart = PullChart([.init("a", bestFit: 0, pull: 50), .init("b", bestFit: 0, pull: -50)])
    let lines = chart.text(width: 60, height: 5).lines
    #expect(lines[1].hasSuffix(">") && lines[2].contains("<"))
  }

  @Test func densitiesOfEventsIntegrateToOne() {
    let density = DensityChart.Density(
      "a", .signal, of: [0.1, 0.1, 0.9, 5, .nan], weights: [1, 2, 1, 9, 9], over: 0...1, bins: 10)
    let sum: Double = density.values.reduce(0, +)
    #expect((sum / 10 - 1).magnitude < 1e-12)
    #expect((density.values[1] - 7.5).magnitude < 1e-12 && (density.values[9] - 2.5).magnitude < 1e-12)
    #expect(DensityChart.Density("a", .signal, of: [], over: 0...1).values.isEmpty)
  }
}
