extension LineEditor {
  /// The runs of letters and digits.
  var wordRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (place, character) in text.enumerated() where character.isLetter || character.isNumber {
      if let last = ranges.last, last.upperBound == place {
        ranges[ranges.count - 1] = last.lowerBound..<place + 1
      } else {
        ranges.append(place..<place + 1)
      }
    }
    return ranges
  }

  /// The start of the word before the cursor.
  var wordStart: Int { wordRanges.last { $0.lowerBound < cursor }?.lowerBound ?? 0 }

  /// The end of the word after the cursor.
  var wordEnd: Int { wordRanges.first { $0.upperBound > cursor }?.upperBound ?? text.count }

  /// The start of what no white space separates from the cursor.
  var blankStart: Int {
    let before = Array(text.prefix(cursor))
    let end = before.lastIndex { !$0.isWhitespace } ?? 0
    return before[..<end].lastIndex(where: \.isWhitespace).map { $0 + 1 } ?? 0
  }
}
