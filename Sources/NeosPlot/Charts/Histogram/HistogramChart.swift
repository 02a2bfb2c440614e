/// Stacked yields in bins of real widths, with a systematic band, statistical errors and data.
///
/// ```swift
/// let chart = HistogramChart(edges: [0, 0.5, 1], signal: [6.8, 6.9], background: [34.1, 34.2])
/// print(chart.text(width: 60, height: 16))
/// ```
///
/// From below: the layers, first to last, each in a texture of its own; the height of a bar is its yield, to
/// an eighth of a row. In the right half of a bin, the band between the up and the down variation; in the
/// left half, the statistical error and the data point. Below: bin edges, and yields where there is room.
/// Negative yields are stacked downward from zero.
public struct HistogramChart: Chart {
  /// One sample of the stack.
  public struct Layer: Sendable, Hashable {
    /// What it is called.
    public var name: String
    /// What it is; the layer with the role `signal` is scaled by ``HistogramChart/signalFactor``.
    public var role: Role
    /// Events expected in each bin.
    public var yields: [Double]
    /// Statistical errors of the yields, one standard deviation, in events; none when empty.
    public var errors: [Double]

    /// A layer.
    public init(_ name: String, _ role: Role, yields: [Double], errors: [Double] = []) {
      self.name = name
      self.role = role
      self.yields = yields
      self.errors = errors
    }
  }

  /// A systematic variation of one layer: its yields with the parameter one standard deviation up and down.
  public struct Band: Sendable, Hashable {
    /// The layer that varies, by position.
    public var layer: Int
    /// Its yields at +1 standard deviation, in events.
    public var up: [Double]
    /// Its yields at -1 standard deviation, in events.
    public var down: [Double]

    /// A variation.
    public init(ofLayer layer: Int, up: [Double], down: [Double]) {
      self.layer = layer
      self.up = up
      self.down = down
    }
  }

  /// What of the histogram is shown.
  public enum Selection: Sendable, Hashable {
    /// Everything.
    case all
    /// One layer alone, by position.
    case layer(Int)
    /// The varied layer at +1 standard deviation.
    case up
    /// The varied layer at -1 standard deviation.
    case down
  }

  /// Bin edges in units of the observable, lowest first, strictly increasing; one more than there are bins.
  public var edges: [Double]
  /// The stack, lowest first.
  public var layers: [Layer]
  /// The systematic band.
  public var band: Band?
  /// Observed or Asimov counts in each bin; none when empty.
  public var data: [Double] = []
  /// What the data are called.
  public var dataName = "data"
  /// The name of the observable.
  public var observable = ""
  /// The scale of the y axis.
  public var scale = AxisScale.linear
  /// How many times its yield the signal is drawn. The yields in the table are not scaled.
  public var signalFactor = 1.0
  /// What is shown.
  public var selection = Selection.all
  /// A bin to mark and to read above the chart.
  public var cursor: Int?

  /// A histogram of layers.
  public init(edges: [Double], layers: [Layer], band: Band? = nil) {
    self.edges = edges
    self.layers = layers
    self.band = band
  }

  /// A signal on a background; `up` and `down` are the background's variations.
  public init(edges: [Double], signal: [Double], background: [Double], up: [Double] = [], down: [Double] = [])
  {
    self.init(
      edges: edges,
      layers: [
        Layer("background", .background, yields: background), Layer("signal", .signal, yields: signal),
      ], band: up.isEmpty && down.isEmpty ? nil : Band(ofLayer: 0, up: up, down: down))
  }

  /// The number of bins.
  public var binCount: Int { max(edges.count - 1, 0) }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    if let problem {
      return .saying(problem, width: canvas.width, height: canvas.height, glyphs)
    }
    guard let layout = layout(width: canvas.width, height: canvas.height, glyphs) else {
      return .saying("too small for a histogram", width: canvas.width, height: canvas.height, glyphs)
    }
    layout.frame.drawAxes(in: &canvas, xLabel: observable)
    for span in layout.spans { draw(span, layout, in: &canvas) }
    drawTable(layout, in: &canvas)
    if layout.hasLegend { drawLegend(layout, in: &canvas) }
    return canvas.restricted(to: glyphs)
  }

  /// The bin that is drawn in a column; nil beside the bins.
  public func bin(atColumn column: Int, width: Int, height: Int, glyphs: GlyphSet) -> Int? {
    layout(width: width, height: height, glyphs)?.spans.first { $0.columns.contains(column) }?.bin
  }

  var problem: String? {
    guard binCount > 0 else { return "no bins" }
    guard edges.allSatisfy(\.isFinite), zip(edges, edges.dropFirst()).allSatisfy({ $0 < $1 }) else {
      return "bin edges do not increase"
    }
    return nil
  }
}
