/// A function on nodes of the unit square, cut at levels: what lies above one, and the line at it.
///
/// In each cell between four nodes, edges are cut where the function, linear along them, has the level (marching squares:
/// W. E. Lorensen and H. E. Cline, SIGGRAPH 1987, in two dimensions). A cell with a node that is not finite is left out.
struct LevelSet {
  typealias Point = (x: Double, y: Double, value: Double)

  /// The most nodes along a side: finer grids are thinned out, since a figure shows no more.
  private static let mostNodes = 129

  private let columns: Int
  private let rows: Int
  private let values: [Double]

  /// The function of a grid; `transform` gives the number that levels are of.
  init(_ grid: HeatGrid, columns: Int, rows: Int, transform: (Double) -> Double?) {
    self.columns = min(max(columns, 2), Self.mostNodes)
    self.rows = min(max(rows, 2), Self.mostNodes)
    var values: [Double] = []
    for row in 0..<self.rows {
      for column in 0..<self.columns {
        let value = grid.value(
          Double(column) / Double(self.columns - 1), Double(row) / Double(self.rows - 1))
        values.append(value.flatMap(transform) ?? .nan)
      }
    }
    self.values = values
  }

  /// The corners of a cell, around it; nil when one is not finite.
  private func corners(_ column: Int, _ row: Int) -> [Point]? {
    var corners: [Point] = []
    for (dx, dy) in [(0, 0), (1, 0), (1, 1), (0, 1)] {
      let value = values[(row + dy) * columns + column + dx]
      guard value.isFinite else { return nil }
      corners.append(
        (Double(column + dx) / Double(columns - 1), Double(row + dy) / Double(rows - 1), value))
    }
    return corners
  }

  /// Where an edge has a level between its ends.
  private static func crossing(_ first: Point, _ second: Point, _ level: Double) -> Point {
    let share = (level - first.value) / (second.value - first.value)
    return (first.x + share * (second.x - first.x), first.y + share * (second.y - first.y), level)
  }

  /// Polygons that cover where the function is at least a level; of neighbors that are wholly above it, one.
  func regions(atLeast level: Double) -> [[Point]] {
    var polygons: [[Point]] = []
    for row in 0..<rows - 1 {
      var run: [Point] = []
      for column in 0..<columns - 1 {
        guard let corners = corners(column, row) else {
          if !run.isEmpty { polygons.append(run) }
          run = []
          continue
        }
        if corners.allSatisfy({ $0.value >= level }) {
          run = run.isEmpty ? corners : [run[0], corners[1], corners[2], run[3]]
          continue
        }
        if !run.isEmpty { polygons.append(run) }
        run = []
        let polygon = Self.clipped(corners, atLeast: level)
        if polygon.count > 2 { polygons.append(polygon) }
      }
      if !run.isEmpty { polygons.append(run) }
    }
    return polygons
  }

  /// The part of a polygon above a level.
  private static func clipped(_ corners: [Point], atLeast level: Double) -> [Point] {
    var result: [Point] = []
    for (index, corner) in corners.enumerated() {
      let next = corners[(index + 1) % corners.count]
      if corner.value >= level { result.append(corner) }
      if (corner.value >= level) != (next.value >= level) { result.append(crossing(corner, next, level)) }
    }
    return result
  }

  /// Pieces of the line at a level.
  func contour(at level: Double) -> [(Point, Point)] {
    var pieces: [(Point, Point)] = []
    for row in 0..<rows - 1 {
      for column in 0..<columns - 1 {
        guard let corners = corners(column, row) else { continue }
        var crossings: [Point] = []
        for (index, corner) in corners.enumerated() {
          let next = corners[(index + 1) % corners.count]
          if (corner.value >= level) != (next.value >= level) {
            crossings.append(Self.crossing(corner, next, level))
          }
        }
        for first in stride(from: 0, to: crossings.count - 1, by: 2) {
          pieces.append((crossings[first], crossings[first + 1]))
        }
      }
    }
    return pieces
  }
}
