/// Where the parts of a chart of pulls lie, and how a row is drawn.
struct PullLayout {
  let top: Int
  /// The first row below the parameters.
  let bottom: Int
  let shownCount: Int
  let nameColumns: Int
  private let glyphs: GlyphSet
  private let numberColumns: Int
  private let pulls: Rectangle
  private let pullAxis: Axis
  private let impacts: Rectangle
  /// The impact at the end of a half axis.
  private let largestImpact: Double

  init?(_ chart: PullChart, width: Int, height: Int, _ glyphs: GlyphSet) {
    self.glyphs = glyphs
    let items = chart.items
    top = PullLayout.top(height: height)
    bottom = PullLayout.bottom(height: height)
    let longest = items.map { $0.name.columnCount }.max() ?? 0
    nameColumns = min(longest, max(width / 3, 4))
    let numbers = items.map { PullLayout.number($0, glyphs).columnCount }.max() ?? 0
    numberColumns = width - nameColumns - numbers - 3 >= 15 ? numbers : 0
    var left = nameColumns + 1
    if numberColumns > 0 { left += numberColumns + 1 }
    let room = width - left
    let largest = items.flatMap { [$0.impactUp, $0.impactDown] }.compactMap { $0?.magnitude }
      .filter(\.isFinite).max()
    let hasImpacts = largest != nil && room >= 30
    let impactHalf = hasImpacts ? (room / 2 - 1) / 2 : 0
    impacts = Rectangle(x: width - 2 * impactHalf, y: top, width: 2 * impactHalf, height: bottom - top)
    largestImpact = max(largest ?? 0, 1e-300)
    let pullColumns = room - (hasImpacts ? 2 * impactHalf + 1 : 0)
    pulls = Rectangle(x: left, y: top, width: pullColumns, height: bottom - top)
    var reach = 2.0
    for item in items {
      guard let pull = item.pull, pull.isFinite else { continue }
      let error = item.pullError.flatMap { $0.isFinite ? $0.magnitude : nil } ?? 0
      reach = max(reach, pull.magnitude + error)
    }
    guard let axis = Axis(from: -min(reach, 5) - 0.2, to: min(reach, 5) + 0.2) else { return nil }
    pullAxis = axis
    let rows = bottom - top
    let left2 = items.count - min(max(chart.firstItem, 0), items.count - 1)
    shownCount = left2 <= rows ? left2 : max(rows - 1, 1)
    guard pullColumns >= 7, rows >= 1 else { return nil }
  }

  static func top(height: Int) -> Int { height >= 4 ? 1 : 0 }

  static func bottom(height: Int) -> Int { height >= 3 ? height - 1 : height }

  private static func number(_ item: PullChart.Item, _ glyphs: GlyphSet) -> String {
    let value = NumberText.brief(item.bestFit)
    guard let error = item.uncertainty else { return value }
    return "\(value) \(glyphs.plusMinus) \(NumberText.brief(error, digits: 3))"
  }

  /// The column of a pull; nil beyond the axis.
  private func column(_ pull: Double) -> Int? {
    guard let fraction = pullAxis.fraction(of: pull), fraction >= 0, fraction <= 1 else { return nil }
    return pulls.x + Int((fraction * Double(pulls.width - 1)).rounded())
  }

  func drawHeading(in canvas: inout Canvas) {
    guard top > 0 else { return }
    let style = Style(.title)
    if numberColumns > 0 {
      canvas.write("best fit".truncated(toColumns: numberColumns, glyphs), x: nameColumns + 1, y: 0, style)
    }
    canvas.write("pull".fitted(toColumns: pulls.width, .center), x: pulls.x, y: 0, style)
    guard !impacts.isEmpty else { return }
    let up = glyphs == .unicode ? "█" : "#"
    let down = glyphs == .unicode ? "▒" : "="
    let text = impacts.width >= 22 ? "impact \(up) up \(down) down" : "impact"
    canvas.write(text.fitted(toColumns: impacts.width, .center, glyphs), x: impacts.x, y: 0, style)
  }

