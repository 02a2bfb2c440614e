extension String {
  /// The name in so many columns, or in as few as it can have: of `copy-2: train.cls` each word is shortened, the longest
  /// first, since any of them may tell it from other names. The last word, which such names share, gives up the most.
  func abbreviated(toColumns limit: Int, _ glyphs: GlyphSet) -> String {
    if columnCount <= limit { return self }
    let words = replacing(": ", with: ":").split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "." }
    guard words.count > 1 else { return shortened(toColumns: limit, glyphs) }
    var widths = words.map { String($0).columnCount }
    var surplus = widths.reduce(words.count - 1, +) - limit
    while surplus > 0 {
      let spare = widths.indices.map { widths[$0] - ($0 == widths.count - 1 ? 1 : 2) }
      guard let most = spare.max(), most > 0, let place = spare.lastIndex(of: most) else { break }
      widths[place] -= 1
      surplus -= 1
    }
    var marks = filter { $0 == ":" || $0 == "." }.makeIterator()
    return zip(words, widths).map { word, width in
      String(word).cut(toColumns: width, glyphs) + (marks.next().map(String.init) ?? "")
    }.joined()
  }

  /// The beginning of a word, with the number at its end.
  private func cut(toColumns limit: Int, _ glyphs: GlyphSet) -> String {
    if columnCount <= limit || limit >= 5 { return shortened(toColumns: limit, glyphs) }
    let end = last.flatMap { $0.isNumber && limit > 1 ? String($0) : nil } ?? ""
    var room = limit - end.columnCount
    return prefix { character in
      room -= character.columns
      return room >= 0
    } + end
  }
}
