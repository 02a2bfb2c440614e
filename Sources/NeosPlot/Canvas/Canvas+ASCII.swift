extension Canvas {
  /// The canvas as it is, or in ASCII with `?` for names' characters beyond it, a wide one as two.
  public func restricted(to glyphs: GlyphSet) -> Canvas {
    guard glyphs == .ascii else { return self }
    var copy = self
    for y in 0..<height {
      for x in 0..<width {
        let cell = self[x, y]
        if cell.isContinuation || !cell.character.isASCII { copy[x, y] = Cell("?", cell.style) }
      }
    }
    return copy
  }
}
