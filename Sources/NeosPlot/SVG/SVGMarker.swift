/// The shape of an event or a point: what tells classes apart beside their color.
enum SVGMarker: CaseIterable {
  case circle
  case square
  case triangle
  case diamond
  case wedge

  /// The shape of a class by position.
  init(_ index: Int) { self = Self.allCases[index % Self.allCases.count] }

  /// Draws it with a white rim, so that it is seen on any ground.
  func draw(_ x: Double, _ y: Double, _ color: String, in drawing: inout SVGDrawing) {
    var paint = SVGDrawing.Paint.filled(color)
    paint.stroke = "#ffffff"
    paint.width = 0.12
    let r = 0.62
    var path = SVGPath()
    func polygon(_ corners: [(Double, Double)]) {
      for (index, corner) in corners.enumerated() {
        index == 0
          ? path.move(x + r * corner.0, y + r * corner.1) : path.line(x + r * corner.0, y + r * corner.1)
      }
      path.close()
    }
    switch self {
    case .circle: drawing.circle(x, y, radius: r, paint)
    case .square: polygon([(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)])
    case .triangle: polygon([(0, -1.15), (1.1, 0.85), (-1.1, 0.85)])
    case .diamond: polygon([(0, -1.3), (1.1, 0), (0, 1.3), (-1.1, 0)])
    case .wedge: polygon([(0, 1.15), (1.1, -0.85), (-1.1, -0.85)])
    }
    drawing.draw(path, paint)
  }
}
