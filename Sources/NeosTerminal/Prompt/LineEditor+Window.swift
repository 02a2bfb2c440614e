import NeosPlot

extension LineEditor {
  /// The part of the line that is shown, and the column of the cursor in it.
  public struct Window: Sendable, Hashable {
    /// The characters that are shown.
    public var characters: Range<Int>
    /// The column of the cursor, from 0.
    public var cursorColumn: Int
    /// Whether there is more to the left.
    public var isCutLeft: Bool
    /// Whether there is more to the right.
    public var isCutRight: Bool
  }

  /// What of the line is shown in so many columns: all of it, with a place for the cursor at the end, or as many
  /// characters as fit around the cursor, with a column at each cut for a sign that there is more.
  ///
  /// A long line is turned by half a window at a time, so that the cursor moves and not the line.
  public func window(columns: Int) -> Window {
    let widths = text.map { max($0.columns, 0) }
    let starts = widths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let total = starts[widths.count]
    if total < columns {
      return Window(
        characters: 0..<widths.count, cursorColumn: starts[cursor], isCutLeft: false, isCutRight: false)
    }
    // Where the shown part begins: a multiple of half a window, so far that the cursor fits before the cut.
    let page = max((columns - 2) / 2, 1)
    let cursorEnd = starts[cursor] + (cursor < widths.count ? max(widths[cursor], 1) : 1)
    var offset = 0
    while cursorEnd - offset > columns - (offset > 0 ? 1 : 0) - 1, offset <= total { offset += page }
    let first = offset == 0 ? 0 : min(starts.firstIndex { $0 >= offset } ?? 0, cursor)
    let room = columns - (first > 0 ? 1 : 0)
    func end(_ room: Int) -> Int {
      var last = first
      while last < widths.count, starts[last + 1] - starts[first] <= room { last += 1 }
      return last
    }
    let whole = end(room - (cursor == widths.count ? 1 : 0))
    let last = whole == widths.count ? whole : max(end(room - 1), first)
    return Window(
      characters: first..<last, cursorColumn: starts[cursor] - starts[first] + (first > 0 ? 1 : 0),
      isCutLeft: first > 0, isCutRight: last < widths.count)
  }
}
