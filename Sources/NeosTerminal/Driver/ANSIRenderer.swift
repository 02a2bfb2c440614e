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
