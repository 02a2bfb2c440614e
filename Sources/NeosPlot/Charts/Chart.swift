/// A picture of a value in a grid of cells.
///
/// A chart depends on nothing but its fields, the size and the glyphs. Any size is drawn: one that is too
/// small says so instead of the picture. Numbers that are not finite are left out or shown as undefined.
public protocol Chart: Sendable {
  /// The chart in so many columns and rows.
  func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas
}

extension Chart {
  /// The chart as lines of text without color, for a pipe or a file.
  public func text(width: Int = 80, height: Int = 24, glyphs: GlyphSet = .unicode) -> String {
    canvas(width: width, height: height, glyphs: glyphs).description
  }
}
