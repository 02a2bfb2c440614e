import NeosPlot
import Testing

@Suite("Snapshots of charts")
struct SnapshotTests {
  @Test func histogram() throws {
    try expectSnapshot(bothForms(Examples.published, width: 64, height: 20), "histogram")
  }

  @Test func histogramOfUnequalBins() throws {
    try expectSnapshot(bothForms(Examples.unequal, width: 76, height: 24), "histogram-unequal")
  }

  @Test func histogramOnALogScale() throws {
    var chart = Examples.unequal
    chart.scale = .log
    chart.signalFactor = 10
    try expectSnapshot(bothForms(chart, width: 60, height: 16), "histogram-log")
  }

  @Test func histogramInASmallPane() throws {
    try expectSnapshot(bothForms(Examples.unequal, width: 26, height: 7), "histogram-small")
  }

  @Test func histogramOfOneLayer() throws {
    var chart = Examples.unequal
    chart.selection = .layer(1)
    chart.cursor = 2
    try expectSnapshot(bothForms(chart, width: 48, height: 12), "histogram-signal")
  }

  @Test func histogramBelowZero() throws {
    let chart = HistogramChart(edges: [0, 1, 2, 3], signal: [2, 0.5, 1], background: [3, -2, -0.7])
    try expectSnapshot(bothForms(chart, width: 40, height: 14), "histogram-negative")
  }

  @Test func curves() throws {
    try expectSnapshot(bothForms(Examples.losses, width: 72, height: 16), "curves")
  }

  @Test func curvesOnALogScaleWithACursor() throws {
    var chart = Examples.losses
    chart.scale = .log
    chart.cursor = 50
    try expectSnapshot(bothForms(chart, width: 60, height: 12), "curves-log-cursor")
  }

  @Test func lastSteps() throws {
    var chart = Examples.losses
    chart.window = .last(30)
    try expectSnapshot(bothForms(chart, width: 40, height: 10), "curves-last")
  }

  @Test func map() throws {
    try expectSnapshot(bothForms(Examples.map, width: 50, height: 18), "map")
  }

  @Test func mapInHalfBlocks() throws {
    var map = Examples.map
    map.pixels = .halfBlocks
    try expectSnapshot(bothForms(map, width: 30, height: 10), "map-half-blocks")
  }

  @Test func densities() throws {
    try expectSnapshot(bothForms(Examples.densities, width: 60, height: 14), "densities")
  }

  @Test func pulls() throws {
    try expectSnapshot(bothForms(Examples.pulls, width: 90, height: 7), "pulls")
  }

  @Test func pullsInASmallPane() throws {
    try expectSnapshot(bothForms(Examples.pulls, width: 34, height: 5), "pulls-small")
  }

  @Test func ranking() throws {
    try expectSnapshot(bothForms(Examples.ranking, width: 50, height: 6), "ranking")
  }

  @Test func tooSmall() throws {
    let charts: [any Chart] = [Examples.unequal, Examples.losses, Examples.map, Examples.pulls]
    let text = charts.map { $0.text(width: 14, height: 2) }.joined(separator: "\n\n")
    try expectSnapshot(text, "too-small")
  }
}
