/// The outline of a shape, as the `d` of a path element.
struct SVGPath {
  private(set) var data = ""

  var isEmpty: Bool { data.isEmpty }

  mutating func move(_ x: Double, _ y: Double) { data += "M\(svgNumber(x)) \(svgNumber(y))" }

  mutating func line(_ x: Double, _ y: Double) { data += "L\(svgNumber(x)) \(svgNumber(y))" }

  mutating func horizontal(_ x: Double) { data += "H\(svgNumber(x))" }

  mutating func vertical(_ y: Double) { data += "V\(svgNumber(y))" }

  mutating func close() { data += "Z" }

  mutating func segment(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    move(x1, y1)
    line(x2, y2)
  }

  mutating func rectangle(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    move(x1, y1)
    horizontal(x2)
    vertical(y2)
    horizontal(x1)
    close()
  }

  /// Lines at 45 degrees within a rectangle, on one lattice for the whole page, so that those of neighbors meet.
  mutating func hatch(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    guard x2 > x1, y2 > y1 else { return }
    let distance = 1.3
    // On a line x + y is the same everywhere.
    let first = ((x1 + y1) / distance).rounded(.up)
    for index in 0..<max(Int(saturating: (x2 + y2) / distance - first) + 1, 0) {
      let sum = (first + Double(index)) * distance
      let (left, right) = (max(x1, sum - y2), min(x2, sum - y1))
      if left < right { segment(left, sum - left, right, sum - right) }
    }
  }

  /// Lines that tell areas of one color apart; none rises to the right, as those of ``hatch(_:_:_:_:)`` do.
  enum Pattern: CaseIterable {
    case falling
    case level
    case upright
  }

  /// The lines of a pattern within a rectangle, on one lattice for the whole page.
  mutating func lines(_ pattern: Pattern, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) {
    guard x2 > x1, y2 > y1 else { return }
    let distance = 1.0
    let (low, high) =
      switch pattern {
      // On a falling line y - x is the same everywhere.
      case .falling: (y1 - x2, y2 - x1)
      case .level: (y1, y2)
      case .upright: (x1, x2)
      }
    let first = Int(saturating: (low / distance).rounded(.up))
    for index in first...max(first, Int(saturating: (high / distance).rounded(.down))) {
      let place = Double(index) * distance
      guard place > low, place < high else { continue }
      switch pattern {
      case .falling:
        let (left, right) = (max(x1, y1 - place), min(x2, y2 - place))
        segment(left, left + place, right, right + place)
      case .level: segment(x1, place, x2, place)
      case .upright: segment(place, y1, place, y2)
      }
    }
  }
}
