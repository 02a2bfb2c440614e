public import NeosPlot

extension Log {
  /// Draws the log, newest line last.
  ///
  /// While older lines are shown, the last row says how many newer ones there are at least.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    guard width > 0, height > 0 else { return canvas }
    let view = LogView(log: self, width: canvas.width, glyphs: glyphs)
    let top = view.top(height: canvas.height)
    var y = 0
    for (entry, number) in zip(entries.dropFirst(top.entry - droppedCount), top.entry...) {
      let lines = view.lines(number)
      for (line, text) in lines.enumerated().dropFirst(number == top.entry ? top.line : 0) {
        guard y < canvas.height else { break }
        let style = line == 0 || entry.kind != .command ? entry.style : .plain
        canvas.write(text, x: 0, y: y, style)
        mark(text, y, isFound: found == number, in: &canvas)
        y += 1
      }
      if y >= canvas.height { break }
    }
    if !isAtEnd, canvas.height > 1 {
      let text = glyphs == .unicode ? "↓ more below" : "v more below"
      canvas.fill(Rectangle(x: 0, y: canvas.height - 1, width: canvas.width, height: 1))
      canvas.write(text, x: 0, y: canvas.height - 1, Style(.dim))
    }
    return canvas.restricted(to: glyphs)
  }

  /// Marks what is looked for in a row.
  private func mark(_ text: String, _ y: Int, isFound: Bool, in canvas: inout Canvas) {
    guard !query.isEmpty else { return }
    let characters = Array(text)
    var start = 0
    while let range = text.occurrence(of: query, from: start) {
      let x = String(characters[..<range.lowerBound]).columnCount
      let area = Rectangle(x: x, y: y, width: String(characters[range]).columnCount, height: 1)
      canvas.restyle(area) { $0 = Style(.highlight, on: .plain, isFound ? [.reverse] : [.underline]) }
      start = range.upperBound
    }
  }
}

extension Log {
  /// Scrolls by so many lines, up if negative, in a window of this size; at the end it follows again.
  ///
  /// - Returns: Whether anything moved.
  @discardableResult
  public mutating func scroll(by count: Int, width: Int, height: Int) -> Bool {
    let view = LogView(log: self, width: width, glyphs: .unicode)
    let before = top
    let shown = view.top(height: height)
    let moved = view.moved(shown, by: count)
    top = moved >= view.lastTop(height: height) ? nil : moved
    return top != before && !(before == nil && moved == shown)
  }

  /// Goes to the oldest line.
  public mutating func scrollToStart(width: Int, height: Int) {
    let view = LogView(log: self, width: width, glyphs: .unicode)
    let first = Place(entry: droppedCount, line: 0)
    top = first >= view.lastTop(height: height) ? nil : first
  }

  /// Goes to the end and follows it.
  public mutating func scrollToEnd() { top = nil }

  /// Which way a search goes.
  public enum Direction: Sendable, Hashable { case older, newer }

  /// Goes to the next entry that holds a text; small letters stand for capital ones too.
  ///
  /// - Parameters:
  ///   - text: what is looked for; what was looked for before, if left out.
  ///   - direction: to older entries, or to newer ones.
  ///   - width: the columns of the window.
  ///   - height: the rows of the window.
  /// - Returns: Whether there is such an entry.
  public mutating func search(
    _ text: String? = nil, _ direction: Direction = .older, width: Int, height: Int
  ) -> Bool {
    if let text, text != query {
      query = text
      found = nil
    }
    guard !query.isEmpty else { return false }
    let end = droppedCount + entries.count
    let numbers: [Int] =
      switch direction {
      case .older: (droppedCount..<max(found ?? end, droppedCount)).reversed()
      case .newer: Array(min((found ?? droppedCount - 1) + 1, end)..<end)
      }
    guard
      let number = numbers.first(where: {
        entries[$0 - droppedCount].holds(query, columns: width)
      })
    else { return false }
    found = number
    show(number, width: width, height: height)
    return true
  }

  /// Ends the search: nothing is marked any more.
  public mutating func endSearch() {
    query = ""
    found = nil
  }

  /// Scrolls so that the line of an entry that holds the text is in the middle.
  private mutating func show(_ number: Int, width: Int, height: Int) {
    let view = LogView(log: self, width: width, glyphs: .unicode)
    let line = view.lines(number).firstIndex { $0.occurrence(of: query) != nil } ?? 0
    let wanted = view.moved(Place(entry: number, line: line), by: -(height / 2))
    top = wanted >= view.lastTop(height: height) ? nil : wanted
  }
}

/// The log as lines of a width; lines are made only of entries that are asked for.
private struct LogView {
  let log: Log
  let width: Int
  let glyphs: GlyphSet

  func lines(_ number: Int) -> [String] {
    let index = number - log.droppedCount
    return log.entries.indices.contains(index) ? log.entries[index].lines(columns: width, glyphs: glyphs) : []
  }

  /// How many lines there are of an entry, at least one.
  private func lineCount(_ number: Int) -> Int {
    let index = number - log.droppedCount
    guard log.entries.indices.contains(index) else { return 1 }
    return max(log.entries[index].lineCount(columns: width, glyphs: glyphs), 1)
  }

  /// The top line when the end is shown.
  func lastTop(height: Int) -> Log.Place {
    moved(Log.Place(entry: log.droppedCount + log.entries.count, line: 0), by: -max(height, 1))
  }

  /// The top line as it is to be shown; a place beyond what the width now has is set right.
  func top(height: Int) -> Log.Place {
    let last = lastTop(height: height)
    guard let top = log.top else { return last }
    return min(Log.Place(entry: top.entry, line: min(top.line, lineCount(top.entry) - 1)), last)
  }

  /// A place so many lines further, within the log.
  func moved(_ place: Log.Place, by count: Int) -> Log.Place {
    let end = log.droppedCount + log.entries.count
    var place = place
    var left = count.magnitude
    while left > 0 {
      if count < 0 {
        if place.line > 0 {
          let step = min(Int(left), place.line)
          place.line -= step
          left -= UInt(step)
        } else if place.entry > log.droppedCount {
          place.entry -= 1
          place.line = lineCount(place.entry)
        } else {
          break
        }
      } else {
        guard place.entry < end else { break }
        let rest = lineCount(place.entry) - place.line
        if Int(left) < rest {
          place.line += Int(left)
          left = 0
        } else {
          left -= UInt(rest)
          place = Log.Place(entry: place.entry + 1, line: 0)
        }
      }
    }
    return place
  }
}
