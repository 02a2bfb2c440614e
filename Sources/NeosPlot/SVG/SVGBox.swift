/// A rectangle of a page in millimeters; y grows downward.
package struct SVGBox: Sendable, Hashable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package var right: Double { x + width }
  package var bottom: Double { y + height }
  var middle: Double { x + width / 2 }

  /// Whether both have more than an edge in common.
  package func overlaps(_ other: SVGBox) -> Bool {
    x < other.right && other.x < right && y < other.bottom && other.y < bottom
  }
}
