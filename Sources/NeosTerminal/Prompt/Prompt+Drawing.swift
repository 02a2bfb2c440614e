public import NeosEngine
public import NeosPlot

extension Prompt {
  /// Draws the command line in a row of a canvas, and the menu or the error above it.
  ///
  /// - Parameters:
  ///   - canvas: what to draw on.
  ///   - area: where: the line takes the last row, the rest is covered as far as it is needed.
  ///   - glyphs: the characters that can be shown.
  /// - Returns: The place of the cursor.
  @discardableResult
  public func draw(in canvas: inout Canvas, _ area: Rectangle, glyphs: GlyphSet) -> (x: Int, y: Int) {
    let y = area.bottom - 1
    let (row, cursor) = row(width: area.width, glyphs: glyphs)
    canvas.blit(row, x: area.x, y: y)
    if let popup = popup(width: area.width, height: area.height - 1, glyphs: glyphs) {
      let x = min(area.x + popupColumn(width: area.width), area.right - popup.width)
      canvas.blit(popup, x: x, y: y - popup.height)
    }
    return (area.x + cursor, y)
  }

  /// The row with the line, and the column of the cursor in it.
  public func row(width: Int, glyphs: GlyphSet) -> (canvas: Canvas, cursor: Int) {
    if let search { return row(search, width: width, glyphs: glyphs) }
    var canvas = Canvas(width: width, height: 1)
    let start = canvas.write(sign, x: 0, y: 0, Style(.title, on: .plain, .bold))
    let window = editor.window(columns: max(width - start, 1))
    let characters = Array(editor.text)
    var x = start
    if window.isCutLeft { x += canvas.write(glyphs.cut(.left), x: x, y: 0, Style(.dim)) }
    let shown = String(characters[window.characters])
    x += canvas.write(shown, x: x, y: 0, limit: width - x)
    if window.isCutRight { canvas.write(glyphs.cut(.right), x: x, y: 0, Style(.dim)) }
    if !window.isCutRight, editor.cursor == characters.count, menu == nil {
      let gap = characters.last?.isWhitespace ?? true ? 0 : 1
      let room = width - x - gap
      if room >= 4 {
        canvas.write(hint.truncated(toColumns: room, glyphs), x: x + gap, y: 0, Style(.dim))
      }
    }
    return (canvas.restricted(to: glyphs), min(start + window.cursorColumn, max(width - 1, 0)))
  }

  private func row(_ search: HistorySearch, width: Int, glyphs: GlyphSet) -> (canvas: Canvas, cursor: Int) {
    var canvas = Canvas(width: width, height: 1)
    let label = search.hasFailed ? "(no further line) " : "(search) "
    var x = canvas.write(label, x: 0, y: 0, Style(search.hasFailed ? .warning : .dim))
    x += canvas.write(search.query, x: x, y: 0)
    let cursor = min(x, max(width - 1, 0))
    x += canvas.write(": ", x: x, y: 0, Style(.dim))
    guard let match = search.match else { return (canvas.restricted(to: glyphs), cursor) }
    let line = Array(history.lines[match.place])
    // The place that was found is shown, whatever is cut.
    let room = max(width - x, 1)
    let end = String(line[..<match.characters.upperBound]).columnCount
    var first = 0
    if end > room - 1 {
      x += canvas.write(glyphs.cut(.left), x: x, y: 0, Style(.dim))
      while first < match.characters.lowerBound,
        String(line[first..<match.characters.upperBound]).columnCount > room / 2
      { first += 1 }
    }
    for index in line.indices.dropFirst(first) {
      let isFound = match.characters.contains(index)
      x += canvas.write(
        String(line[index]), x: x, y: 0, isFound ? Style(.highlight, on: .plain, .underline) : .plain)
    }
    return (canvas.restricted(to: glyphs), cursor)
  }

