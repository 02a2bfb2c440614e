extension GlyphSet {
  /// How characters are written in ASCII.
  private static let spellings: [Character: String] = {
    var spellings: [Character: String] = [
      "±": "+-", "×": "x", "·": "*", "σ": "s", "µ": "u", "μ": "mu", "…": "...", "–": "-", "—": "-", "‘": "'",
      "’": "'", "“": "\"", "”": "\"", "ß": "ss", "æ": "ae", "Æ": "AE",
    ]
    for (plain, accented) in [
      ("a", "àáâãäå"), ("c", "ç"), ("e", "èéêë"), ("i", "ìíîï"), ("n", "ñ"), ("o", "òóôõöø"), ("u", "ùúûü"),
      ("y", "ýÿ"), ("A", "ÀÁÂÃÄÅ"), ("C", "Ç"), ("E", "ÈÉÊË"), ("I", "ÌÍÎÏ"), ("N", "Ñ"), ("O", "ÒÓÔÕÖØ"),
      ("U", "ÙÚÛÜ"), ("Y", "Ý"),
    ] {
      for letter in accented { spellings[letter] = plain }
    }
    return spellings
  }()

  /// What is written for a character; nil where these glyphs have nothing like it.
  func spelling(of character: Character) -> String? {
    if self == .unicode || character.isASCII { return String(character) }
    return Self.spellings[character]
  }
}

extension String {
  /// The text in these glyphs: in ASCII `±` becomes `+-` and `é` becomes `e`. A character that nothing stands for stays.
  ///
  /// Where a text grows, as many of the spaces between columns of a table are left out as there are to spare.
  public func spelled(in glyphs: GlyphSet) -> String {
    guard glyphs == .ascii, utf8.contains(where: { $0 >= 0x80 }) else { return self }
    var text = ""
    var surplus = 0
    var wasSpace = false
    for character in self {
      let isSpace = character == " "
      if isSpace, wasSpace, surplus > 0 {
        surplus -= 1
        continue
      }
      let spelling = glyphs.spelling(of: character) ?? String(character)
      surplus = character.isNewline ? 0 : surplus + spelling.columnCount - character.columns
      wasSpace = isSpace
      text += spelling
    }
    return text
  }
}
