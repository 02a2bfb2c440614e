public import NeosEngine
public import NeosPlot

/// A chart with its title and the rows that become it.
public struct TitledChart: Sendable {
  /// What it shows.
  public var title: String
  /// The chart.
  public var chart: any Chart
  /// How many rows it takes where there is no window that it has to fit.
  public var height: Int
}

extension Picture {
  /// The charts of the numbers: one, or one for each channel.
  public var charts: [TitledChart] {
    switch self {
    case .histogram(let view):
      view.channels.indices.compactMap { channel in
        let pane = HistogramPane(channel: channel)
        let subtitle = pane.subtitle(view)
        let title = "expected events" + (subtitle.isEmpty ? "" : ", \(subtitle)")
        return pane.chart(view).map { TitledChart(title: title, chart: $0, height: 18) }
      }
    case .curves(let records):
      Self.curveCharts(records).map { TitledChart(title: $0.name, chart: $0.chart, height: 14) }
    case .plane(let view):
      [PlanePane.map(view)].compactMap { $0 }.map {
        TitledChart(title: "network output over two features", chart: $0, height: 24)
      }
    case .scores(let view):
      [PlanePane.densities(view)].compactMap { $0 }.map {
        TitledChart(title: "density of the network output", chart: $0, height: 16)
      }
    case .pulls(let view):
      [TitledChart(title: view.title, chart: view.chart, height: view.chart.fullHeight)]
    }
  }

  /// The loss, then a chart for each metric.
  static func curveCharts(_ records: [StepRecord]) -> [(name: String, chart: CurveChart)] {
    let store = CurveStore(records)
    return (["loss"] + store.metrics).map { ($0, CurveChart(store.curves(of: $0))) }
  }
}

extension PullView {
  /// Best fits and pulls.
  var chart: PullChart {
    PullChart(
      parameters.map { parameter in
        PullChart.Item(
          parameter.name, bestFit: parameter.bestFit, uncertainty: parameter.uncertainty,
          pull: parameter.pull, pullError: parameter.constraint)
      })
  }
}

extension Canvas {
  /// The rows as lines in the colors of a palette, joined.
  package func text(_ palette: Palette) -> String {
    palette.depth == .none
      ? description : ANSIRenderer(palette: palette).lines(self).joined(separator: "\n")
  }
}
