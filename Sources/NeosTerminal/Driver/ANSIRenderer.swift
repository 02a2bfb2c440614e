internal import NeosPlot

/// The control sequences that make a terminal look like a canvas, for recordings.
struct ANSIRenderer {
  let palette: Palette

  /// What to write to make a terminal that shows `old` show `new`; all of it if there is no `old`.
  ///
  /// Afterwards all attributes are off, and the cursor is anywhere.
  func text(_ new: Canvas, since old: Canvas?) -> String {
    let isNew = old.map { $0.width != new.width || $0.height != new.height } ?? true
    var text = isNew ? "\u{1B}[0m\u{1B}[?25l\u{1B}[2J" : ""
    var style: Style?
    for run in new.runs(since: old) {
      text += "\u{1B}[\(run.y + 1);\(run.x + 1)H"
      if style != run.style { text += rendition(palette.look(run.style)) }
      style = run.style
      text += run.text
    }
    return style == nil ? text : text + "\u{1B}[0m"
  }

  /// The rows of a canvas as lines with colors, without spaces at the ends of lines.
  func lines(_ canvas: Canvas) -> [String] {
    (0..<canvas.height).map { y in
      var text = ""
      var style = Style.plain
      let last = (0..<canvas.width).last { canvas[$0, y].character != " " || canvas[$0, y].style != .plain }
      for x in 0..<(last.map { $0 + 1 } ?? 0) where !canvas[x, y].isContinuation {
        let cell = canvas[x, y]
        if cell.style != style { text += rendition(palette.look(cell.style)) }
        style = cell.style
        text.append(cell.character)
      }
      return style == .plain ? text : text + "\u{1B}[0m"
    }
  }

  /// Selects a look, whatever was selected before.
  private func rendition(_ look: Palette.Look) -> String {
    var codes = ["0"]
    let all: [(Style.Attributes, String)] = [
      (.bold, "1"), (.faint, "2"), (.underline, "4"), (.reverse, "7"),
    ]
    for (attribute, code) in all where look.attributes.contains(attribute) { codes.append(code) }
    if let color = look.foreground { codes.append(color < 8 ? "\(30 + color)" : "38;5;\(color)") }
    if let color = look.background { codes.append(color < 8 ? "\(40 + color)" : "48;5;\(color)") }
    return "\u{1B}[\(codes.joined(separator: ";"))m"
  }
}
