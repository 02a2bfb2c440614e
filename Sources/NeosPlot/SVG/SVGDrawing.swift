/// What is drawn on a page, in millimeters, in the order in which it covers.
struct SVGDrawing {
  /// How a shape is painted.
  struct Paint {
    var fill = "none"
    var stroke: String?
    var width = SVGDrawing.line
    var dash: String?
    /// How much of what is below the fill hides.
    var opacity = 1.0

    static func filled(_ color: String, opacity: Double = 1) -> Paint { Paint(fill: color, opacity: opacity) }

    static func stroked(_ color: String, width: Double = SVGDrawing.line, dash: String? = nil) -> Paint {
      Paint(stroke: color, width: width, dash: dash)
    }

    fileprivate var markup: String {
      var text = " fill=\"\(fill)\""
      if opacity < 1 { text += " fill-opacity=\"\(svgNumber(opacity))\"" }
      guard let stroke else { return text }
      text += " stroke=\"\(stroke)\" stroke-width=\"\(svgNumber(width))\""
      if let dash { text += " stroke-dasharray=\"\(dash)\"" }
      return text
    }
  }

  /// Where a text stands on its place.
  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// The width of an axis, and of a line of data.
  static let (thin, line) = (0.2, 0.35)
  /// The size of letters: of names, and of numbers at ticks.
  static let (nameSize, tickSize) = (2.8, 2.5)
  /// How far letters reach above and below their line, in font sizes.
  static let (ascent, descent) = (0.75, 0.22)

  private(set) var elements: [String] = []
  /// The room that texts take.
  private(set) var textBoxes: [SVGBox] = []

  mutating func draw(_ path: SVGPath, _ paint: Paint) {
    guard !path.isEmpty else { return }
    elements.append("<path d=\"\(path.data)\"\(paint.markup)/>")
  }

  mutating func circle(_ x: Double, _ y: Double, radius: Double, _ paint: Paint) {
    elements.append(
      "<circle cx=\"\(svgNumber(x))\" cy=\"\(svgNumber(y))\" r=\"\(svgNumber(radius))\"\(paint.markup)/>")
  }

  /// Writes a text on a line.
  mutating func write(
    _ text: SVGText, x: Double, y: Double, size: Double = nameSize, _ anchor: Anchor = .start,
    isBold: Bool = false
  ) {
    guard !text.pieces.isEmpty else { return }
    // Bold letters of Helvetica are wider by up to a tenth.
    let width = text.width(size) * (isBold ? 1.1 : 1)
    let left = x - (anchor == .start ? 0 : anchor == .middle ? width / 2 : width)
    let isRaised = text.pieces.contains(where: \.isRaised)
    let top = (isRaised ? Self.ascent * SVGText.raisedSize + SVGText.rise : Self.ascent) * size
    textBoxes.append(SVGBox(x: left, y: y - top, width: width, height: top + Self.descent * size))
    elements.append(
      "<text x=\"\(svgNumber(x))\" y=\"\(svgNumber(y))\" font-size=\"\(svgNumber(size))\""
        + (anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\"")
        + (isBold ? " font-weight=\"bold\"" : "") + ">\(text.markup(size: size))</text>")
  }

  /// Writes a text that runs upward, centered on a place.
  mutating func writeUpward(_ text: SVGText, x: Double, middle: Double, size: Double = nameSize) {
    guard !text.pieces.isEmpty else { return }
    let length = text.width(size)
    textBoxes.append(
      SVGBox(
        x: x - Self.ascent * size, y: middle - length / 2, width: (Self.ascent + Self.descent) * size,
        height: length))
    elements.append(
      "<text transform=\"translate(\(svgNumber(x)) \(svgNumber(middle))) rotate(-90)\" font-size=\"\(svgNumber(size))\""
        + " text-anchor=\"middle\">\(text.markup(size: size))</text>")
  }
}
