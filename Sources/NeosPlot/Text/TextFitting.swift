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
  /// The text in these glyphs, or as much as fits with an ellipsis (`…`, in ASCII `~`) after it. A number that does not
  /// fit is left out whole: what is left of `1.2e-6` would be another number.
  public func truncated(toColumns limit: Int, _ glyphs: GlyphSet = .unicode) -> String {
    let text = spelled(in: glyphs)
    if limit <= 0 { return "" }
    if text.columnCount <= limit { return text }
    var end = text.startIndex
    var used = 0
    while end < text.endIndex, used + text[end].columns <= limit - 1 {
      used += text[end].columns
      end = text.index(after: end)
    }
    let word = text[..<end].lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
    let isInWord = end < text.endIndex && text[end] != " "
    if isInWord, word > text.startIndex, text[word...].beginsWithNumber { end = word }
    return String(text[..<end]) + String(glyphs.ellipsis)
  }

  /// The text, or as much of its beginning and its end as fits with an ellipsis between them: names often differ at the
  /// end.
  public func shortened(toColumns limit: Int, _ glyphs: GlyphSet = .unicode) -> String {
    if columnCount <= limit { return self }
    guard limit >= 5 else { return truncated(toColumns: limit, glyphs) }
    func part(_ characters: some Sequence<Character>, _ columns: Int) -> [Character] {
      var used = 0
      return characters.prefix { character in
        used += character.columns
        return used <= columns
      }
    }
    let head = part(self, (limit - 1) / 2)
    let tail = part(reversed(), limit - 1 - (limit - 1) / 2).reversed()
    return String(head) + String(glyphs.ellipsis) + String(tail)
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

extension Substring {
  /// Whether a digit comes first, after a sign if there is one.
  fileprivate var beginsWithNumber: Bool {
    (first == "-" || first == "+" ? dropFirst() : self).first?.isNumber ?? false
  }
}
