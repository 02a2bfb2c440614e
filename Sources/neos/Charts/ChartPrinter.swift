import Foundation
import NeosEngine
import NeosPlot
import NeosTerminal

/// Prints charts to standard output: as wide as the terminal, in characters that the locale has, in color on a
/// terminal that has colors.
struct ChartPrinter {
  let width: Int
  let glyphs: GlyphSet
  let palette: Palette

  /// A printer for standard output as it is.
  ///
  /// - Parameter environment: `COLUMNS` is the width where it is a number; `NO_COLOR`, set and not empty, turns color
  ///   off; `TERM` and `COLORTERM` tell what a terminal can do.
  init(environment: [String: String] = ProcessInfo.processInfo.environment) {
    let isTerminal = isatty(STDOUT_FILENO) == 1
    let kind = environment["TERM"] ?? "dumb"
    // Only the characters: numbers are written the same in every country.
    setlocale(LC_CTYPE, "")
    let codeset = String(cString: nl_langinfo(Int32(CODESET)))
    glyphs = GlyphSet(terminal: isTerminal ? kind : "", codeset: codeset)
    let columns = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    width = min(columns ?? (isTerminal ? terminalWidth(STDOUT_FILENO) : 80), Canvas.largestSize)
    let isFull = kind.contains("256color") || environment["COLORTERM"].map { !$0.isEmpty } ?? false
    let isPlain = !isTerminal || kind == "dumb" || kind.hasPrefix("vt")
    palette = Palette(colors: isPlain ? 0 : isFull ? 256 : 8, environment: environment)
  }

  /// Prints the charts of a picture, each with its title.
  func print(_ picture: Picture) {
    for chart in picture.charts {
      Swift.print(chart.title)
      let canvas = chart.chart.canvas(width: width, height: chart.height, glyphs: glyphs)
      Swift.print(canvas.text(palette))
    }
  }
}
