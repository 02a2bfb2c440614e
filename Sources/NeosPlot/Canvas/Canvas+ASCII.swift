extension Canvas {
  /// The canvas as it is, or in ASCII: a letter without its accent, `?` for other characters beyond ASCII, twice for a
  /// wide one.
  public func restricted(to glyphs: GlyphSet) -> Canvas {
    guard glyphs == .ascii else { return self }
    var copy = self
    for y in 0..<height {
      for x in 0..<width {
        let cell = self[x, y]
        guard cell.isContinuation || !cell.character.isASCII else { continue }
        let spelling = cell.isContinuation ? nil : glyphs.spelling(of: cell.character)
        copy[x, y] = Cell(spelling.flatMap { $0.count == 1 ? $0.first : nil } ?? "?", cell.style)
      }
    }
    return copy
  }
}
