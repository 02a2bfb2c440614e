/// Where a text stands in the columns that it has.
public enum TextAlignment: Sendable, Hashable {
  /// At the left.
  case left
  /// In the middle, rather to the left when the room is odd.
  case center
  /// At the right.
  case right
}

extension String {
  /// The text, or as much as fits with an ellipsis (`…`, in ASCII `~`) after it.
  public func truncated(toColumns limit: Int, _ glyphs: GlyphSet = .unicode) -> String {
    if limit <= 0 { return "" }
    if columnCount <= limit { return self }
    var text = ""
    var used = 0
    for character in self {
      if used + character.columns > limit - 1 { break }
      text.append(character)
      used += character.columns
    }
    text.append(glyphs.ellipsis)
    return text
  }

  /// The text in exactly so many columns: cut with an ellipsis, or with spaces around it.
  public func fitted(
    toColumns count: Int, _ alignment: TextAlignment = .left, _ glyphs: GlyphSet = .unicode
  ) -> String {
    let text = truncated(toColumns: count, glyphs)
    let room = max(count, 0) - text.columnCount
    let before =
      switch alignment {
      case .left: 0
      case .center: room / 2
      case .right: room
      }
    return String(repeating: " ", count: before) + text + String(repeating: " ", count: room - before)
  }
}
