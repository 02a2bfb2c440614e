/// A word of a line, with the column where it starts, counted from 1.
struct Word: Sendable, Hashable {
  var text: String
  var column: Int

  /// The words of a line: what white space separates. A `#` at the start of a word begins a comment; quotes
  /// hold white space together, and so do parentheses and brackets.
  ///
  /// - Throws: ``LanguageError`` where a quote is not closed.
  static func words(of line: String) throws(LanguageError) -> [Word] {
    var words: [Word] = []
    var word: Word?
    var depth = 0
    var quote: Int?
    for (offset, character) in line.enumerated() {
      if quote == nil, depth == 0, character.isWhitespace {
        if let finished = word { words.append(finished) }
        word = nil
        continue
      }
      if word == nil, character == "#" { return words }
      if word == nil { word = Word(text: "", column: offset + 1) }
      if character == "\"" {
        quote = quote == nil ? offset + 1 : nil
        continue
      }
      if quote == nil {
        if character == "(" || character == "[" { depth += 1 }
        if character == ")" || character == "]" { depth = max(0, depth - 1) }
      }
      word?.text.append(character)
    }
    if let quote { throw LanguageError(column: quote, "this quote is not closed") }
    if let word { words.append(word) }
    return words
  }

  /// The parts before and after the first `=`, or nil if there is none.
  var keyAndValue: (key: Word, value: Word)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let key = String(text[..<equals])
    return (
      Word(text: key, column: column),
      Word(text: String(text[text.index(after: equals)...]), column: column + key.count + 1)
    )
  }
}

/// The valid word with the smallest edit distance, if it is small enough to be meant.
///
/// Levenshtein's distance, row by row (Wagner and Fischer, J. ACM 21 (1974) 168).
func nearestWord(to word: String, among valid: [String]) -> String? {
  let letters = Array(word.lowercased().prefix(40))
  var best: (word: String, distance: Int)?
  for candidate in valid {
    var row = Array(0...candidate.count)
    for (i, letter) in letters.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for (j, other) in candidate.lowercased().enumerated() {
        let substituted = diagonal + (letter == other ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(substituted, row[j] + 1, diagonal + 1)
      }
    }
    let distance = row[candidate.count]
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(1, letters.count / 3) else { return nil }
  return best.word
}
