internal import NeosPlot

extension Screen {
  /// Draws what is typed, what happened, or the hints.
  func drawBottom(_ area: Rectangle, in canvas: inout Canvas, _ glyphs: GlyphSet) {
    switch mode {
    case .command:
      let all = Rectangle(x: area.x, y: 0, width: area.width, height: area.bottom)
      let cursor = prompt.draw(in: &canvas, all, glyphs: glyphs)
      drawCursor(cursor.x, cursor.y, in: &canvas)
      return
    case .search:
      let window = search.window(columns: max(area.width - 1, 1))
      canvas.write("/" + String(Array(search.text)[window.characters]), x: area.x, y: area.y)
      drawCursor(area.x + 1 + window.cursorColumn, area.y, in: &canvas)
      return
    default: break
    }
    if let count {
      canvas.write("\(count)_", x: area.x, y: area.y)
    } else if let notice {
      canvas.write(notice.truncated(toColumns: area.width, glyphs), x: area.x, y: area.y, Style(.highlight))
    } else {
      drawHints(area, in: &canvas, glyphs)
    }
  }

  private func drawCursor(_ x: Int, _ y: Int, in canvas: inout Canvas) {
    canvas.restyle(Rectangle(x: x, y: y, width: 1, height: 1)) { $0.attributes.insert(.reverse) }
  }

  /// The keys that a new user needs, as many as fit.
  private func drawHints(_ area: Rectangle, in canvas: inout Canvas, _ glyphs: GlyphSet) {
    let replaying: [Action] = [
      .pausePlaying, .takeOver, .quit, .help, .playLine, .pace(faster: false), .pace(faster: true), .nextPane,
      .zoom,
    ]
    let usual: [Action] = [
      .runOrPause, .help, .quit, .step, .back, .commandLine, .save, .bandwidth(up: false), .rate(up: false),
      .nextPane, .zoom,
    ]
    let actions = isReplaying ? replaying : usual
    // The order in which they are left out is that of the list; the order in which they stand, that of the table.
    // The last one needs no space after it.
    var room = area.width + 2
    var shown: [KeyBinding] = []
    for action in actions {
      guard let binding = KeyBinding.binding(of: action) else { continue }
      let columns = hint(binding, glyphs).columnCount + 2
      if columns > room { continue }
      room -= columns
      shown.append(binding)
    }
    var x = area.x
    let table = KeyBinding.table
    let order = table.filter { $0.section == .replay } + table.filter { $0.section != .replay }
    for binding in order where shown.contains(where: { $0.action == binding.action }) {
      let keys = hintKeys(binding, glyphs)
      x += canvas.write(keys, x: x, y: area.y, Style(.title, .bold))
      x += canvas.write(" \(binding.name)  ", x: x, y: area.y, Style(.dim))
    }
  }

  private func hint(_ binding: KeyBinding, _ glyphs: GlyphSet) -> String {
    "\(hintKeys(binding, glyphs)) \(binding.name)"
  }

  private func hintKeys(_ binding: KeyBinding, _ glyphs: GlyphSet) -> String {
    let isUnicode = glyphs == .unicode
    switch binding.action {
    case .bandwidth: return "[ ]"
    case .rate: return "- +"
    default: return binding.keys.first?.text(isUnicode: isUnicode) ?? ""
    }
  }
}
