public import NeosEngine
internal import NeosPlot

extension FigureRenderer {
  /// Draws figures as SVG and reports as HTML.
  public static let figures = FigureRenderer(figure: { $0.figure.svg }, page: { $0.page.html })
}

extension SessionFigure {
  /// The charts of the numbers on one page.
  var figure: Figure {
    var figure = Figure(panels)
    figure.title = picture.figureTitle
    figure.caption = conditions
    return figure
  }

  private var panels: [Figure.Panel] {
    switch picture {
    case .histogram(let view):
      view.channels.enumerated().compactMap { index, channel in
        var pane = HistogramPane(channel: index)
        pane.isLog = isLogarithmic
        pane.data = channel.data.firstIndex { $0.name == HistogramView.observedName }
        return pane.chart(view).map { .init(channel.name, .histogram($0)) }
      }
    case .curves(let records): Picture.curveCharts(records).map { .init($0.name, .curves($0.chart)) }
    case .plane(let view):
      [PlanePane.map(view)].compactMap { $0 }.map { map in
        var map = map
        map.valueName = view.isMeanBin ? "mean bin" : "network output"
        map.largestEventCount = 120
        return .init("", .map(map))
      }
    case .scores: []
    case .pulls(let view): [.init("", .pulls(view.chart))]
    }
  }
}

extension Picture {
  /// What is seen, in a few words.
  var figureTitle: String {
    switch self {
    case .histogram: "Expected events of each sample"
    case .curves: "Loss and metrics"
    case .plane(let view): "Network output over \(view.names.x) and \(view.names.y)"
    case .scores: "Density of the network output"
    case .pulls: "Pulls of the parameters"
    }
  }
}
