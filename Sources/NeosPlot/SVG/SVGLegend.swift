/// What is what, in rows above a plot, where it covers nothing.
struct SVGLegend {
  /// What stands before a name.
  enum Key {
    case fill(String, SVGPath.Pattern?)
    case shade(Double)
    case hatch
    case line(String, dash: String?)
    case marker(SVGMarker, String)
    case point
    case nothing
  }

  private static let (keyWidth, keyGap, entryGap, rowHeight) = (4.5, 1.0, 3.5, 3.9)

  private var entries: [(key: Key, name: String)] = []

  mutating func add(_ key: Key, _ name: String) { entries.append((key, name)) }

  /// The entries in rows of a width, each with its place.
  private func rows(_ width: Double) -> [[(key: Key, text: SVGText, x: Double)]] {
    var rows: [[(key: Key, text: SVGText, x: Double)]] = []
    var x = Double.infinity
    for entry in entries {
      let before = if case .nothing = entry.key { 0.0 } else { Self.keyWidth + Self.keyGap }
      let text = SVGText(entry.name, fitting: width - before, size: SVGDrawing.tickSize)
      let needed = before + text.width(SVGDrawing.tickSize)
      if x + needed > width {
        rows.append([])
        x = 0
      }
      rows[rows.count - 1].append((entry.key, text, x))
      x += needed + Self.entryGap
    }
    return rows
  }

  /// The room that it takes.
  func height(width: Double) -> Double { Double(rows(width).count) * Self.rowHeight }

  func draw(x: Double, y: Double, width: Double, in drawing: inout SVGDrawing) {
    for (index, row) in rows(width).enumerated() {
      let middle = y + (Double(index) + 0.5) * Self.rowHeight
      for entry in row {
        var left = x + entry.x
        if case .nothing = entry.key {
        } else {
          draw(entry.key, x: left, middle: middle, in: &drawing)
          left += Self.keyWidth + Self.keyGap
        }
        drawing.write(
          entry.text, x: left, y: middle + 0.36 * SVGDrawing.tickSize, size: SVGDrawing.tickSize)
      }
    }
  }

  private func draw(_ key: Key, x: Double, middle: Double, in drawing: inout SVGDrawing) {
    let right = x + Self.keyWidth
    var path = SVGPath()
    switch key {
    case .fill(let color, let pattern):
      path.rectangle(x, middle - 1.1, right, middle + 1.1)
      drawing.draw(path, .filled(color))
      if let pattern { path.lines(pattern, x, middle - 1.1, right, middle + 1.1) }
      drawing.draw(path, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    case .shade(let opacity):
      path.rectangle(x, middle - 1.1, right, middle + 1.1)
      drawing.draw(path, .filled(FigurePalette.black, opacity: opacity))
    case .hatch:
      path.hatch(x, middle - 1.1, right, middle + 1.1)
      drawing.draw(path, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    case .line(let color, let dash):
      path.segment(x, middle, right, middle)
      drawing.draw(path, .stroked(color, dash: dash))
    case .marker(let marker, let color):
      marker.draw(x + Self.keyWidth / 2, middle, color, in: &drawing)
    case .point:
      let center = x + Self.keyWidth / 2
      path.segment(center, middle - 1.5, center, middle + 1.5)
      drawing.draw(path, .stroked(FigurePalette.black, width: SVGDrawing.line))
      drawing.circle(center, middle, radius: 0.65, .filled(FigurePalette.black))
    case .nothing: break
    }
  }
}
