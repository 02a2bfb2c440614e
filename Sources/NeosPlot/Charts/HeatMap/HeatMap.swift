/// A function of two features as shades, with contours, and events on top.
///
/// The function is given on a grid of nodes and is bilinear between them. In `shades` its level is told by
/// the characters; in `halfBlocks` by color alone, with two pixels a cell.
public struct HeatMap: Chart {
  /// How the function is drawn.
  public enum Pixels: Sendable, Hashable {
    /// Five shades, one a cell; says the same with and without color.
    case shades
    /// Two colors a cell, of ``Role/rampCount``. Needs Unicode and color; in ASCII the same as `shades`.
    case halfBlocks
  }

  /// Events of one class, drawn as points.
  public struct Events: Sendable, Hashable {
    /// What the class is called.
    public var name: String
    /// The role that colors it.
    public var role: Role
    /// The first feature of each event.
    public var x: [Double]
    /// The second feature of each event.
    public var y: [Double]

    /// Events.
    public init(_ name: String, _ role: Role, x: [Double], y: [Double]) {
      self.name = name
      self.role = role
      self.x = x
      self.y = y
    }
  }

  /// The values at the nodes, row by row, the row with the lowest y first.
  public var values: [Double]
  /// Nodes along x, evenly spaced, both ends of the range included.
  public var columns: Int
  /// The range of the first feature.
  public var xRange: ClosedRange<Double>
  /// The range of the second feature.
  public var yRange: ClosedRange<Double>
  /// The values of the lowest and the highest shade; nil for those of the function.
  public var levels: ClosedRange<Double>?
  /// Where to draw contours: bin edges.
  public var contours: [Double] = []
  /// Events by class.
  public var events: [Events] = []
  /// The most events of a class that are drawn, evenly picked; so that the map is still seen.
  public var largestEventCount = 200
  /// How the function is drawn.
  public var pixels = Pixels.shades
  /// A place to mark and to read above the map.
  public var cursor: (x: Double, y: Double)?
  /// The names of the features.
  public var features: (x: String, y: String) = ("", "")
  /// What the values are called in a figure.
  public var valueName = ""

  /// A map of a function on a grid of nodes.
  public init(
    values: [Double], columns: Int, xRange: ClosedRange<Double>, yRange: ClosedRange<Double>
  ) {
    self.values = values
    self.columns = columns
    self.xRange = xRange
    self.yRange = yRange
  }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    func saying(_ text: String) -> Canvas {
      .saying(text, width: canvas.width, height: canvas.height, glyphs)
    }
    guard let grid = HeatGrid(values, columns: columns) else { return saying("no values on a grid") }
    guard let range = shadeRange else { return saying("no finite values") }
    guard let frame = frame(width: canvas.width, height: canvas.height, glyphs) else {
      return saying("too small for a map")
    }
    frame.drawAxes(in: &canvas, xLabel: features.x, yLabel: features.y)
    drawShades(grid, range, frame, in: &canvas)
    drawContours(grid, frame, in: &canvas)
    drawEvents(frame, in: &canvas)
    drawCursor(frame, in: &canvas)
    if frame.plot.y > 0 { drawLegend(range, frame, in: &canvas) }
    return canvas.restricted(to: glyphs)
  }

  /// The features in the middle of a cell; nil outside of the map.
  public func place(
    atColumn column: Int, row: Int, width: Int, height: Int, glyphs: GlyphSet
  ) -> (x: Double, y: Double)? {
    guard let frame = frame(width: width, height: height, glyphs), let x = frame.x(atColumn: column),
      let y = frame.y(atRow: row)
    else { return nil }
    return (x, y)
  }

  /// The function between its nodes; nil outside of the ranges and where it is undefined.
  public func value(x: Double, y: Double) -> Double? {
    guard let grid = HeatGrid(values, columns: columns), xRange.contains(x), yRange.contains(y),
      let horizontal = Axis(from: xRange.lowerBound, to: xRange.upperBound)?.fraction(of: x),
      let vertical = Axis(from: yRange.lowerBound, to: yRange.upperBound)?.fraction(of: y)
    else { return nil }
    return grid.value(horizontal, vertical)
  }

  /// The values of the lowest and the highest shade.
  var shadeRange: Axis? {
    if let levels { return Axis(from: levels.lowerBound, to: levels.upperBound) }
    return Axis(covering: values)
  }

  private func frame(width: Int, height: Int, _ glyphs: GlyphSet) -> PlotFrame? {
    guard width >= 8, height >= 3, let xAxis = Axis(from: xRange.lowerBound, to: xRange.upperBound),
      let yAxis = Axis(from: yRange.lowerBound, to: yRange.upperBound)
    else { return nil }
    var margins = PlotFrame.Margins()
    margins.top = height >= 6 ? 1 : 0
    margins.right = 1
    margins.left = features.y.columnCount
    func frame() -> PlotFrame? {
      PlotFrame(
        width: width, height: height, margins: margins, xAxis: xAxis, yAxis: yAxis, placement: .sides,
        glyphs: glyphs)
    }
    guard margins.top > 0, let readout, let first = frame() else { return frame() }
    // What is read stands beside the name of the y axis, so that only a frame says how much room it has.
    margins.top = readout.rowCount(
      width: width - legendColumn(first), limit: Readout.rowLimit(height: height), glyphs)
    return frame()
  }
}
