internal import NeosEngine
internal import NeosPlot

/// Fits, tests, their health, and what the loss is sensitive to.
struct FitPane: Sendable, Hashable {
  /// How many lines are scrolled away.
  var scroll = 0

  /// Does what a key asks for, where so many lines can be scrolled away.
  mutating func perform(_ action: Action, lastScroll: Int) {
    switch action {
    case .move(.down): scroll += 1
    case .move(.up): scroll -= 1
    case .page(let up): scroll += up ? -8 : 8
    case .toStart, .clear: scroll = 0
    case .toEnd: scroll = lastScroll
    default: break
    }
    scroll = min(max(scroll, 0), lastScroll)
  }

  /// What is looked at.
  static let parts: Set<ViewPart> = [.fit, .attribution, .gap]

  /// How many lines can be scrolled away in so many columns and rows.
  func lastScroll(_ state: SessionState, width: Int, height: Int) -> Int {
    guard width >= 20 else { return 0 }
    let heights = columns(state, width, .ascii).map(\.height)
    return max((heights.max() ?? 0) - height, 0)
  }

  /// Draws into so many columns and rows.
  func canvas(_ state: SessionState, width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    guard width >= 20, height >= 3 else { return canvas }
    var x = 0
    var hidden = 0
    for column in columns(state, width, glyphs) {
      let first = min(scroll, max(column.height - height, 0))
      canvas.fill(Rectangle(x: x, y: 0, width: width - x, height: height))
      canvas.blit(column, x: x, y: -first)
      hidden = max(hidden, column.height - first - height)
      x += column.width + 2
    }
    if hidden > 0 {
      let text = " \(counted(hidden, "line")) below "
      canvas.write(text, x: max(width - text.count, 0), y: height - 1, Style(.dim))
    }
    return canvas
  }

  /// All that there is to say, side by side where there is room.
  private func columns(_ state: SessionState, _ width: Int, _ glyphs: GlyphSet) -> [Canvas] {
    let isWide = width >= 84
    let columnWidth = isWide ? (width - 2) / 2 : width
    let numbers = FitText(state, width: columnWidth, glyphs).lines
    let (pulls, others) = (pulls(state), attribution(state) + [rooms(state)].compactMap { $0 })
    // A long list of pulls would hide what comes after it.
    let charts = (pulls.map { $0.rows > 12 } ?? false ? others + [pulls] : [pulls] + others).compactMap { $0 }
    guard isWide else { return [sections(numbers, charts, columnWidth, glyphs)] }
    return [
      sections(numbers, [], columnWidth, glyphs), sections([], charts, width - columnWidth - 2, glyphs),
    ]
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

  /// Edges, bandwidth and systematics, all of them, and then the bins that matter most.
  private func attribution(_ state: SessionState) -> [Section] {
    guard let items = state.view.attribution?.items else { return [] }
    func section(_ title: String, _ items: some Sequence<Attribution.Item>) -> Section? {
      let bars = items.map { BarList.Item($0.kind.text, $0.effect, $0.kind.role) }
      return bars.isEmpty ? nil : (title, BarList(bars), bars.count)
    }
    let bins = items.filter(\.kind.isBin)
    let largest = bins.prefix(12)
    let of = bins.count > largest.count ? ", the \(largest.count) largest of \(bins.count)" : ""
    return [
      section("change of the loss when this grows by 1 %", items.filter { !$0.kind.isBin }),
      section("the same for bins of templates\(of)", largest),
    ].compactMap { $0 }
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

  fileprivate var isBin: Bool { if case .bin = self { true } else { false } }

  fileprivate var role: Role {
    switch self {
    case .bin: .series(0)
    case .edge, .bandwidth: .series(2)
    case .systematic: .variation
    }
  }
}
