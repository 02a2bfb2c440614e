internal import CNcurses
internal import Glibc
package import NeosPlot

/// The colors of a cell by their numbers, -1 for the terminal's own.
struct ColorPair: Hashable {
  var foreground: Int32
  var background: Int32
}

extension CursesTerminal {
  package func show(_ canvas: Canvas) {
    let window = neos_window()
    if shown == nil {
      werase(window)
      clearok(window, true)
    }
    for run in canvas.runs(since: shown) {
      setLook(palette.look(run.style))
      wmove(window, Int32(run.y), Int32(run.x))
      waddstr(window, printable(run.text))
    }
    wrefresh(window)
    shown = canvas
  }

  private func setLook(_ look: Palette.Look) {
    var attributes: attr_t = 0
    let all: [(Style.Attributes, attr_t)] = [
      (.bold, neos_bold()), (.faint, neos_faint()), (.underline, neos_underline()),
      (.reverse, neos_reverse()),
    ]
    for (attribute, bit) in all where look.attributes.contains(attribute) { attributes |= bit }
    neos_set_attributes(attributes, pair(look))
  }

  /// The number that ncurses has for two colors.
  private func pair(_ look: Palette.Look) -> Int32 {
    let colors = ColorPair(
      foreground: look.foreground.map { Int32($0) } ?? -1, background: look.background.map { Int32($0) } ?? -1
    )
    if colors == ColorPair(foreground: -1, background: -1) { return 0 }
    if let known = pairs[colors] { return known }
    let number = max(0, alloc_pair(colors.foreground, colors.background))
    pairs[colors] = number
    return number
  }

  /// Text of which ncurses thinks that it takes as many columns as the canvas does: a character of which the
  /// locale knows something else would move the rest of the line.
  private func printable(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text }
    var result = ""
    for character in text {
      let columns = character.columns
      let width = character.unicodeScalars.reduce(0) { $0 + Int(neos_columns(wchar_t(bitPattern: $1.value))) }
      if width == columns, hasUTF8 || character.isASCII {
        result.append(character)
      } else {
        result += String(repeating: "?", count: columns)
      }
    }
    return result
  }
}
