/// Numbers against the step: losses and metrics, on the training and the test sample, of several forks.
///
/// Any number of steps fits: every column of dots spans the lowest and the highest of its values, so that no
/// spike is lost. A value that is not finite, or not positive on a log scale, is a gap.
public struct CurveChart: Chart {
  /// Which steps are shown.
  public enum Window: Sendable, Hashable {
    /// From the first to the last step of any curve.
    case all
    /// The last so many steps.
    case last(Int)
  }

  /// The curves, the most important first: it is drawn on top.
  public var curves: [Curve]
  /// The scale of the y axis.
  public var scale: AxisScale
  /// Which steps are shown.
  public var window: Window
  /// A step at which the values are read above the chart.
  public var cursor: Int?
  /// The name of the x axis.
  public var xName: String

  /// A chart of curves.
  public init(
    _ curves: [Curve], scale: AxisScale = .linear, window: Window = .all, cursor: Int? = nil,
    xName: String = "step"
  ) {
    self.curves = curves
    self.scale = scale
    self.window = window
    self.cursor = cursor
    self.xName = xName
  }

  /// A curve's name and its value at a step.
  public struct Reading: Sendable, Hashable {
    /// The curve's name.
    public let name: String
    /// The value; nil where it is undefined.
    public let value: Double?
  }

  /// The exact values of all curves at a step.
  public func reading(at step: Int) -> [Reading] {
    curves.map { Reading(name: $0.name, value: $0.value(at: step)) }
  }

  /// The step in the middle of a column, nil outside of the plot: what a pointer reads.
  public func step(atColumn column: Int, width: Int, height: Int, glyphs: GlyphSet) -> Int? {
    guard let (frame, _) = layout(width: width, height: height, glyphs), frame.plot.columns.contains(column)
    else { return nil }
    let last = Double(2 * frame.plot.width - 1)
    let fraction = last > 0 ? (2 * Double(column - frame.plot.x) + 0.5) / last : 0
    let step = frame.xAxis.value(at: min(max(fraction, 0), 1)).rounded()
    return step.magnitude < 1e18 ? Int(step) : nil
  }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    func saying(_ text: String) -> Canvas {
      .saying(text, width: canvas.width, height: canvas.height, glyphs)
    }
    guard stepRange != nil else { return saying("no steps yet") }
    guard hasRoom(canvas) else { return saying("too small for curves") }
    guard let (frame, drawn) = layout(width: canvas.width, height: canvas.height, glyphs) else {
      let isEmpty = scale == .linear || !curves.contains { $0.values.contains { $0.isFinite } }
      return saying(isEmpty ? "no finite values in these steps" : "no positive values for a log axis")
    }
    frame.drawAxes(in: &canvas, xLabel: xName)
    let column = cursor.flatMap { frame.column(of: Double($0)) }
    if let column {
      let line = Rectangle(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
      canvas.fill(line, with: Cell(glyphs.vertical, Style(.cursor)))
    }
    frame.draw(drawn, in: &canvas)
    if let column {
      canvas[column, frame.plot.bottom] = Cell(glyphs.bottomTick, Style(.cursor))
      let line = Rectangle(x: column, y: frame.plot.y, width: 1, height: frame.plot.height)
      canvas.restyle(line) { $0.attributes.insert(.bold) }
    }
    if frame.plot.y > 0 { readout(glyphs).draw(in: &canvas, limit: frame.plot.y, glyphs) }
    return canvas.restricted(to: glyphs)
  }

  /// What is what, with the values under the cursor or the last ones. A curve that has no such step is not read.
  private func readout(_ glyphs: GlyphSet) -> Readout {
    var readout = Readout()
    let step = cursor ?? curves.compactMap(\.lastStep).max() ?? 0
    if cursor != nil { readout.add(place: "\(xName) \(step):", Style(.cursor)) }
    for (index, curve) in curves.enumerated() {
      if cursor != nil, !curve.has(step) { continue }
      let number =
        cursor == nil
        ? NumberText.brief(curve.values.last ?? .nan, digits: 4)
        : curve.value(at: step).map { NumberText.brief($0, digits: 6) } ?? "none"
      let mark = curves.count > 1 ? glyphs.marker(index) : glyphs == .unicode ? "⠒" : "*"
      readout.add(curve.name, number, key: String(mark), Style(curve.role))
    }
    return readout
  }

  private func hasRoom(_ canvas: Canvas) -> Bool { canvas.width >= 8 && canvas.height >= 3 }

  /// The steps that are shown.
  var stepRange: ClosedRange<Int>? {
    guard let last = curves.compactMap(\.lastStep).max(),
      let first = curves.filter({ !$0.values.isEmpty }).map(\.firstStep).min()
    else { return nil }
    switch window {
    case .all: return first...last
    case .last(let count): return max(last - min(max(count, 1), 1_000_000_000) + 1, first)...last
    }
  }

  private func layout(width: Int, height: Int, _ glyphs: GlyphSet) -> (PlotFrame, [DrawnCurve])? {
    guard let steps = stepRange, let xAxis = stepAxis(steps) else { return nil }
    var margins = PlotFrame.Margins()
    let limit = Readout.rowLimit(height: height)
    margins.top = height >= 5 ? readout(glyphs).rowCount(width: width, limit: limit, glyphs) : 0
    let rows = height - margins.top - 2
    guard width >= 8, rows >= 1 else { return nil }
    // The labels' width is known only with the y axis; the y axis only with the columns: extremes do not
    // depend on how many columns there are, so any number will do for the range.
    var values: [Double] = []
    for curve in curves {
      for column in curve.columns(from: xAxis.low, to: xAxis.high, count: 64, scale: scale) {
        values += [column.low, column.high]
      }
    }
    let count = PlotFrame.roundingCount(rows: rows)
    guard let yAxis = Axis(covering: values, scale: scale, roundedForTicks: count),
      let frame = PlotFrame(
        width: width, height: height, margins: margins, xAxis: xAxis, yAxis: yAxis, placement: .dots,
        xTicks: steps.count == 1
          ? [Tick(value: Double(steps.lowerBound), label: "\(steps.lowerBound)")] : nil,
        isCount: true, glyphs: glyphs)
    else { return nil }
    let drawn = curves.indices.map { index in
      DrawnCurve(
        index: index, role: curves[index].role,
        columns: curves[index].columns(
          from: xAxis.low, to: xAxis.high, count: 2 * frame.plot.width, scale: scale))
    }
    return (frame, drawn)
  }

  func stepAxis(_ steps: ClosedRange<Int>) -> Axis? {
    steps.count == 1
      ? Axis(from: Double(steps.lowerBound), to: Double(steps.lowerBound) + 1)
      : Axis(from: Double(steps.lowerBound), to: Double(steps.upperBound))
  }
}
