/// Numbers with names, the largest magnitude first, as horizontal bars.
///
/// A bar's length is the magnitude, to an eighth of a column; the sign stands in the number and before the
/// bar.
public struct BarList: Chart {
  /// A name and a number.
  public struct Item: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The number.
    public var value: Double
    /// The role that colors the bar.
    public var role: Role

    /// An item.
    public init(_ name: String, _ value: Double, _ role: Role = .series(0)) {
      self.name = name
      self.value = value
      self.role = role
    }
  }

  /// The items.
  public var items: [Item]
  /// A line above the bars; none when empty.
  public var title: String
  /// Whether the items are put in order; if not, they stay as they are.
  public var isRanked: Bool
  /// How many items to skip at the top: the place to which a list is scrolled.
  public var firstItem: Int

  /// A list.
  public init(_ items: [Item], title: String = "", isRanked: Bool = true, firstItem: Int = 0) {
    self.items = items
    self.title = title
    self.isRanked = isRanked
    self.firstItem = firstItem
  }

  /// The items in the order in which they are drawn; what is not a number comes last.
  public var ordered: [Item] {
    guard isRanked else { return items }
    func rank(_ item: Item) -> Double { item.value.isNaN ? -1 : item.value.magnitude }
    return items.enumerated()
      .sorted { (rank($0.element), -$0.offset) > (rank($1.element), -$1.offset) }
      .map(\.element)
  }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    guard !items.isEmpty else {
      return .saying("nothing to list", width: canvas.width, height: canvas.height, glyphs)
    }
    let top = !title.isEmpty && canvas.height >= 2 ? 1 : 0
    if top > 0 { canvas.write(title.truncated(toColumns: canvas.width, glyphs), x: 0, y: 0, Style(.title)) }
    let rows = canvas.height - top
    let all = ordered
    let visible = all.dropFirst(min(max(firstItem, 0), all.count - 1))
    let count = visible.count <= rows ? visible.count : max(rows - 1, 1)
    let numbers = all.map { NumberText.brief($0.value) }
    let numberColumns = numbers.map { $0.count }.max() ?? 0
    guard canvas.width >= numberColumns + 3, rows >= 1 else {
      return .saying("too small for a list", width: canvas.width, height: canvas.height, glyphs)
    }
    let longest = all.map { $0.name.columnCount }.max() ?? 0
    let names = min(longest, max(canvas.width - numberColumns - 1, 0), max(canvas.width / 2, 3))
    let barStart = names + numberColumns + 3
    let barColumns = max(canvas.width - barStart, 0)
    let largest = all.map(\.value.magnitude).filter(\.isFinite).max() ?? 0
    for (row, item) in visible.prefix(count).enumerated() {
      let y = top + row
      canvas.write(item.name.shortened(toColumns: names, glyphs), x: 0, y: y)
      let number = NumberText.brief(item.value)
      canvas.write(number.fitted(toColumns: numberColumns, .right), x: names + 1, y: y)
      guard item.value.isFinite, largest > 0, barColumns > 0 else { continue }
      if item.value < 0 { canvas[barStart - 1, y] = Cell("-", Style(item.role)) }
      let eighths = Int(saturating: (item.value.magnitude / largest * Double(8 * barColumns)).rounded())
      canvas.bar(
        x: barStart, y: y, width: barColumns, from: 0, to: eighths, full: glyphs == .unicode ? "█" : "#",
        Style(item.role), glyphs)
    }
    if count < visible.count, rows > count {
      canvas.write(
        moreText(visible.count - count, glyphs).truncated(toColumns: canvas.width, glyphs), x: 0,
        y: top + count, Style(.dim))
    }
    return canvas.restricted(to: glyphs)
  }
}
