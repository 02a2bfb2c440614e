import NeosPlot

extension StringProtocol {
  /// The text in lines of at most so many columns, broken at spaces where there are some; what goes on begins with an
  /// indent. Lines of the text stay lines; tabs become spaces.
  func wrapped(toColumns width: Int, indent: Int = 0) -> [String] {
    let width = Swift.max(width, 1)
    return split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).flatMap { line in
      var wrapping = Wrapping(width: width, margin: Swift.min(indent, width / 2))
      for character in line {
        if character == " " || character == "\t" {
          wrapping.addSpace()
        } else {
          wrapping.word.append(character)
        }
      }
      return wrapping.finished()
    }
  }
}

/// One line that becomes several.
private struct Wrapping {
  let width: Int
  let margin: Int
  /// The word that is being read.
  var word = ""
  private var lines: [String] = []
  private var current = ""
  private var columns = 0
  private var spaces = 0

  init(width: Int, margin: Int) {
    self.width = width
    self.margin = margin
  }

  mutating func addSpace() {
    addWord()
    spaces += 1
  }

  private mutating func addWord() {
    guard !word.isEmpty else { return }
    let isAtStart = columns == 0 || columns == margin && !lines.isEmpty
    if !isAtStart, columns + spaces + word.columnCount > width {
      breakLine()
    } else {
      // What a line is indented by at most leaves room for something.
      let gap = columns == 0 ? min(spaces, width - 1) : spaces
      current += String(repeating: " ", count: gap)
      columns += gap
    }
    spaces = 0
    for character in word {
      if columns + character.columns > width, columns > 0 { breakLine() }
      current.append(character)
      columns += character.columns
    }
    word = ""
  }

  private mutating func breakLine() {
    lines.append(current)
    current = String(repeating: " ", count: margin)
    columns = margin
  }

  mutating func finished() -> [String] {
    addWord()
    return lines + [current]
  }
}
