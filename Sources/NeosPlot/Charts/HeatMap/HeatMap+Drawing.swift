extension HeatMap {
  func drawShades(_ grid: HeatGrid, _ range: Axis, _ frame: PlotFrame, in canvas: inout Canvas) {
    let plot = frame.plot
    func level(_ column: Int, _ row: Double) -> Double? {
      grid.value(
        (Double(column) + 0.5) / Double(plot.width), 1 - row / Double(plot.height)
      ).flatMap { range.fraction(of: $0) }
    }
    let shades = frame.glyphs.shades
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        let cell: Cell
        if pixels == .halfBlocks, frame.glyphs == .unicode {
          let upper = level(column, Double(row) + 0.25).map { Role.ramp(fraction: $0) }
          let lower = level(column, Double(row) + 0.75).map { Role.ramp(fraction: $0) }
          cell = Cell("▀", Style(upper ?? .plain, on: lower ?? .plain))
        } else if let fraction = level(column, Double(row) + 0.5) {
          let shade = min(max(Int(saturating: fraction * Double(shades.count)), 0), shades.count - 1)
          cell = Cell(shades[shade], Style(.ramp(fraction: fraction)))
        } else {
          cell = Cell("?", Style(.dim))
        }
        canvas[plot.x + column, plot.y + row] = cell
      }
    }
  }

  /// The dots through which contours run: those of two neighbors on either side of a level that is nearer.
  func drawContours(_ grid: HeatGrid, _ frame: PlotFrame, in canvas: inout Canvas) {
    let plot = frame.plot
    var raster = DotRaster(width: plot.width, height: plot.height)
    let levels = contours.filter(\.isFinite)
    guard !levels.isEmpty else { return }
    let width = raster.columns
    var values: [Double] = []
    values.reserveCapacity(width * raster.rows)
    for y in 0..<raster.rows {
      for x in 0..<width {
        let value = grid.value((Double(x) + 0.5) / Double(width), (Double(y) + 0.5) / Double(raster.rows))
        values.append(value ?? .nan)
      }
    }
    for level in levels {
      for y in 0..<raster.rows {
        for x in 0..<width {
          let here = values[y * width + x] - level
          for (dx, dy) in [(1, 0), (0, 1)] where x + dx < width && y + dy < raster.rows {
            let there = values[(y + dy) * width + x + dx] - level
            guard !here.isNaN, !there.isNaN, (here < 0) != (there < 0) else { continue }
            if here.magnitude <= there.magnitude {
              raster.set(x, y, 0)
            } else {
              raster.set(x + dx, y + dy, 0)
            }
          }
        }
      }
    }
    var lines = Canvas(width: canvas.width, height: canvas.height)
    raster.draw(in: &lines, x: plot.x, y: plot.y, frame.glyphs) { _ in ("*", .contour) }
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        let x = plot.x + column
        let y = plot.y + row
        guard lines[x, y].character != " " else { continue }
        // Around the middle of the cell, in dots, counted from below.
        let middle = 4 * (plot.height - 1 - row) + 1
        let glyph =
          frame.glyphs == .unicode
          ? lines[x, y].character : Self.direction(values, width: width, x: 2 * column, y: middle)
        canvas[x, y] = Cell(glyph, Style(.contour, on: canvas[x, y].style.foreground))
      }
    }
  }

  /// The ASCII character that runs along a contour: across the gradient.
  private static func direction(_ values: [Double], width: Int, x: Int, y: Int) -> Character {
    let rows = values.count / width
    func value(_ x: Int, _ y: Int) -> Double {
      values[min(max(y, 0), rows - 1) * width + min(max(x, 0), width - 1)]
    }
    let across = value(x + 2, y) - value(x - 1, y)
    let up = (value(x, y + 2) - value(x, y - 1))
    if !across.isFinite || !up.isFinite { return "+" }
    if up.magnitude > 2 * across.magnitude { return "-" }
    if across.magnitude > 2 * up.magnitude { return "|" }
    return (across > 0) == (up > 0) ? "\\" : "/"
  }

  /// Draws in each cell the mark of the class with most events there.
  func drawEvents(_ frame: PlotFrame, in canvas: inout Canvas) {
    let plot = frame.plot
    guard !events.isEmpty else { return }
    var counts = Array(repeating: Array(repeating: 0, count: events.count), count: plot.width * plot.height)
    for (index, group) in events.enumerated() {
      let count = min(group.x.count, group.y.count)
      let shown = min(max(largestEventCount, 0), count)
      for pick in 0..<shown {
        let event = pick * count / shown
        guard let across = frame.xAxis.fraction(of: group.x[event]), across >= 0, across <= 1,
          let up = frame.yAxis.fraction(of: group.y[event]), up >= 0, up <= 1
        else { continue }
        let column = min(Int(across * Double(plot.width)), plot.width - 1)
        let row = plot.height - 1 - min(Int(up * Double(plot.height)), plot.height - 1)
        counts[row * plot.width + column][index] += 1
      }
    }
    for row in 0..<plot.height {
      for column in 0..<plot.width {
        let here = counts[row * plot.width + column]
        guard let most = here.max(), most > 0, let index = here.firstIndex(of: most) else { continue }
        let x = plot.x + column
        let y = plot.y + row
        let under = canvas[x, y].style
        let ground = under.background == .plain ? under.foreground : under.background
        let cell = Cell(frame.glyphs.marker(index), Style(events[index].role, on: ground, .bold))
        canvas[x, y] = cell
      }
    }
  }

  func drawCursor(_ frame: PlotFrame, in canvas: inout Canvas) {
    guard let cursor, let across = frame.xAxis.fraction(of: cursor.x), (0...1).contains(across),
      let up = frame.yAxis.fraction(of: cursor.y), (0...1).contains(up)
    else { return }
    let plot = frame.plot
    let column = plot.x + min(Int(across * Double(plot.width)), plot.width - 1)
    let row = plot.bottom - 1 - min(Int(up * Double(plot.height)), plot.height - 1)
    canvas[column, row] = Cell("X", Style(.highlight, on: .plain, .reverse))
  }

  /// What the cursor reads: `feature 0 1.2, feature 1 -0.4: 0.63`; nil without one.
  var readout: Readout? {
    guard let cursor else { return nil }
    let style = Style(.highlight)
    var readout = Readout()
    readout.add(features.x, NumberText.brief(cursor.x, digits: 3) + ",", style)
    readout.add(features.y, NumberText.brief(cursor.y, digits: 3) + ":", style)
    readout.add("", value(x: cursor.x, y: cursor.y).map { NumberText.brief($0) } ?? "not defined", style)
    return readout
  }

  /// The column in which what is above the map begins.
  func legendColumn(_ frame: PlotFrame) -> Int { frame.plot.x + (features.y.isEmpty ? 0 : 1) }

  func drawLegend(_ range: Axis, _ frame: PlotFrame, in canvas: inout Canvas) {
    let glyphs = frame.glyphs
    let x = min(legendColumn(frame), canvas.width)
    if let readout { return readout.draw(in: &canvas, x: x, limit: frame.plot.y, glyphs) }
    var legend = Legend()
    addMarks(range, glyphs, to: &legend)
    legend.draw(in: &canvas, x: x, y: 0, width: canvas.width - x, glyphs)
  }

  /// Adds what is what. The marks come first: without them nobody knows which is which.
  private func addMarks(_ range: Axis, _ glyphs: GlyphSet, to legend: inout Legend) {
    for (index, group) in events.enumerated() {
      legend.add(String(glyphs.marker(index)), group.name, Style(group.role))
    }
    if !contours.isEmpty {
      let levels = contours.prefix(4).map { NumberText.brief($0) }.joined(separator: " ")
      let more = contours.count > 4 ? " \(glyphs.ellipsis)" : ""
      legend.add(glyphs == .unicode ? "⠒" : "-", "at " + levels + more, Style(.contour))
    }
    let ends = "\(NumberText.brief(range.low, digits: 3)) to \(NumberText.brief(range.high, digits: 3))"
    if pixels == .halfBlocks, glyphs == .unicode {
      legend.say("color: " + ends)
    } else {
      legend.add("[\(String(glyphs.shades))]", ends, Style(.ramp(fraction: 1)))
    }
  }
}
