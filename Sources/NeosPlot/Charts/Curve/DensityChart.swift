/// Densities of one number, such as a network's output, for several classes of events.
public struct DensityChart: Chart {
  /// The density of one class.
  public struct Density: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// The role that colors it.
    public var role: Role
    /// The density at evenly spaced places, both ends of the range included, per unit of the number.
    public var values: [Double]

    /// A density.
    public init(_ name: String, _ role: Role, values: [Double]) {
      self.name = name
      self.role = role
      self.values = values
    }
  }

  /// The range of the number.
  public var range: ClosedRange<Double>
  /// The classes, the most important first.
  public var densities: [Density]
  /// Places to mark with a vertical line: bin edges.
  public var edges: [Double]
  /// The name of the number.
  public var observable: String
  /// A place to mark and to read above the chart.
  public var cursor: Double?

  /// A chart of densities over a range.
  public init(
    _ densities: [Density], over range: ClosedRange<Double>, edges: [Double] = [], observable: String = ""
  ) {
    self.range = range
    self.densities = densities
    self.edges = edges
    self.observable = observable
  }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    func saying(_ text: String) -> Canvas {
      .saying(text, width: canvas.width, height: canvas.height, glyphs)
    }
    guard !finiteValues.isEmpty else { return saying("no density to show") }
    guard let frame = frame(width: canvas.width, height: canvas.height, glyphs) else {
      return saying("too small for densities")
    }
    frame.drawAxes(in: &canvas, xLabel: observable)
    for edge in edges {
      guard let column = frame.column(of: edge) else { continue }
      let line = Rectangle(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
      canvas.fill(line, with: Cell(glyphs == .unicode ? "┊" : ":", Style(.contour)))
    }
    let drawn = densities.enumerated().compactMap { index, density -> DrawnCurve? in
      guard density.values.count >= 2 else { return nil }
      let curve = Curve(density.name, density.role, values: density.values)
      let columns = curve.columns(
        from: 0, to: Double(density.values.count - 1), count: 2 * frame.plot.width, scale: .linear)
      return DrawnCurve(index: index, role: density.role, columns: columns)
    }
    frame.draw(drawn, in: &canvas)
    if let column = cursor.flatMap({ frame.column(of: $0) }) {
      let line = Rectangle(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
      canvas.restyle(line) { $0 = Style(.highlight, on: $0.background, .reverse) }
    }
    if frame.plot.y > 0, let readout = readout(glyphs) {
      readout.draw(in: &canvas, limit: frame.plot.y, glyphs)
    } else if frame.plot.y > 0 {
      var legend = Legend()
      for (index, density) in densities.enumerated() {
        legend.add(String(glyphs.marker(index)), density.name, Style(density.role))
      }
      if !edges.isEmpty { legend.add(glyphs == .unicode ? "┊" : ":", "bin edge", Style(.contour)) }
      legend.draw(in: &canvas, x: 0, y: 0, width: canvas.width, glyphs)
    }
    return canvas.restricted(to: glyphs)
  }

  private var finiteValues: [Double] {
    densities.filter { $0.values.count >= 2 }.flatMap(\.values).filter(\.isFinite)
  }

  private func frame(width: Int, height: Int, _ glyphs: GlyphSet) -> PlotFrame? {
    var margins = PlotFrame.Margins()
    let limit = Readout.rowLimit(height: height)
    margins.top = height >= 5 ? readout(glyphs)?.rowCount(width: width, limit: limit, glyphs) ?? 1 : 0
    margins.right = 1
    let rows = height - margins.top - 2
    let values = finiteValues
    let ceiling = values.allSatisfy { $0 == 0 } ? 1.0 : 0
    guard width >= 8, rows >= 1, let xAxis = Axis(from: range.lowerBound, to: range.upperBound),
      let yAxis = Axis(covering: values + [0, ceiling], roundedForTicks: PlotFrame.tickCount(rows: rows))
    else { return nil }
    return PlotFrame(
      width: width, height: height, margins: margins, xAxis: xAxis, yAxis: yAxis, placement: .dots,
      glyphs: glyphs)
  }

  /// The number in the middle of a column; nil beside the chart.
  public func place(atColumn column: Int, width: Int, height: Int, glyphs: GlyphSet) -> Double? {
    frame(width: width, height: height, glyphs)?.x(atColumn: column)
  }

  /// What the cursor reads: `at 0.43:  ● signal 1.2  × nominal 0.31`; nil without one.
  private func readout(_ glyphs: GlyphSet) -> Readout? {
    guard let cursor, range.contains(cursor), range.upperBound > range.lowerBound else { return nil }
    let fraction = (cursor - range.lowerBound) / (range.upperBound - range.lowerBound)
    var readout = Readout()
    readout.add(place: "at \(NumberText.brief(cursor, digits: 3)):", Style(.highlight))
    for (index, density) in densities.enumerated() where !density.values.isEmpty {
      let place = Int((fraction * Double(density.values.count - 1)).rounded())
      readout.add(
        density.name, NumberText.brief(density.values[place], digits: 3), key: String(glyphs.marker(index)),
        Style(density.role))
    }
    return readout
  }
}

extension DensityChart.Density {
  /// The density of weighted events: a histogram with so many bins over the range, its integral 1, read at
  /// the middle of its bins.
  ///
  /// Events outside of the range, or with a number that is not finite, do not count.
  public init(
    _ name: String, _ role: Role, of events: [Double], weights: [Double]? = nil,
    over range: ClosedRange<Double>, bins: Int = 50
  ) {
    let bins = min(max(bins, 2), 10_000)
    let width = (range.upperBound - range.lowerBound) / Double(bins)
    var sums = Array(repeating: 0.0, count: bins)
    if width > 0, width.isFinite {
      for (index, event) in events.enumerated() where range.contains(event) {
        let weight = weights.map { $0.finite(at: index) ?? 0 } ?? 1
        sums[min(Int((event - range.lowerBound) / width), bins - 1)] += weight
      }
    }
    let total = sums.reduce(0, +)
    self.init(name, role, values: total > 0 && total.isFinite ? sums.map { $0 / total / width } : [])
  }
}
