internal import NeosPlot

/// What was said and done.
struct LogPane: Sendable, Hashable {
  /// What a line is.
  enum Kind: Sendable, Hashable { case command, text, problem, good }

  struct Line: Sendable, Hashable {
    var text: String
    var kind: Kind
  }

  private(set) var lines: [Line] = []
  /// How many lines the view stands above the end.
  var scroll = 0
  /// What is searched for.
  var sought = ""

  private static let most = 5000

  /// Adds text, line by line.
  mutating func add(_ text: String, _ kind: Kind) {
    let new = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Line(text: String($0), kind: kind)
    }
    lines += new
    if scroll > 0 { scroll += new.count }
    if lines.count > Self.most { lines.removeFirst(lines.count - Self.most) }
  }

  mutating func perform(_ action: Action) {
    switch action {
    case .move(.up): scrollBy(1)
    case .move(.down): scrollBy(-1)
    case .page(let up): scrollBy(up ? 10 : -10)
    case .toStart: scroll = max(lines.count - 1, 0)
    case .toEnd, .clear: scroll = 0
    case .searchAgain(let forward): search(forward: forward)
    default: break
    }
  }

  private mutating func scrollBy(_ count: Int) {
    scroll = min(max(scroll + count, 0), max(lines.count - 1, 0))
  }

  /// Goes to the next line upward, or downward, that holds what is sought.
  mutating func search(forward: Bool) {
    guard !sought.isEmpty else { return }
    let bottom = lines.count - 1 - scroll
    let order =
      forward
      ? Array(stride(from: bottom - 1, through: 0, by: -1)) : Array(bottom + 1..<max(lines.count, bottom + 1))
    if let found = order.first(where: { matches(lines[$0]) }) { scroll = lines.count - 1 - found }
  }

  private func matches(_ line: Line) -> Bool {
    !sought.isEmpty && line.text.lowercased().contains(sought.lowercased())
  }

  func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let shown = lines.dropLast(min(scroll, max(lines.count - 1, 0))).suffix(height)
    for (row, line) in shown.enumerated() {
      var style = Style.plain
      switch line.kind {
      case .command: style = Style(.title)
      case .problem: style = Style(.error)
      case .good: style = Style(.signal)
      case .text: break
      }
      if matches(line) { style = Style(.highlight, .reverse) }
      let mark = line.kind == .command ? "> " : line.kind == .problem ? "! " : "  "
      canvas.write((mark + line.text).truncated(toColumns: width, glyphs), x: 0, y: row, style)
    }
    return canvas
  }
}
