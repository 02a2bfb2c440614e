internal import NeosEngine
internal import NeosPlot

/// All keys, over the panes.
struct HelpOverlay {
  let scroll: Int
  let query: String

  typealias Line = (keys: String, text: String)

  /// Whether a line holds a text.
  static func line(_ line: Line, holds text: String) -> Bool {
    !text.isEmpty && "\(line.keys) \(line.text)".occurrence(of: text) != nil
  }

  /// The lines in a window of so many columns: sections, and in them the keys with what they do; a text that needs more
  /// than a line goes on beside no keys.
  static func lines(_ glyphs: GlyphSet, windowWidth: Int) -> [Line] {
    KeyBinding.Section.allCases.flatMap { section in
      [("", section.rawValue)]
        + KeyBinding.table.filter { $0.section == section }.flatMap { binding -> [Line] in
          let text = binding.help.wrapped(toColumns: width(in: windowWidth) - 19)
          return text.enumerated().map { index, text in
            (index == 0 ? binding.keyText(isUnicode: glyphs == .unicode) : " ", text)
          }
        }
    }
  }

  private static func width(in window: Int) -> Int { min(window - 2, 78) }

  func draw(in canvas: inout Canvas, _ glyphs: GlyphSet) {
    let lines = Self.lines(glyphs, windowWidth: canvas.width)
    let width = Self.width(in: canvas.width)
    let height = min(canvas.height - 2, lines.count + 2)
    let area = Rectangle(
      x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width: width, height: height)
    canvas.fill(area)
    let title = lines.count > height - 2 ? "Keys: j k scroll, / searches, Esc closes" : "Keys: Esc closes"
    canvas.frame(area, title: title, Style(.title, .bold), glyphs: glyphs)
    let inside = area.inset(by: 1)
    let first = min(scroll, max(lines.count - inside.height, 0))
    for (row, line) in lines.dropFirst(first).prefix(inside.height).enumerated() {
      let y = inside.y + row
      if line.keys.isEmpty {
        canvas.write(line.text, x: inside.x + 1, y: y, Style(.title, .bold))
        continue
      }
      canvas.write(line.keys, x: inside.x + 2, y: y, Style(.title))
      canvas.write(line.text, x: inside.x + 16, y: y)
      if Self.line(line, holds: query) {
        canvas.restyle(Rectangle(x: inside.x, y: y, width: inside.width, height: 1)) {
          $0 = Style(.highlight, on: .plain, .reverse)
        }
      }
    }
  }
}

/// A question, over the panes.
struct QuestionOverlay {
  private let lines: [String]
  private let title: String

  /// - Parameter isRecording: whether all but the run under way is in a recording.
  init(_ question: Screen.Question, isRecording: Bool) {
    let loss = isRecording ? "The run under way is not recorded yet." : "The session is not saved."
    switch question {
    case .quit:
      title = "Quit?"
      lines = [loss, "", "w  save it first", "y  quit and lose it", "n  go on"]
    case .load:
      title = "Load another session?"
      lines = [
        loss, "", "w  save it first", "y  load the other one and lose it", "n  go on",
      ]
    case .restore(let session):
      title = "Go on where it was?"
      let counts = "\(counted(session.stepCount, "step")), \(counted(session.lineCount, "command"))"
      lines = [
        "\(session.name ?? "The published example") ended without being closed:",
        "last at work \(session.when), \(counts).", "", "g  go on where it was",
        "d  throw it away", "n  keep it for later, and begin anew",
      ]
    case .quitRestoring:
      title = "Quit?"
      lines = [
        "The session has not come back yet. It is kept, and", "offered again at the next start.", "",
        "y  quit", "n  go on",
      ]
    case .replace(let path, _):
      title = "Replace the file?"
      lines = [
        "\(path) is there already, and not this session's.", "", "y  replace it", "n  choose another name",
        "Esc  leave it",
      ]
    case .replay(let message):
      title = "The replay has stopped"
      lines = [message, "", "g  go on with the next line", "T  take over from here", "q  quit"]
    }
  }

  func draw(in canvas: inout Canvas, _ glyphs: GlyphSet) {
    let width = min((lines.map(\.columnCount).max() ?? 0) + 6, canvas.width)
    let height = min(lines.count + 4, canvas.height)
    let area = Rectangle(
      x: (canvas.width - width) / 2, y: (canvas.height - height) / 2, width: width, height: height)
    canvas.fill(area)
    canvas.frame(area, title: title, Style(.highlight, .bold), glyphs: glyphs)
    for (row, line) in lines.enumerated() {
      canvas.write(line.truncated(toColumns: width - 6, glyphs), x: area.x + 3, y: area.y + 2 + row)
    }
  }
}
