extension Canvas {
  /// Writes a text from a place to the right.
  ///
  /// - Parameters:
  ///   - text: what to write; control characters become spaces.
  ///   - x: the first column; may lie outside.
  ///   - y: the row; may lie outside.
  ///   - style: how it looks.
  ///   - limit: the most columns to use; a character that would go beyond is left out.
  /// - Returns: the columns that the text takes, whether or not they were inside.
  @discardableResult
  public mutating func write(
    _ text: String, x: Int, y: Int, _ style: Style = .plain, limit: Int = Canvas.largestSize
  ) -> Int {
    var used = 0
    guard x < width else { return 0 }
    for character in text {
      let columns = character.columns
      if columns == 0 { continue }
      if used + columns > limit || x + used >= width { break }
      self[x + used, y] = Cell(character, style)
      used += columns
    }
    return used
  }

  /// Fills a rectangle.
  public mutating func fill(_ area: Rectangle, with cell: Cell = .blank) {
    let area = area.intersection(bounds)
    for y in area.rows {
      for x in area.columns { self[x, y] = cell }
    }
  }

  /// Draws a box around the inside of a rectangle, with a title in its upper side.
  public mutating func frame(_ area: Rectangle, title: String = "", _ style: Style, glyphs: GlyphSet) {
    guard area.width >= 2, area.height >= 2 else { return }
    let last = (x: area.right - 1, y: area.bottom - 1)
    let side = area.inset(by: 1)
    for y in [area.y, last.y] {
      let line = Rectangle(x: side.x, y: y, width: side.width, height: 1)
      fill(line, with: Cell(glyphs.horizontal, style))
    }
    for x in [area.x, last.x] {
      let line = Rectangle(x: x, y: side.y, width: 1, height: side.height)
      fill(line, with: Cell(glyphs.vertical, style))
    }
    let isUnicode = glyphs == .unicode
    self[area.x, area.y] = Cell(isUnicode ? "┌" : "+", style)
    self[last.x, area.y] = Cell(isUnicode ? "┐" : "+", style)
    self[area.x, last.y] = Cell(isUnicode ? "└" : "+", style)
    self[last.x, last.y] = Cell(isUnicode ? "┘" : "+", style)
    guard !title.isEmpty, side.width >= 3 else { return }
    let text = " " + title.truncated(toColumns: side.width - 2, glyphs) + " "
    write(text, x: side.x, y: area.y, style, limit: side.width)
  }

  /// Copies another canvas so that its top left comes to a place.
  public mutating func blit(_ other: Canvas, x: Int, y: Int) {
    let area = Rectangle(x: x, y: y, width: other.width, height: other.height)
    let visible = area.intersection(bounds)
    for row in visible.rows {
      for column in visible.columns {
        let cell = other[column - area.x, row - area.y]
        if !cell.isContinuation {
          self[column, row] = cell
        } else if column == visible.x {
          self[column, row] = Cell(" ", cell.style)
        }
      }
    }
  }

  /// A copy of a rectangle of the canvas; what lies outside is blank.
  public func copy(of area: Rectangle) -> Canvas {
    var copy = Canvas(width: area.width, height: area.height)
    for y in 0..<copy.height {
      for x in 0..<copy.width {
        let cell = self[area.x + x, area.y + y]
        if !cell.isContinuation {
          copy[x, y] = cell
        } else if x == 0 {
          copy[x, y] = Cell(" ", cell.style)
        }
      }
    }
    return copy
  }

  /// A canvas that only says something, in its middle, cut to what fits.
  static func saying(_ text: String, width: Int, height: Int, _ glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let text = text.truncated(toColumns: canvas.width, glyphs)
    canvas.write(
      text, x: (canvas.width - text.columnCount) / 2, y: (canvas.height - 1) / 2, Style(.dim))
    return canvas
  }
}
