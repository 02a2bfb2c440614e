/// Dots finer than cells, two a column and four a row, for curves. In Unicode a cell shows its dots in
/// braille; in ASCII a cell with a dot shows the mark of its curve.
struct DotRaster {
  /// Dots along x.
  let columns: Int
  /// Dots along y, counted from below.
  let rows: Int
  private let width: Int
  private var masks: [UInt8]
  private var owners: [UInt8]

  /// A raster for so many cells.
  init(width: Int, height: Int) {
    self.width = max(width, 0)
    columns = 2 * self.width
    rows = 4 * max(height, 0)
    masks = Array(repeating: 0, count: self.width * max(height, 0))
    owners = masks
  }

  /// The bits of a braille cell: U+2800 plus these.
  private static let bits: [[UInt8]] = [[0x40, 0x04, 0x02, 0x01], [0x80, 0x20, 0x10, 0x08]]

  /// Sets a dot; the last curve that sets one in a cell owns the cell. Dots outside are left out.
  mutating func set(_ x: Int, _ y: Int, _ curve: Int) {
    guard x >= 0, x < columns, y >= 0, y < rows else { return }
    let place = y / 4 * width + x / 2
    masks[place] |= Self.bits[x % 2][y % 4]
    owners[place] = UInt8(truncatingIfNeeded: curve)
  }

  /// Whether a dot is set.
  func isSet(_ x: Int, _ y: Int) -> Bool {
    guard x >= 0, x < columns, y >= 0, y < rows else { return false }
    return masks[y / 4 * width + x / 2] & Self.bits[x % 2][y % 4] != 0
  }

  /// Sets the dots of a column between two heights, in dots, both included.
  mutating func column(_ x: Int, from first: Double, to last: Double, _ curve: Int) {
    guard x >= 0, x < columns, !first.isNaN, !last.isNaN else { return }
    let low = Int(saturating: min(first, last).rounded())
    let high = Int(saturating: max(first, last).rounded())
    guard high >= 0, low < rows else { return }
    for y in max(low, 0)...min(high, rows - 1) { set(x, y, curve) }
  }

  /// A straight line between two places in dots, without gaps.
  mutating func line(
    from start: (x: Double, y: Double), to end: (x: Double, y: Double), _ curve: Int
  ) {
    guard start.x <= end.x else { return line(from: end, to: start, curve) }
    let first = Int(saturating: start.x.rounded())
    let last = Int(saturating: end.x.rounded())
    guard last >= 0, first < columns else { return }
    let slope = end.x > start.x ? (end.y - start.y) / (end.x - start.x) : 0
    for x in max(first, 0)...min(last, columns - 1) {
      let left = min(max(Double(x) - 0.5, start.x), end.x)
      let right = min(max(Double(x) + 0.5, start.x), end.x)
      if end.x > start.x {
        column(x, from: start.y + slope * (left - start.x), to: start.y + slope * (right - start.x), curve)
      } else {
        column(x, from: start.y, to: end.y, curve)
      }
    }
  }

  /// Draws the dots over what is on the canvas.
  func draw(
    in canvas: inout Canvas, x: Int, y: Int, _ glyphs: GlyphSet, style: (Int) -> (mark: Character, role: Role)
  ) {
    let height = rows / 4
    for row in 0..<height {
      for column in 0..<width {
        let place = row * width + column
        let mask = masks[place]
        if mask == 0 { continue }
        let (mark, role) = style(Int(owners[place]))
        let braille = Unicode.Scalar(0x2800 + UInt32(mask)).map { Character($0) } ?? mark
        let target = (x: x + column, y: y + height - 1 - row)
        let under = canvas[target.x, target.y].style.background
        canvas[target.x, target.y] = Cell(glyphs == .unicode ? braille : mark, Style(role, on: under))
      }
    }
  }
}
