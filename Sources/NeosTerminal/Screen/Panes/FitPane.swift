internal import NeosEngine
internal import NeosPlot

/// Fits, tests, their health, and what the loss is sensitive to.
struct FitPane: Sendable, Hashable {
  /// How many lines are scrolled away; as many as bring the marked parameter into sight when nil.
  private var scroll: Int? = 0
  /// The parameter that a breakpoint is on.
  private var marked: String?

  /// How many lines are scrolled away, and how many can be.
  typealias ScrollRange = (shown: Int, last: Int)

  /// Does what a key asks for.
  mutating func perform(_ action: Action, _ range: ScrollRange) {
    let wanted: Int
    switch action {
    case .move(.down): wanted = range.shown + 1
    case .move(.up): wanted = range.shown - 1
    case .page(let up): wanted = range.shown + (up ? -8 : 8)
    case .toStart, .clear: wanted = 0
    case .toEnd: wanted = range.last
    default: return
    }
    scroll = min(max(wanted, 0), range.last)
  }

  /// Marks a parameter, and scrolls to it.
  mutating func show(_ parameter: String) {
    marked = parameter
    scroll = nil
  }

  /// Marks nothing any more.
  mutating func unmark() {
    guard marked != nil else { return }
    marked = nil
    scroll = scroll ?? 0
  }

  /// What is looked at.
  static let parts: Set<ViewPart> = [.fit, .attribution, .gap]

  /// How many lines are and can be scrolled away in so many columns and rows.
  func scrollRange(_ state: SessionState, width: Int, height: Int) -> ScrollRange {
    guard width >= 20, height >= 3 else { return (0, 0) }
    let columns = columns(state, width, .ascii)
    return (scroll(columns, height), columns.map { $0.lastScroll(height) }.max() ?? 0)
  }

  private func scroll(_ columns: [Column], _ height: Int) -> Int {
    if let scroll { return scroll }
    for column in columns {
      if let row = column.markedRow { return min(max(row - height / 2, 0), column.lastScroll(height)) }
    }
    return 0
  }

  /// Draws into so many columns and rows.
  func canvas(_ state: SessionState, width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    guard width >= 20, height >= 3 else { return canvas }
    let columns = columns(state, width, glyphs)
    let scroll = scroll(columns, height)
    var x = 0
    for column in columns {
      let first = min(scroll, column.lastScroll(height))
      canvas.fill(Rectangle(x: x, y: 0, width: width - x, height: height))
      canvas.blit(column.canvas, x: x, y: -first)
      if first < column.lastScroll(height) {
        // It has a row of its own: over a line it would look like the end of that.
        let hidden = column.canvas.height - first - (height - 1)
        canvas.fill(Rectangle(x: x, y: height - 1, width: width - x, height: 1))
        canvas.write("\(counted(hidden, "line")) below", x: x, y: height - 1, Style(.dim))
      }
      x += column.canvas.width + 2
    }
    return canvas
  }

  /// Lines one below the other.
  private struct Column {
    var canvas: Canvas
    /// The row of the marked parameter.
    var markedRow: Int?

    /// How many lines can be scrolled away in so many rows.
    func lastScroll(_ height: Int) -> Int { max(canvas.height - height, 0) }
  }

  /// All that there is to say, side by side where there is room.
  private func columns(_ state: SessionState, _ width: Int, _ glyphs: GlyphSet) -> [Column] {
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

  private struct Section {
    var title: String
    var chart: any Chart
    var rows: Int
    /// The row of the chart that is marked.
    var markedRow: Int?
  }

  private func sections(
    _ lines: [(String, Style)], _ charts: [Section], _ width: Int, _ glyphs: GlyphSet
  ) -> Column {
    let height = lines.count + charts.reduce(0) { $0 + $1.rows + 1 }
    var canvas = Canvas(width: width, height: height)
    var markedRow: Int?
    for (row, line) in lines.enumerated() {
      canvas.write(line.0.truncated(toColumns: width, glyphs), x: 0, y: row, line.1)
    }
    var y = lines.count
    for chart in charts {
      canvas.write(chart.title.truncated(toColumns: width, glyphs), x: 0, y: y, Style(.title))
      canvas.blit(chart.chart.canvas(width: width, height: chart.rows, glyphs: glyphs), x: 0, y: y + 1)
      if let row = chart.markedRow { markedRow = y + 1 + row }
      y += chart.rows + 1
    }
    return Column(canvas: canvas, markedRow: markedRow)
  }

  private func pulls(_ state: SessionState) -> Section? {
    guard let pulls = state.view.fit?.pulls, !pulls.parameters.isEmpty else { return nil }
    var chart = pulls.chart
    chart.selected = pulls.parameters.firstIndex { $0.name == marked }
    let rows = chart.fullHeight
    return Section(
      title: pulls.title, chart: chart, rows: rows,
      markedRow: chart.selected.flatMap { chart.row(ofItem: $0, height: rows) })
  }

  /// Edges, bandwidth and systematics, all of them, and then the bins that matter most.
  private func attribution(_ state: SessionState) -> [Section] {
    guard let items = state.view.attribution?.items else { return [] }
    func section(_ title: String, _ items: some Sequence<Attribution.Item>) -> Section? {
      let bars = items.map { BarList.Item($0.kind.text, $0.effect, $0.kind.role) }
      return bars.isEmpty ? nil : Section(title: title, chart: BarList(bars), rows: bars.count)
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
    return Section(
      title: "share of the time of a step, in % of \(total) ms", chart: BarList(items, isRanked: false),
      rows: items.count)
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
