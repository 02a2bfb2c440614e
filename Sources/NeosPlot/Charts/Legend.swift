/// The line above a chart that says what is what.
struct Legend {
  private var items: [(key: String, text: String, style: Style)] = []

  /// Adds an entry: how it is drawn, and what it is.
  mutating func add(_ key: String, _ text: String, _ style: Style) {
    items.append((key, text, style))
  }

  /// Adds a sentence.
  mutating func say(_ text: String, _ role: Role = .dim) {
    items.append(("", text, Style(role)))
  }

  /// Writes the entries side by side as far as they fit.
  func draw(in canvas: inout Canvas, x: Int, y: Int, width: Int, _ glyphs: GlyphSet) {
    var column = x
    let end = x + width
    for item in items {
      if column > x { column += 2 }
      let room = end - column
      let keyColumns = item.key.isEmpty ? 0 : item.key.columnCount + 1
      if room < keyColumns + 3 {
        // There is more than has room.
        canvas.write(String(glyphs.ellipsis), x: end - 1, y: y, Style(.dim))
        break
      }
      canvas.write(item.key, x: column, y: y, item.style)
      let text = item.text.truncated(toColumns: room - keyColumns, glyphs)
      let textStyle = item.key.isEmpty ? item.style : .plain
      column += keyColumns
      column += canvas.write(text, x: column, y: y, textStyle, limit: end - column)
    }
  }
}