  /// What is to be shown above the line: the menu, or what is wrong; nil when there is nothing, or no room.
  public func popup(width: Int, height: Int, glyphs: GlyphSet) -> Canvas? {
    guard width >= 4, height >= 3 else { return nil }
    if let error {
      let content = error.canvas(of: editor.text, width: width - 2, height: height - 2, glyphs: glyphs)
      return framed(content, title: "not understood", Style(.error), glyphs)
    }
    return menu.map { menu in
      let rows = menu.canvas(width: width - 2, height: min(height - 2, 12), glyphs: glyphs)
      let number = menu.selected.map { "\($0 + 1) of " } ?? ""
      return framed(rows, title: "\(number)\(menu.candidates.count)", Style(.axis), glyphs)
    }
  }

  private func framed(_ content: Canvas, title: String, _ style: Style, _ glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: content.width + 2, height: content.height + 2)
    canvas.frame(canvas.bounds, title: title, style, glyphs: glyphs)
    canvas.blit(content, x: 1, y: 1)
    return canvas
  }

  /// The column over which the popup begins: that of the word that is completed.
  private func popupColumn(width: Int) -> Int {
    guard let menu else { return 0 }
    let before = String(Array(menu.typed)[..<menu.range.lowerBound]).columnCount
    let column = sign.columnCount + before - 1
    return column < width ? max(column, 0) : 0
  }
}

extension CompletionMenu {
  /// The rows of the menu: candidates and what they mean, the chosen one marked.
  func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    let height = min(height, candidates.count)
    let first = firstRow(of: height)
    let shown = candidates[first..<min(first + height, candidates.count)]
    // Of all candidates, so that the list does not jump sideways when it is scrolled.
    let widest = min(candidates.map(\.text.columnCount).max() ?? 0, width - 2)
    let summary = candidates.map(\.summary.columnCount).max() ?? 0
    var canvas = Canvas(width: min(width, widest + 2 + (summary > 0 ? summary + 2 : 0)), height: height)
    for (row, candidate) in shown.enumerated() {
      let isSelected = first + row == selected
      canvas.write(
        (isSelected ? ">" : " ") + candidate.text.truncated(toColumns: widest, glyphs), x: 0, y: row)
      let x = widest + 3
      canvas.write(
        candidate.summary.truncated(toColumns: canvas.width - x - 1, glyphs), x: x, y: row, Style(.dim))
      if isSelected {
        canvas.restyle(Rectangle(x: 0, y: row, width: canvas.width, height: 1)) {
          $0 = Style(.selection, on: .plain, .reverse)
        }
      }
    }
    return canvas.restricted(to: glyphs)
  }
}

extension LanguageError {
  /// The line with a caret under what is wrong, and the message below.
  public func canvas(of line: String, width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    let characters = Array(line)
    let place = min(max(column - 1, 0), characters.count)
    let width = max(width, 1)
    // A long line is shown from before the place on.
    var first = 0
    while first < place, String(characters[first..<place]).columnCount > max(width - length - 4, width / 2) {
      first += 1
    }
    let rows = text.spelled(in: glyphs).wrapped(toColumns: width)
    var canvas = Canvas(width: width, height: max(min(rows.count + 2, height), 0))
    let shown = (first > 0 ? glyphs.cut(.left) : "") + String(characters[first...])
    canvas.write(shown.truncated(toColumns: width, glyphs), x: 0, y: 0)
    let x = String(characters[first..<place]).columnCount + (first > 0 ? 1 : 0)
    let wrong = characters[place..<min(place + length, characters.count)]
    let carets = String(repeating: "^", count: max(String(wrong).columnCount, 1))
    canvas.write(carets, x: x, y: 1, Style(.error, on: .plain, .bold))
    for (row, text) in rows.enumerated() { canvas.write(text, x: 0, y: row + 2, Style(.error)) }
    return canvas.restricted(to: glyphs)
  }
}

extension GlyphSet {
  enum Side { case left, right }

  /// The sign that a line goes on beyond the window.
  func cut(_ side: Side) -> String {
    self == .unicode ? "…" : side == .left ? "<" : ">"
  }
}
