/// A word of a line, with the column where it starts, counted from 1.
package struct Word: Sendable, Hashable {
  var text: String
  var column: Int
  /// Whether it begins with a quote.
  var isQuoted = false

  /// The words of a line: what white space separates. A `#` at the start of a word begins a comment; quotes
  /// hold white space together, and so do parentheses and brackets. In quotes, a doubled quote is one.
  ///
  /// - Throws: ``LanguageError`` where a quote is not closed.
  static func words(of line: String) throws(LanguageError) -> [Word] {
    let scan = Scan(line)
    if let quote = scan.openQuote { throw LanguageError(column: quote, "this quote is not closed") }
    return scan.words + (scan.last.map { [$0] } ?? [])
  }

  /// The words of a line that may not be finished.
  struct Scan: Sendable, Hashable {
    /// The words that white space ends.
    var words: [Word] = []
    /// The word at the end of the line, if no white space is there.
    var last: Word?
    /// The column of a quote that is not closed.
    var openQuote: Int?
    /// How many parentheses and brackets are not closed.
    var depth = 0
    /// Whether the line ends in a comment.
    var endsInComment = false

    init(_ line: String) {
      var quotes = Quotes()
      var opening = 0
      for (offset, character) in line.enumerated() {
        let wasOpen = quotes.isOpen
        let taken = quotes.take(character)
        if !wasOpen, depth == 0, character.isWhitespace {
          if let last { words.append(last) }
          last = nil
          continue
        }
        if last == nil, character == "#" {
          endsInComment = true
          return
        }
        if last == nil { last = Word(text: "", column: offset + 1, isQuoted: character == "\"") }
        guard let meant = taken else {
          if quotes.isOpen { opening = offset + 1 }
          continue
        }
        if !wasOpen {
          if meant == "(" || meant == "[" { depth += 1 }
          if meant == ")" || meant == "]" { depth = max(0, depth - 1) }
        }
        last?.text.append(meant)
      }
      if quotes.isOpen { openQuote = opening }
    }
  }

  /// Where quotes open and close, character by character.
  private struct Quotes {
    /// Whether a quote is open.
    private(set) var isOpen = false
    /// Whether the character before closed a quote.
    private var hasClosed = false

    /// What the next character stands for; nil for a quote that opens or closes.
    mutating func take(_ character: Character) -> Character? {
      guard character == "\"" else {
        hasClosed = false
        return character
      }
      isOpen.toggle()
      defer { hasClosed = !isOpen }
      return isOpen && hasClosed ? character : nil
    }
  }

  /// What characters of one word, or of its end, stand for.
  static func meaning(of characters: some Sequence<Character>) -> String {
    var quotes = Quotes()
    return String(characters.compactMap { quotes.take($0) })
  }

  /// A text as one word of a line: in quotes where it would be taken apart, or for a key and its value.
  package static func quoted(_ text: String) -> String {
    text.contains("=") ? inQuotes(text) : quotedValue(text)
  }

  /// A text as the value of a key: in quotes where it would be taken apart.
  static func quotedValue(_ text: String) -> String {
    isOne(text) && !text.contains { $0.isWhitespace || $0 == "#" } ? text : inQuotes(text)
  }

  /// A text in quotes.
  static func inQuotes(_ text: String) -> String {
    let doubled: [Character] = text.flatMap { $0 == "\"" ? [$0, $0] : [$0] }
    return "\"" + String(doubled) + "\""
  }

  /// Whether a text is read as one word without quotes, whatever follows it.
  static func isOne(_ text: String) -> Bool {
    let scan = Scan(text)
    return scan.words.isEmpty && scan.last?.text == text && scan.depth == 0
  }

  /// The parts before and after the first `=`; nil if there is none, or if the word begins with a quote.
  var keyAndValue: (key: Word, value: Word)? {
    guard !isQuoted, let equals = text.firstIndex(of: "=") else { return nil }
    let key = String(text[..<equals])
    return (
      Word(text: key, column: column),
      Word(text: String(text[text.index(after: equals)...]), column: column + key.count + 1)
    )
  }
}

extension Word {
  /// What is wrong with a pair that stands in quotes as a whole, where it has one of the keys; nil for other words.
  func keyInQuotes(among keys: [String]) -> LanguageError? {
    guard isQuoted, let equals = text.firstIndex(of: "="), keys.contains(String(text[..<equals])) else {
      return nil
    }
    let value = String(text[text.index(after: equals)...])
    return LanguageError(self, "a key stands before the quotes: \(text[...equals])\(Word.inQuotes(value))")
  }
}

/// The other valid word with the smallest edit distance, if it is small enough to be meant.
func nearestWord(to word: String, among valid: [String]) -> String? {
  let valid = valid.filter { $0 != word }
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
