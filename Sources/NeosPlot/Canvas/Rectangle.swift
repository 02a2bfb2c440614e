/// A rectangle of cells, x to the right and y downward from the top left.
public struct Rectangle: Sendable, Hashable {
  /// The leftmost column.
  public let x: Int
  /// The topmost row.
  public let y: Int
  /// The number of columns, at least 0.
  public let width: Int
  /// The number of rows, at least 0.
  public let height: Int

  /// A rectangle; places and sizes are held within a million cells, negative sizes become 0.
  public init(x: Int, y: Int, width: Int, height: Int) {
    let limit = 1_000_000
    self.x = min(max(x, -limit), limit)
    self.y = min(max(y, -limit), limit)
    self.width = min(max(width, 0), limit)
    self.height = min(max(height, 0), limit)
  }

  /// The first column to the right of the rectangle.
  public var right: Int { x + width }
  /// The first row below the rectangle.
  public var bottom: Int { y + height }
  /// The columns.
  public var columns: Range<Int> { x..<right }
  /// The rows.
  public var rows: Range<Int> { y..<bottom }
  /// Whether there is no cell in it.
  public var isEmpty: Bool { width == 0 || height == 0 }

  /// Whether a cell lies within.
  public func contains(x: Int, y: Int) -> Bool { columns.contains(x) && rows.contains(y) }

  /// What two rectangles have in common; empty when they do not meet.
  public func intersection(_ other: Rectangle) -> Rectangle {
    let left = max(x, other.x)
    let top = max(y, other.y)
    return Rectangle(
      x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
  }

  /// The rectangle without `count` cells on each side.
  public func inset(by count: Int) -> Rectangle {
    let count = min(max(count, 0), 1_000_000)
    return Rectangle(x: x + count, y: y + count, width: width - 2 * count, height: height - 2 * count)
  }
}
