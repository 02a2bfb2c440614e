/// A function on evenly spaced nodes of a rectangle, bilinear between them.
struct HeatGrid {
  private let values: [Double]
  private let columns: Int
  private let rows: Int

  /// A grid; nil when the values do not fill whole rows.
  init?(_ values: [Double], columns: Int) {
    guard columns > 0, !values.isEmpty, values.count % columns == 0 else { return nil }
    self.values = values
    self.columns = columns
    rows = values.count / columns
  }

  /// The function at fractions of the two ranges; nil where the nodes around are not finite.
  func value(_ x: Double, _ y: Double) -> Double? {
    let (column, right) = Self.split(x, columns)
    let (row, up) = Self.split(y, rows)
    var sum = 0.0
    for (dy, vertical) in [(0, 1 - up), (1, up)] where vertical > 0 {
      for (dx, horizontal) in [(0, 1 - right), (1, right)] where horizontal > 0 {
        sum += vertical * horizontal * values[(row + dy) * columns + column + dx]
      }
    }
    return sum.isFinite ? sum : nil
  }

  /// The node before a fraction, and how far it is to the next.
  private static func split(_ fraction: Double, _ count: Int) -> (Int, Double) {
    let place = min(max(fraction.isNaN ? 0 : fraction, 0), 1) * Double(count - 1)
    let node = min(Int(place), max(count - 2, 0))
    return (node, place - Double(node))
  }
}
