/// Charts on a page as a vector graphic, with the sizes and letters of a journal's figure.
///
/// ```swift
/// let figure = Figure([.init("signal region", .histogram(chart))])
/// let svg = figure.svg
/// ```
///
/// A figure depends on nothing but its charts: equal charts give equal bytes, in any locale. Lengths are in millimeters,
/// a chart is as wide as a column of text (85 mm), and two stand side by side. Numbers that are not finite are gaps.
/// The format is SVG 1.1 (W3C Recommendation, 2011).
public struct Figure: Sendable {
  /// A chart that can stand in a figure.
  public enum Content: Sendable {
    /// Stacked yields.
    case histogram(HistogramChart)
    /// Numbers against the step.
    case curves(CurveChart)
    /// A function of two features.
    case map(HeatMap)
    /// Parameters of a fit.
    case pulls(PullChart)
  }

  /// A chart with its title.
  public struct Panel: Sendable {
    /// What stands above it; nothing when empty.
    public var title: String
    /// The chart.
    public var content: Content

    /// A panel.
    public init(_ title: String, _ content: Content) {
      self.title = title
      self.content = content
    }
  }

  /// The charts, from left to right and from top to bottom.
  public var panels: [Panel]
  /// What it is called by programs that show it; the titles of the charts, or what they are, when empty.
  public var title = ""
  /// What the numbers are of, in small letters below the charts; nothing when empty.
  public var caption = ""

  /// A figure.
  public init(_ panels: [Panel], title: String = "") {
    self.panels = panels
    self.title = title
  }

  /// The figure as the text of an SVG file, or of an element of a page.
  public var svg: String {
    let page = page
    let (width, height) = (svgNumber(page.width), svgNumber(page.height))
    let titles = [title] + panels.map(\.title)
    let known = titles.filter { !$0.isEmpty }.joined(separator: "; ")
    let title = known.isEmpty ? panels.first?.content.name ?? "empty figure" : known
    let head =
      [
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)mm\" height=\"\(height)mm\""
          + " viewBox=\"0 0 \(width) \(height)\" font-family=\"Helvetica, Arial, sans-serif\""
          + " stroke-linejoin=\"round\" role=\"img\">",
        "<title>\(title.markupEscaped())</title>",
      ] + (caption.isEmpty ? [] : ["<desc>\(caption.markupEscaped())</desc>"]) + [
        "<rect width=\"\(width)\" height=\"\(height)\" fill=\"#ffffff\"/>"
      ]
    return (head + page.drawing.elements + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// The page, and the room that each text takes on it.
  package var textBoxes: (page: SVGBox, texts: [SVGBox]) {
    let page = page
    return (SVGBox(x: 0, y: 0, width: page.width, height: page.height), page.drawing.textBoxes)
  }

  private static let gap = 4.0
  fileprivate static let margin = 1.5

  private var page: (width: Double, height: Double, drawing: SVGDrawing) {
    var drawing = SVGDrawing()
    let columns = panels.count > 1 && panels.allSatisfy { $0.content.size.width <= 85 } ? 2 : 1
    var (width, y) = (0.0, 0.0)
    for start in stride(from: 0, to: panels.count, by: columns) {
      let row = panels[start..<min(start + columns, panels.count)]
      var x = 0.0
      for panel in row {
        let size = panel.size
        let area = SVGBox(
          x: x + Self.margin, y: y + Self.margin, width: size.width - 2 * Self.margin,
          height: size.height - 2 * Self.margin)
        panel.draw(area, in: &drawing)
        width = max(width, x + size.width)
        x += size.width + Self.gap
      }
      y += (row.map(\.size.height).max() ?? 0) + Self.gap
    }
    (width, y) = (max(width, 10), max(y - Self.gap, 10))
    writeCaption(&drawing, width, &y)
    return (width, y, drawing)
  }

  /// Writes the caption below the charts, in lines of whole words.
  private func writeCaption(_ drawing: inout SVGDrawing, _ width: Double, _ bottom: inout Double) {
    let size = SVGDrawing.tickSize
    let room = width - 2 * Self.margin
    var lines: [String] = []
    for word in caption.split(separator: " ") {
      if let line = lines.last, TextWidth.ems("\(line) \(word)") * size <= room {
        lines[lines.count - 1] = "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    for line in lines {
      drawing.write(
        SVGText(line, fitting: room, size: size), x: Self.margin, y: bottom + SVGDrawing.ascent * size,
        size: size)
      bottom += Self.lineHeight
    }
  }

  private static let lineHeight = 3.4
}

extension Figure.Content {
  /// What kind of chart it is.
  fileprivate var name: String {
    switch self {
    case .histogram: "histogram"
    case .curves: "curves"
    case .map: "map"
    case .pulls: "pulls"
    }
  }

  /// Width and height on the page without a title; what stands above a plot takes nothing from its height.
  fileprivate var size: (width: Double, height: Double) {
    func size(_ plot: Double, _ legend: SVGLegend) -> (width: Double, height: Double) {
      (85, plot + legend.height(width: 85 - 2 * Figure.margin))
    }
    return switch self {
    case .histogram(let chart): size(57, chart.figureLegend)
    case .curves(let chart): size(48, chart.figureLegend)
    case .map(let chart): size(66, chart.figureLegend)
    case .pulls(let chart): chart.figureSize
    }
  }
}

extension Figure.Panel {
  private static let titleHeight = 4.6

  fileprivate var size: (width: Double, height: Double) {
    var size = content.size
    if !title.isEmpty { size.height += Self.titleHeight }
    return size
  }

  fileprivate func draw(_ area: SVGBox, in drawing: inout SVGDrawing) {
    var area = area
    if !title.isEmpty {
      let size = SVGDrawing.nameSize
      drawing.write(
        SVGText(title, fitting: area.width / 1.1, size: size), x: area.x,
        y: area.y + SVGDrawing.ascent * size,
        size: size, isBold: true)
      area.y += Self.titleHeight
      area.height -= Self.titleHeight
    }
    switch content {
    case .histogram(let chart): chart.draw(area, in: &drawing)
    case .curves(let chart): chart.draw(area, in: &drawing)
    case .map(let chart): chart.draw(area, in: &drawing)
    case .pulls(let chart): chart.draw(area, in: &drawing)
    }
  }
}

extension SVGDrawing {
  /// Says why there is no chart.
  mutating func say(_ text: String, in area: SVGBox) {
    write(
      SVGText(text, fitting: area.width, size: Self.nameSize), x: area.middle, y: area.y + area.height / 2,
      .middle)
  }

  /// Writes a legend over an area, and takes its room away from that.
  mutating func write(_ legend: SVGLegend, over area: inout SVGBox) {
    let height = legend.height(width: area.width)
    legend.draw(x: area.x, y: area.y, width: area.width, in: &self)
    area.y += height
    area.height -= height
  }
}
