extension HistogramChart {
  /// The character of a layer's filled cells: solid for the signal, shades for the others.
  func texture(ofLayer layer: Int, _ glyphs: GlyphSet) -> Character {
    let isUnicode = glyphs == .unicode
    if layers[layer].role == .signal { return isUnicode ? "█" : "#" }
    let others = layers[..<layer].filter { $0.role != .signal }.count
    let shades: [Character] = isUnicode ? ["▒", "▓", "░"] : ["=", "%", "-"]
    return shades[others % shades.count]
  }

  /// Draws one bin.
  func draw(_ span: HistogramLayout.Span, _ layout: HistogramLayout, in canvas: inout Canvas) {
    let columns = span.columns
    let stack = span.stack
    guard stack.total != nil else {
      canvas[columns.lowerBound + (columns.count - 1) / 2, layout.frame.plot.bottom - 1] = Cell(
        "?", Style(.warning))
      drawData(stack, layout, at: columns.lowerBound + max(columns.count / 2 - 1, 0), in: &canvas)
      return
    }
    for row in 0..<layout.frame.plot.height {
      guard let cell = cell(stack, layout, row: row) else { continue }
      for column in columns { canvas[column, layout.frame.plot.bottom - 1 - row] = cell }
    }
    let center = columns.lowerBound + max(columns.count / 2 - 1, 0)
    let bandStart = columns.count < 2 ? columns.lowerBound : columns.lowerBound + (columns.count + 1) / 2
    drawBand(stack, layout, columns: bandStart..<columns.upperBound, in: &canvas)
    let isCrowded = columns.count < 4 && (stack.data != nil || columns.count < 2 && stack.band != nil)
    if let total = stack.total, let error = stack.error, !isCrowded {
      let column = columns.count < 4 ? center : columns.lowerBound + (columns.count / 2 - 1) / 2
      drawBar(total - error, total + error, .statistics, layout, at: column, in: &canvas)
    }
    drawData(stack, layout, at: center, in: &canvas)
    if cursor == span.bin {
      let axis = Rectangle(
        x: columns.lowerBound, y: layout.frame.plot.bottom, width: columns.count, height: 1)
      canvas.restyle(axis) { $0 = Style(.highlight, on: $0.background, .reverse) }
    }
  }

  /// The cell of a stack in a row counted from below; nil when nothing reaches it.
  private func cell(_ stack: HistogramStack, _ layout: HistogramLayout, row: Int) -> Cell? {
    let glyphs = layout.frame.glyphs
    let bottom = 8 * row
    var pieces: [(layer: Int, from: Int, to: Int)] = []
    for part in stack.parts {
      let from = max(layout.eighths(part.low), bottom)
      let to = min(layout.eighths(part.high), bottom + 8)
      if from < to { pieces.append((part.layer, from - bottom, to - bottom)) }
    }
    guard let lowest = pieces.min(by: { $0.from < $1.from }),
      let highest = pieces.max(by: { $0.to < $1.to }),
      let largest = pieces.max(by: { $0.to - $0.from < $1.to - $1.from })
    else { return nil }
    let texture = texture(ofLayer: largest.layer, glyphs)
    let role = layers[largest.layer].role
    if lowest.from > 0 {
      return Cell(glyphs.fromAbove(8 - lowest.from, full: texture), Style(role))
    }
    if highest.to < 8 || pieces.count == 1 || layers[highest.layer].role != .signal {
      return Cell(glyphs.fromBelow(highest.to, full: texture), Style(role))
    }
    // The signal is solid, and so is the upper half of a cell: that reads the same without color. Less of it is shown
    // only where it is all that there is.
    let part = highest.to - highest.from
    let goesOn = stack.parts.contains { $0.layer == highest.layer && layout.eighths($0.high) > bottom + 8 }
    if part < 3, goesOn {
      return Cell(self.texture(ofLayer: lowest.layer, glyphs), Style(layers[lowest.layer].role))
    }
    let solid = self.texture(ofLayer: highest.layer, glyphs)
    let block = glyphs.fromAbove(max(part, 3), full: solid)
    return Cell(block, Style(.signal, on: block == solid ? .plain : layers[lowest.layer].role))
  }

  private func drawBand(
    _ stack: HistogramStack, _ layout: HistogramLayout, columns: Range<Int>, in canvas: inout Canvas
  ) {
    guard let band = stack.band, let total = stack.total else { return }
    let glyphs = layout.frame.glyphs
    let low = layout.eighths(band.low)
    let high = layout.eighths(band.high)
    let (lowRow, highRow) = (layout.row(low), layout.row(high))
    let top = layout.row(layout.eighths(total))
    for column in columns {
      for row in highRow...lowRow {
        let isEnd = row == lowRow || row == highRow
        // The row in which the bar ends keeps its character: its height is worth more than a hatch.
        if row == top, !isEnd || columns.count == 1, canvas[column, row].character != " " { continue }
        var glyph = glyphs.hatch
        if row == lowRow { glyph = glyphs.level(low - 8 * (layout.frame.plot.bottom - 1 - row)) }
        if row == highRow { glyph = glyphs.level(high - 8 * (layout.frame.plot.bottom - 1 - row)) }
        overlay(glyph, .variation, column, row, in: &canvas)
      }
    }
  }

  private func drawData(
    _ stack: HistogramStack, _ layout: HistogramLayout, at column: Int, in canvas: inout Canvas
  ) {
    guard let (value, error) = stack.data else { return }
    if error > 0 { drawBar(value - error, value + error, .data, layout, at: column, in: &canvas) }
    guard let fraction = layout.frame.yAxis.fraction(of: value), fraction >= 0 else { return }
    overlay(layout.frame.glyphs.point, .data, column, layout.row(layout.eighths(value)), in: &canvas)
  }

  private func drawBar(
    _ low: Double, _ high: Double, _ role: Role, _ layout: HistogramLayout, at column: Int,
    in canvas: inout Canvas
  ) {
    guard low.isFinite, high.isFinite, low <= high else { return }
    let bottom = layout.row(layout.eighths(low))
    let top = layout.row(layout.eighths(high))
    for row in top...bottom { overlay(layout.frame.glyphs.vertical, role, column, row, in: &canvas) }
  }

  /// Writes over a bar and keeps the bar's color behind.
  private func overlay(_ glyph: Character, _ role: Role, _ x: Int, _ y: Int, in canvas: inout Canvas) {
    let under = canvas[x, y]
    let isBar = under.character != " " && under.style.background == .plain
    canvas[x, y] = Cell(glyph, Style(role, on: isBar ? under.style.foreground : under.style.background))
  }
}
