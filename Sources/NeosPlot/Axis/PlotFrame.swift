/// The room inside a chart's axes, and where values lie in it.
struct PlotFrame {
  /// How fractions of an axis become cells.
  enum Placement {
    /// The ends of the axis are the outer sides of the first and the last cell: for bars and areas.
    case sides
    /// The ends of the axis are the first and the last dot, two a column and four a row: for curves.
    case dots
  }

  /// What a frame leaves free around the plot.
  struct Margins {
    var top = 0
    var right = 0
    /// Rows below the labels of the x axis.
    var bottom = 0
    /// The least columns left of the y axis.
    var left = 0
  }

  let plot: Rectangle
  let xAxis: Axis
  let yAxis: Axis
  let placement: Placement
  let glyphs: GlyphSet
  private let xTicks: [Tick]
  private let yTicks: [Tick]
  private let width: Int

  /// A frame in so many columns and rows; nil when nothing would be left for the plot.
  ///
  /// - Parameters:
  ///   - xTicks: the marks of the x axis; nil for round ones.
  ///   - isCount: whether only whole numbers are marked on the x axis.
  init?(
    width: Int, height: Int, margins: Margins, xAxis: Axis, yAxis: Axis, placement: Placement,
    xTicks: [Tick]? = nil, isCount: Bool = false, glyphs: GlyphSet
  ) {
    let rows = height - margins.top - margins.bottom - 2
    guard rows >= 1 else { return nil }
    let count = PlotFrame.tickCount(rows: rows)
    let ticks = yAxis.ticks(atMost: count)
    // One tick does not tell a scale.
    yTicks = ticks.count >= 2 ? ticks : yAxis.ticks(atMost: count + 1)
    var gutter = (yTicks.map { $0.label.count }.max() ?? 0) + 1
    if gutter > width / 2 { gutter = 1 }
    gutter = max(gutter, min(margins.left + 1, width / 3))
    let columns = width - gutter - margins.right
    guard columns >= 2 else { return nil }
    plot = Rectangle(x: gutter, y: margins.top, width: columns, height: rows)
    self.xTicks = xTicks ?? PlotFrame.roundTicks(of: xAxis, columns: columns, isCount: isCount)
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.placement = placement
    self.glyphs = glyphs
    self.width = width
  }

  /// The most ticks of a y axis with so many rows.
  static func tickCount(rows: Int) -> Int { max(2, (rows + 1) / 2) }

  /// To how many round values a y axis with so many rows is widened: more than it has ticks, so that it does not leave
  /// half of the rows empty.
  static func roundingCount(rows: Int) -> Int { max(tickCount(rows: rows), 12) }

  /// As many round ticks as have room for their labels.
  private static func roundTicks(of axis: Axis, columns: Int, isCount: Bool) -> [Tick] {
    for count in stride(from: max(columns / 5, 1), through: 2, by: -1) {
      let ticks = axis.ticks(atMost: count)
      if isCount, !ticks.allSatisfy({ $0.value == $0.value.rounded() }) { continue }
      let longest = ticks.map { $0.label.count }.max() ?? 0
      if ticks.count * (longest + 3) <= columns + 3 { return ticks }
    }
    return axis.ticks(atMost: 1)
  }

  private func isInside(_ fraction: Double) -> Bool { fraction > -1e-9 && fraction < 1 + 1e-9 }

  /// The column of a mark of the x axis.
  func column(of x: Double) -> Int? {
    guard let fraction = xAxis.fraction(of: x), isInside(fraction) else { return nil }
    switch placement {
    case .sides: return plot.x + Int((fraction * Double(plot.width)).rounded()) - 1
    case .dots: return plot.x + Int((fraction * Double(2 * plot.width - 1)).rounded()) / 2
    }
  }

  /// The row of a mark of the y axis; with sides, the row that a bar of that height fills last.
  func row(of y: Double) -> Int? {
    guard let fraction = yAxis.fraction(of: y), isInside(fraction) else { return nil }
    switch placement {
    case .sides: return plot.bottom - (Int((fraction * Double(8 * plot.height)).rounded()) + 7) / 8
    case .dots: return plot.bottom - 1 - Int((fraction * Double(4 * plot.height - 1)).rounded()) / 4
    }
  }

  /// The value in the middle of a column, nil outside of the plot.
  func x(atColumn column: Int) -> Double? {
    guard plot.columns.contains(column) else { return nil }
    return xAxis.value(at: (Double(column - plot.x) + 0.5) / Double(plot.width))
  }

  /// The value in the middle of a row, nil outside of the plot.
  func y(atRow row: Int) -> Double? {
    guard plot.rows.contains(row) else { return nil }
    return yAxis.value(at: (Double(plot.bottom - 1 - row) + 0.5) / Double(plot.height))
  }

  /// Draws both axes with their ticks and labels.
  func drawAxes(in canvas: inout Canvas, xLabel: String = "", yLabel: String = "") {
    let style = Style(.axis)
    let left = plot.x - 1
    for row in plot.rows { canvas[left, row] = Cell(glyphs.vertical, style) }
    for column in plot.columns { canvas[column, plot.bottom] = Cell(glyphs.horizontal, style) }
    canvas[left, plot.bottom] = Cell(glyphs.corner, style)

    var taken: Set<Int> = []
    for tick in yTicks {
      guard let row = row(of: tick.value), taken.insert(row).inserted else { continue }
      if plot.rows.contains(row) { canvas[left, row] = Cell(glyphs.leftTick, style) }
      let columns = tick.label.count
      if columns <= left { canvas.write(tick.label, x: left - columns, y: row, style) }
    }
    drawXTicks(in: &canvas, xLabel)
    if !yLabel.isEmpty, plot.y > 0 {
      canvas.write(yLabel.truncated(toColumns: left, glyphs), x: 0, y: plot.y - 1, Style(.dim))
    }
  }

  private func drawXTicks(in canvas: inout Canvas, _ name: String) {
    let style = Style(.axis)
    let row = plot.bottom + 1
    var free = Array(repeating: true, count: width)
    func place(_ text: String, at column: Int) -> Bool {
      let columns = text.columnCount
      guard columns <= width else { return false }
      let start = min(max(column - (columns - 1) / 2, 0), width - columns)
      let needed = max(start - 1, 0)..<min(start + columns + 1, width)
      guard free[needed].allSatisfy({ $0 }) else { return false }
      for index in start..<start + columns { free[index] = false }
      return true
    }
    let ends = xTicks.count > 2 ? [xTicks[0], xTicks[xTicks.count - 1]] : []
    let inner = xTicks.count > 2 ? Array(xTicks[1..<xTicks.count - 1]) : xTicks
    for tick in ends + inner {
      guard let column = column(of: tick.value) else { continue }
      if column >= plot.x { canvas[column, plot.bottom] = Cell(glyphs.bottomTick, style) }
      let columns = tick.label.count
      if place(tick.label, at: column) {
        canvas.write(tick.label, x: min(max(column - (columns - 1) / 2, 0), width - columns), y: row, style)
      }
    }
    guard !name.isEmpty else { return }
    // The axis' name goes where the labels leave room, rightmost first.
    let columns = name.columnCount
    for start in stride(from: width - columns, through: plot.x, by: -1) {
      let needed = max(start - 1, 0)..<min(start + columns + 1, width)
      if free[needed].allSatisfy({ $0 }) {
        canvas.write(name, x: start, y: row, Style(.dim))
        return
      }
    }
  }
}
