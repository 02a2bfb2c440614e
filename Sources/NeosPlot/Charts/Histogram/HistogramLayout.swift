/// Where the parts of a histogram lie.
struct HistogramLayout {
  /// A bin and the columns in which it is drawn.
  struct Span {
    let bin: Int
    let columns: Range<Int>
    let stack: HistogramStack
  }

  /// A row of numbers below the axis.
  struct TableRow {
    let name: String
    let role: Role
    let values: [Double?]
  }

  let frame: PlotFrame
  let spans: [Span]
  let table: [TableRow]
  let hasLegend: Bool

  /// Whether bins narrower than a column are left out for higher ones.
  var isMerged: Bool

  /// The height of a value above the lower side of the plot, in eighths of a row.
  func eighths(_ value: Double) -> Int {
    let all = 8 * frame.plot.height
    guard let fraction = frame.yAxis.fraction(of: value) else { return 0 }
    return min(max(Int(saturating: (fraction * Double(all)).rounded()), 0), all)
  }

  /// The row of a line at a height in eighths.
  func row(_ eighths: Int) -> Int { frame.plot.bottom - 1 - max(eighths - 1, 0) / 8 }
}

extension HistogramChart {
  func layout(width: Int, height: Int, _ glyphs: GlyphSet) -> HistogramLayout? {
    guard binCount > 0, width >= 8, height >= 4,
      let xAxis = Axis(from: edges[0], to: edges[binCount])
    else { return nil }
    let stacks = (0..<binCount).map { stack(ofBin: $0) }
    var margins = PlotFrame.Margins()
    let limit = Readout.rowLimit(height: height)
    margins.top = height >= 7 ? readout(glyphs)?.rowCount(width: width, limit: limit, glyphs) ?? 1 : 0
    let rows = tableRows
    let hasTable = width / max(binCount, 1) >= 5 && width >= 24
    let count = hasTable ? min(rows.count, max(height - margins.top - 2 - 5, 0)) : 0
    margins.bottom = count
    margins.left = rows.prefix(count).map { $0.name.columnCount }.max() ?? 0
    margins.right = 1
    let plotRows = height - margins.top - count - 2
    guard plotRows >= 1, let yAxis = yAxis(stacks, rows: plotRows) else { return nil }
    let ticks =
      binCount <= width ? edges.map { Tick(value: $0, label: NumberText.brief($0)) } : nil
    guard
      let frame = PlotFrame(
        width: width, height: height, margins: margins, xAxis: xAxis, yAxis: yAxis, placement: .sides,
        xTicks: ticks, glyphs: glyphs)
    else { return nil }
    let (spans, isMerged) = spans(stacks, frame)
    return HistogramLayout(
      frame: frame, spans: spans, table: Array(rows.prefix(count)), hasLegend: margins.top > 0,
      isMerged: isMerged)
  }

  func yAxis(_ stacks: [HistogramStack], rows: Int) -> Axis? {
    var values = stacks.flatMap(\.values).filter(\.isFinite)
    let count = PlotFrame.roundingCount(rows: rows)
    switch scale {
    case .linear:
      // An error below 0 is no reason to show what cannot be counted.
      let isNegative = stacks.contains { stack in
        stack.parts.contains { $0.low < 0 } || (stack.data?.value ?? 0) < 0
      }
      if !isNegative { values = values.map { max($0, 0) } }
      values.append(0)
      if values.allSatisfy({ $0 == 0 }) { values.append(1) }
    case .log:
      let highest = values.max() ?? 1
      guard highest > 0 else { return Axis(from: 0.1, to: 1, scale: .log) }
      values = values.filter { $0 > highest * 1e-8 }
      // Room below, so that the lowest bar has a height.
      if let lowest = values.min() { values.append(lowest / 2) }
    }
    return Axis(covering: values, scale: scale, roundedForTicks: count)
  }

  /// The columns of each bin; where bins share a column, the highest of them is drawn.
  private func spans(_ stacks: [HistogramStack], _ frame: PlotFrame) -> ([HistogramLayout.Span], Bool) {
    let plot = frame.plot
    let sides = edges.map { (frame.column(of: $0) ?? plot.x - 1) + 1 }
    var owners: [Int?] = Array(repeating: nil, count: plot.width)
    var isMerged = false
    for bin in 0..<binCount {
      let first = min(sides[bin], plot.right - 1) - plot.x
      let last = max(sides[bin + 1] - plot.x, first + 1)
      for column in max(first, 0)..<min(last, plot.width) {
        if let other = owners[column] {
          isMerged = true
          if (stacks[other].total ?? -.infinity) >= (stacks[bin].total ?? -.infinity) { continue }
        }
        owners[column] = bin
      }
    }
    var spans: [HistogramLayout.Span] = []
    var start = 0
    while start < owners.count {
      var end = start + 1
      while end < owners.count, owners[end] == owners[start] { end += 1 }
      if let bin = owners[start] {
        spans.append(.init(bin: bin, columns: plot.x + start..<plot.x + end, stack: stacks[bin]))
      }
      start = end
    }
    return (spans, isMerged)
  }

  /// The numbers below the axis, most wanted first.
  private var tableRows: [HistogramLayout.TableRow] {
    var rows: [HistogramLayout.TableRow] = []
    func add(_ name: String, _ role: Role, _ values: [Double]) {
      rows.append(.init(name: name, role: role, values: (0..<binCount).map { values.finite(at: $0) }))
    }
    for layer in layers.reversed() { add(layer.name, layer.role, layer.yields) }
    if let band {
      add("up", .variation, band.up)
      add("down", .variation, band.down)
    }
    if !data.isEmpty { add(dataName, .data, data) }
    return rows
  }
}
