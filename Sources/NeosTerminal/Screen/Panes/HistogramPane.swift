internal import NeosEngine
internal import NeosPlot

/// The histogram of a channel, and how it is shown.
struct HistogramPane: Sendable, Hashable {
  var isLog = false
  var signalFactor = 1.0
  /// Which data are drawn; none when nil.
  var data: Int?
  /// Which sample alone is drawn: the layers, then up and down; all when nil.
  var selection: Int?
  var channel = 0
  var variation = 0
  /// The bin that is read.
  var cursor: Int?
  /// The bin on which a breakpoint has put the cursor.
  private(set) var markedBin: Int?

  private static let factors = [1.0, 2, 5, 10, 20, 50, 100]

  /// Does what a key asks for.
  mutating func perform(_ action: Action, _ view: HistogramView?) {
    let shown = current(view)
    func next(_ index: Int?, of count: Int) -> Int? {
      guard let index else { return count > 0 ? 0 : nil }
      return index + 1 < count ? index + 1 : nil
    }
    switch action {
    case .logScale: isLog.toggle()
    case .signalFactor:
      let place = Self.factors.firstIndex(of: signalFactor) ?? 0
      signalFactor = Self.factors[(place + 1) % Self.factors.count]
    case .data: data = next(data, of: shown?.data.count ?? 0)
    case .sample:
      selection = next(
        selection, of: (shown?.layers.count ?? 0) + (shown?.variations.isEmpty == false ? 2 : 0))
    case .variation: variation = next(variation, of: shown?.variations.count ?? 0) ?? 0
    case .channel:
      channel = next(channel, of: view?.channels.count ?? 0) ?? 0
      (cursor, selection) = (nil, nil)
    case .move(.left), .move(.right):
      let last = max((shown?.edges.count ?? 1) - 2, 0)
      let start = cursor ?? (action == .move(.right) ? -1 : last + 1)
      cursor = min(max(start + (action == .move(.right) ? 1 : -1), 0), last)
    case .toStart: cursor = 0
    case .toEnd: cursor = max((shown?.edges.count ?? 1) - 2, 0)
    case .clear: (cursor, selection) = (nil, nil)
    default: break
    }
  }

  /// Shows the channel of a template of a workspace, which is named `CHANNEL.SAMPLE`, with the cursor on a bin.
  mutating func show(_ template: String, _ bin: Int?, _ view: HistogramView?) {
    if let place = view?.channels.firstIndex(where: { template.hasPrefix($0.name + ".") }) {
      if channel != place { selection = nil }
      channel = place
    }
    cursor = bin ?? cursor
    markedBin = bin
  }

  /// Takes away what a breakpoint has marked.
  mutating func unmark() {
    if markedBin != nil, cursor == markedBin { cursor = nil }
    markedBin = nil
  }

  private func current(_ view: HistogramView?) -> HistogramView.Channel? {
    guard let channels = view?.channels, !channels.isEmpty else { return nil }
    return channels[min(channel, channels.count - 1)]
  }

  /// What the title says beside the pane's name.
  func subtitle(_ view: HistogramView?) -> String {
    guard let view, let shown = current(view) else { return "" }
    var parts: [String] = []
    if view.channels.count > 1 { parts.append("\(shown.name) \(channel + 1)/\(view.channels.count)") }
    if shown.variations.count > 1 { parts.append("band: \(shown.variations[variation(shown)].name)") }
    return parts.joined(separator: ", ")
  }

  private func variation(_ shown: HistogramView.Channel) -> Int {
    min(variation, shown.variations.count - 1)
  }

  /// The chart; nil where there is nothing to show.
  func chart(_ view: HistogramView?) -> HistogramChart? {
    guard let shown = current(view) else { return nil }
    let layers = shown.layers.map { layer in
      HistogramChart.Layer(layer.name, Role(layer.place), yields: layer.yields, errors: layer.errors)
    }
    var chart = HistogramChart(edges: shown.edges, layers: layers)
    if !shown.variations.isEmpty, let base = shown.layers.first {
      // The chart's band belongs to a layer: the first one takes the variation of the sum.
      let variation = shown.variations[variation(shown)]
      func shifted(_ total: [Double]) -> [Double] {
        total.indices.map { bin in
          total[bin] - shown.layers.reduce(0) { $0 + $1.yields[bin] } + base.yields[bin]
        }
      }
      chart.band = .init(ofLayer: 0, up: shifted(variation.up), down: shifted(variation.down))
    }
    if let data, data < shown.data.count {
      chart.data = shown.data[data].values
      chart.dataName = shown.data[data].name
    }
    chart.observable = shown.isNumbered ? "bin" : "network output"
    chart.scale = isLog ? .log : .linear
    chart.signalFactor = signalFactor
    if let selection {
      chart.selection =
        selection < layers.count ? .layer(selection) : selection == layers.count ? .up : .down
    }
    chart.cursor = cursor
    return chart
  }
}
