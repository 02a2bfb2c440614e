internal import NeosPlot

/// Which panes are seen, and where.
struct Layout: Sendable, Hashable {
  var arrangement = Arrangement.grid
  var hidden: Set<Pane> = []
  var isZoomed = false
  var focus = Pane.histogram

  /// The least size of a pane in which a chart says something.
  private static let least = (width: 34, height: 9)
  /// The rows of the log where it stands below the others.
  private static let logRows = 7

  /// The panes that are not hidden, in their order.
  var panes: [Pane] { Pane.allCases.filter { !hidden.contains($0) } }

  /// Gives the focus to the pane after this one, or before it.
  mutating func moveFocus(by offset: Int) {
    let panes = panes
    guard let place = panes.firstIndex(of: focus) else {
      focus = panes.first ?? .histogram
      return
    }
    focus = panes[((place + offset) % panes.count + panes.count) % panes.count]
  }

  /// Hides the pane with the focus; the last one stays.
  mutating func hide() {
    guard panes.count > 1 else { return }
    let gone = focus
    moveFocus(by: 1)
    hidden.insert(gone)
    isZoomed = false
  }

  /// Shows a pane and gives it the focus.
  mutating func show(_ pane: Pane) {
    hidden.remove(pane)
    focus = pane
  }

  /// Where each pane that has room lies. The pane with the focus always has.
  func places(in area: Rectangle) -> [(pane: Pane, area: Rectangle)] {
    if isZoomed || panes.count == 1 { return [(focus, area)] }
    switch arrangement {
    case .grid: return grid(area)
    case .large: return large(area)
    case .columns: return line(panes, area, isHorizontal: true)
    case .rows: return line(panes, area, isHorizontal: false)
    }
  }

  /// As many as fit, with the one that has the focus among them.
  private func chosen(_ panes: [Pane], _ count: Int) -> [Pane] {
    let count = max(count, 1)
    var chosen = Array(panes.prefix(count))
    if panes.contains(focus), !chosen.contains(focus) { chosen[chosen.count - 1] = focus }
    return chosen
  }

  private func grid(_ area: Rectangle) -> [(pane: Pane, area: Rectangle)] {
    var area = area
    var panes = panes
    var places: [(pane: Pane, area: Rectangle)] = []
    if let log = panes.firstIndex(of: .log), area.height >= Self.logRows + Self.least.height + 2 {
      panes.remove(at: log)
      let rows = max(Self.logRows, area.height / 6)
      places = [
        (.log, Rectangle(x: area.x, y: area.bottom - rows, width: area.width, height: rows))
      ]
      area = Rectangle(x: area.x, y: area.y, width: area.width, height: area.height - rows)
    }
    let most = (columns: area.width / Self.least.width, rows: area.height / Self.least.height)
    let shown = chosen(panes, max(most.columns, 1) * max(most.rows, 1))
    // As many columns as make the panes about as wide as they are high, two columns a row's height.
    var columns = 1
    while columns < min(most.columns, shown.count),
      (shown.count + columns - 1) / columns > max(most.rows, 1)
        || area.width / columns > 5 * area.height / ((shown.count + columns - 1) / columns)
    { columns += 1 }
    let rows = (shown.count + columns - 1) / columns
    for row in 0..<rows {
      let here = Array(shown[row * columns..<min((row + 1) * columns, shown.count)])
      let (top, bottom) = (area.y + area.height * row / rows, area.y + area.height * (row + 1) / rows)
      let strip = Rectangle(x: area.x, y: top, width: area.width, height: bottom - top)
      places += line(here, strip, isHorizontal: true)
    }
    return places
  }

  private func large(_ area: Rectangle) -> [(pane: Pane, area: Rectangle)] {
    let others = panes.filter { $0 != focus }
    guard area.width >= 2 * Self.least.width, area.height >= Self.least.height else {
      return [(focus, area)]
    }
    let width = max(area.width * 3 / 5, area.width - 80)
    let left = Rectangle(x: area.x, y: area.y, width: width, height: area.height)
    let right = Rectangle(x: left.right, y: area.y, width: area.width - width, height: area.height)
    return [(focus, left)] + line(others, right, isHorizontal: false)
  }

  private func line(
    _ panes: [Pane], _ area: Rectangle, isHorizontal: Bool
  ) -> [(pane: Pane, area: Rectangle)] {
    let shown = chosen(
      panes, isHorizontal ? area.width / Self.least.width : area.height / Self.least.height)
    return shown.enumerated().map { index, pane in
      func cut(_ start: Int, _ size: Int) -> (Int, Int) {
        let first = start + size * index / shown.count
        return (first, start + size * (index + 1) / shown.count - first)
      }
      if isHorizontal {
        let (x, width) = cut(area.x, area.width)
        return (pane, Rectangle(x: x, y: area.y, width: width, height: area.height))
      }
      let (y, height) = cut(area.y, area.height)
      return (pane, Rectangle(x: area.x, y: y, width: area.width, height: height))
    }
  }
}
