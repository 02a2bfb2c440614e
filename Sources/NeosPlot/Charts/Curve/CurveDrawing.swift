/// A curve, ready to be drawn in a frame.
struct DrawnCurve {
  /// Its position among the curves, which gives it its mark.
  let index: Int
  let role: Role
  let columns: [CurveColumn]
}

extension PlotFrame {
  /// Draws curves over what is on the canvas, the first on top. Where there are several, each carries its
  /// mark here and there, so that they differ without color.
  func draw(_ curves: [DrawnCurve], in canvas: inout Canvas) {
    var raster = DotRaster(width: plot.width, height: plot.height)
    let top = Double(raster.rows - 1)
    func height(_ value: Double) -> Double { (yAxis.fraction(of: value) ?? .nan) * top }
    for (place, curve) in curves.enumerated().reversed() {
      var previous: CurveColumn?
      for column in curve.columns {
        if let previous, column.isConnected {
          raster.line(
            from: (Double(previous.column), height(previous.last)),
            to: (Double(column.column), height(column.first)), place)
        }
        raster.column(column.column, from: height(column.low), to: height(column.high), place)
        previous = column
      }
    }
    raster.draw(in: &canvas, x: plot.x, y: plot.y, glyphs) { place in
      let curve = curves[place]
      return (curves.count > 1 ? glyphs.marker(curve.index) : "*", curve.role)
    }
    guard curves.count > 1, glyphs == .unicode else { return }
    for (place, curve) in curves.enumerated().reversed() { mark(curve, place, of: curves.count, in: &canvas) }
  }

  private func mark(_ curve: DrawnCurve, _ place: Int, of count: Int, in canvas: inout Canvas) {
    let distance = max(4 * count, 12)
    var next = place * distance / count
    for (index, column) in curve.columns.enumerated() {
      let x = column.column / 2
      guard x >= next || index == curve.columns.count - 1 else { continue }
      if let row = row(of: column.last), plot.rows.contains(row) {
        let under = canvas[plot.x + x, row].style.background
        canvas[plot.x + x, row] = Cell(glyphs.marker(curve.index), Style(curve.role, on: under))
      }
      next = x + distance
    }
  }
}