  func draw(_ item: PullChart.Item, y: Int, in canvas: inout Canvas) {
    canvas.write(item.name.shortened(toColumns: nameColumns, glyphs), x: 0, y: y)
    if numberColumns > 0 { canvas.write(PullLayout.number(item, glyphs), x: nameColumns + 1, y: y) }
    let guide = Cell(glyphs == .unicode ? "┊" : ":", Style(.dim))
    for place in [-1.0, 0, 1] {
      if let column = column(place) { canvas[column, y] = guide }
    }
    drawPull(item, y, in: &canvas)
    drawImpacts(item, y, in: &canvas)
  }

  private func drawPull(_ item: PullChart.Item, _ y: Int, in canvas: inout Canvas) {
    guard let pull = item.pull else { return }
    let style = Style(.data)
    guard pull.isFinite else {
      canvas[column(0) ?? pulls.x, y] = Cell("?", Style(.warning))
      return
    }
    if let error = item.pullError?.magnitude, error.isFinite {
      let low = pull - error
      let high = pull + error
      let first = column(max(low, pullAxis.low)) ?? pulls.right
      let last = column(min(high, pullAxis.high)) ?? pulls.x - 1
      for place in pulls.columns where place >= first && place <= last {
        canvas[place, y] = Cell(glyphs.horizontal, style)
      }
      if let place = column(low) { canvas[place, y] = Cell(glyphs == .unicode ? "├" : "|", style) }
      if let place = column(high) { canvas[place, y] = Cell(glyphs == .unicode ? "┤" : "|", style) }
    }
    if let place = column(pull) {
      canvas[place, y] = Cell(glyphs.point, style)
    } else {
      let isLow = pull < 0
      canvas[isLow ? pulls.x : pulls.right - 1, y] = Cell(isLow ? "<" : ">", Style(.warning))
    }
  }

  private func drawImpacts(_ item: PullChart.Item, _ y: Int, in canvas: inout Canvas) {
    guard !impacts.isEmpty else { return }
    let middle = 4 * impacts.width
    let bars = [
      (item.impactUp, glyphs == .unicode ? "█" : "#", Role.signal),
      (item.impactDown, glyphs == .unicode ? "▒" : "=", Role.background),
    ].compactMap { value, texture, role in
      value.flatMap { $0.isFinite ? (value: $0, texture: Character(texture), role: role) : nil }
    }
    // The longer one first, so that both are seen when they point the same way.
    for bar in bars.sorted(by: { $0.value.magnitude > $1.value.magnitude }) {
      let length = Int(saturating: (bar.value / largestImpact * Double(middle)).rounded())
      canvas.bar(
        x: impacts.x, y: y, width: impacts.width, from: min(middle, middle + length),
        to: max(middle, middle + length), full: bar.texture, Style(bar.role), glyphs)
    }
  }

  func drawAxis(in canvas: inout Canvas) {
    guard bottom > top, bottom < canvas.height else { return }
    let style = Style(.axis)
    for value in stride(from: -5, through: 5, by: 1) {
      guard let column = column(Double(value)) else { continue }
      let label = "\(value)"
      if pulls.width < 24, value != 0, value.magnitude != 2 { continue }
      canvas.write(label, x: value < 0 ? column - 1 : column, y: bottom, style, limit: 2)
    }
    guard !impacts.isEmpty else { return }
    let label = NumberText.brief(largestImpact, digits: 3)
    canvas.write("-" + label, x: impacts.x, y: bottom, style)
    canvas.write("0", x: impacts.x + impacts.width / 2, y: bottom, style)
    if impacts.width >= 2 * label.count + 6 {
      canvas.write(label, x: impacts.right - label.count, y: bottom, style)
    }
  }
}
