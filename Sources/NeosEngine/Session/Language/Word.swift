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

  /// A text as one word of a line: in quotes where it would be taken apart.
  static func quoted(_ text: String) -> String {
    text.contains { $0.isWhitespace || $0 == "#" } ? "\"\(text)\"" : text
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
func nearestWord(to word: String, among valid: [String]) -> String? {
  let letters = Array(word.lowercased().prefix(40))
  let distances = valid.map { editDistance(letters, Array($0.lowercased())) }
  guard let nearest = distances.indices.min(by: { distances[$0] < distances[$1] }),
    distances[nearest] <= max(1, (letters.count + 1) / 3)
  else { return nil }
  return valid[nearest]
}

/// How many letters must be changed, added, left out, or swapped with their neighbor (Damerau, Commun. ACM 7
/// (1964) 171), row by row of the table of all pairs of beginnings.
private func editDistance(_ word: [Character], _ other: [Character]) -> Int {
  var rows = [Array(0...other.count)]
  for (i, letter) in word.enumerated() {
    var row = [i + 1]
    for (j, otherLetter) in other.enumerated() {
      var least = min(row[j], rows[i][j + 1]) + 1
      least = min(least, rows[i][j] + (letter == otherLetter ? 0 : 1))
      if i > 0, j > 0, letter == other[j - 1], word[i - 1] == otherLetter {
        least = min(least, rows[i - 1][j - 1] + 1)
      }
      row.append(least)
    }
    rows.append(row)
  }
  return rows[word.count][other.count]
}
