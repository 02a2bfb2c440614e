internal import NeosEngine
internal import NeosPlot

/// Fits, tests, their health, and what the loss is sensitive to.
struct FitPane: Sendable, Hashable {
  /// How many lines are scrolled away.
  var scroll = 0

  mutating func perform(_ action: Action) {
    switch action {
    case .move(.down): scroll += 1
    case .move(.up): scroll = max(scroll - 1, 0)
    case .page(let up): scroll = max(scroll + (up ? -8 : 8), 0)
    case .toStart, .clear: scroll = 0
    default: break
    }
  }

  /// What is looked at.
  static let parts: Set<ViewPart> = [.fit, .attribution, .gap]

  /// Draws into so many columns and rows.
  func canvas(_ state: SessionState, width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    guard width >= 20, height >= 3 else { return Canvas(width: width, height: height) }
    let isWide = width >= 84
    let columnWidth = isWide ? (width - 2) / 2 : width
    let numbers = FitText(state, width: columnWidth, glyphs).lines
    let (pulls, others) = (pulls(state), [attribution(state), rooms(state)])
    // A long list of pulls would hide what comes after it.
    let charts = (pulls.map { $0.rows > 12 } ?? false ? others + [pulls] : [pulls] + others).compactMap { $0 }
    let left = sections(numbers, isWide ? [] : charts, columnWidth, glyphs)
    var canvas = Canvas(width: width, height: height)
    canvas.blit(left, x: 0, y: -min(scroll, max(left.height - height, 0)))
    if isWide {
      let right = sections([], charts, width - columnWidth - 2, glyphs)
      let area = Rectangle(x: columnWidth, y: 0, width: width - columnWidth, height: height)
      canvas.fill(area)
      canvas.blit(right, x: columnWidth + 2, y: -min(scroll, max(right.height - height, 0)))
    }
    return canvas
  }

  private typealias Section = (title: String, chart: any Chart, rows: Int)

  private func sections(
    _ lines: [(String, Style)], _ charts: [Section], _ width: Int, _ glyphs: GlyphSet
  ) -> Canvas {
    let height = lines.count + charts.reduce(0) { $0 + $1.rows + 1 }
    var canvas = Canvas(width: width, height: height)
    for (row, line) in lines.enumerated() {
      canvas.write(line.0.truncated(toColumns: width, glyphs), x: 0, y: row, line.1)
    }
    var y = lines.count
    for chart in charts {
      canvas.write(chart.title.truncated(toColumns: width, glyphs), x: 0, y: y, Style(.title))
      canvas.blit(chart.chart.canvas(width: width, height: chart.rows, glyphs: glyphs), x: 0, y: y + 1)
      y += chart.rows + 1
    }
    return canvas
  }

  private func pulls(_ state: SessionState) -> Section? {
    guard let fit = state.view.fit, !fit.parameters.isEmpty else { return nil }
    let chart = fit.pullChart
    return (chart.title, chart.chart, chart.height)
  }

  private func attribution(_ state: SessionState) -> Section? {
    guard let attribution = state.view.attribution else { return nil }
    let shown = attribution.largest(8)
    let items = shown.map { BarList.Item($0.kind.text, $0.effect, $0.kind.role) }
    guard !items.isEmpty else { return nil }
    let rest = attribution.items.count - shown.count
    let title = "change of the loss when this grows by 1 %"
    return (rest == 0 ? title : "\(title), and \(rest) smaller ones", BarList(items), items.count)
  }

  private func rooms(_ state: SessionState) -> Section? {
    let times = state.view.roomTimes
    guard times.total > 0 else { return nil }
    let items = RoomTimes.Room.allCases.map {
      BarList.Item($0.rawValue, 100 * times[$0] / times.total, .series(1))
    }
    let total = NumberText.brief(times.total * 1000, digits: 3)
    return ("share of the time of a step, in % of \(total) ms", BarList(items, isRanked: false), items.count)
  }
}

extension Attribution {
  /// The largest of each kind, so that a model with many bins still shows its edges and systematics.
  fileprivate func largest(_ count: Int) -> [Item] {
    var shown: [Role: Int] = [:]
    return items.filter { item in
      shown[item.kind.role, default: 0] += 1
      return shown[item.kind.role, default: 0] <= count
    }
  }
}

extension Attribution.Kind {
  /// What it is, in a few words.
  var text: String {
    switch self {
    case .bin(let template, let bin): "\(template), bin \(bin)"
    case .edge(let index): "edge \(index)"
    case .bandwidth: "bandwidth"
    case .systematic(let name): "size of \(name)"
    }
  }

  fileprivate var role: Role {
    switch self {
    case .bin: .series(0)
    case .edge, .bandwidth: .series(2)
    case .systematic: .variation
    }
  }
}
