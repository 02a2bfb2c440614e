extension Canvas {
  /// Draws a bar along a row of cells, between two places in eighths of a column from its left end.
  mutating func bar(
    x: Int, y: Int, width: Int, from start: Int, to end: Int, full: Character, _ style: Style,
    _ glyphs: GlyphSet
  ) {
    for column in 0..<max(width, 0) {
      let first = max(start - 8 * column, 0)
      let last = min(end - 8 * column, 8)
      guard first < last else { continue }
      let glyph =
        first == 0
        ? glyphs.fromLeft(last, full: full)
        : last == 8 ? glyphs.fromRight(8 - first, full: full) : glyphs.vertical
      if glyph != " " { self[x + column, y] = Cell(glyph, style) }
    }
  }
}

/// What does not fit in a list, in its last row: `… 5 more`.
func moreText(_ count: Int, _ glyphs: GlyphSet) -> String { "\(glyphs.ellipsis) \(count) more" }
