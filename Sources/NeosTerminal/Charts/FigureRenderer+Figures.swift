public import NeosEngine
internal import NeosPlot

extension FigureRenderer {
  /// Draws figures as SVG and reports as HTML.
  public static let figures = FigureRenderer(figure: { $0.figure.svg }, page: { $0.page.html })
}

extension Picture {
  /// The charts of the numbers on one page.
  var figure: Figure {
    switch self {
    case .histogram(let view):
      Figure(
        view.channels.enumerated().compactMap { index, channel in
          var pane = HistogramPane(channel: index)
          pane.data = channel.data.firstIndex { $0.name == HistogramView.observedName }
          return pane.chart(view).map { .init(channel.name, .histogram($0)) }
        })
    case .curves(let records):
      Figure(Self.curveCharts(records).map { .init($0.name, .curves($0.chart)) })
    case .plane(let view):
      Figure(
        [PlanePane.map(view)].compactMap { $0 }.map { map in
          var map = map
          map.valueName = view.isMeanBin ? "mean bin" : "network output"
          map.largestEventCount = 120
          return .init("", .map(map))
        })
    case .scores: Figure([])
    case .pulls(let fit): Figure([.init(fit.pullTitle, .pulls(fit.pullChart))])
    }
  }
}
