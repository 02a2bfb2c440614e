/// Parameters of a fit: best fits, pulls with their errors, and impacts on the parameter of interest.
public struct PullChart: Chart {
  /// One parameter.
  public struct Item: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The best-fit value.
    public var bestFit: Double
    /// Its uncertainty; nil when unknown.
    public var uncertainty: Double?
    /// The pull: how many constraint widths the best fit lies from the initial value; nil when the parameter
    /// has no constraint.
    public var pull: Double?
    /// The uncertainty in constraint widths: 1 when the data say nothing.
    public var pullError: Double?
    /// The shift of the parameter of interest when this one goes up by its uncertainty; nil when unknown.
    public var impactUp: Double?
    /// The shift of the parameter of interest when this one goes down.
    public var impactDown: Double?

    /// A parameter.
    public init(
      _ name: String, bestFit: Double, uncertainty: Double? = nil, pull: Double? = nil,
      pullError: Double? = nil, impactUp: Double? = nil, impactDown: Double? = nil
    ) {
      self.name = name
      self.bestFit = bestFit
      self.uncertainty = uncertainty
      self.pull = pull
      self.pullError = pullError
      self.impactUp = impactUp
      self.impactDown = impactDown
    }
  }

  /// The parameters, first at the top.
  public var items: [Item]
  /// How many parameters to skip at the top: the place to which the list is scrolled.
  public var firstItem: Int
  /// A parameter to highlight, by position.
  public var selected: Int?

  /// A chart of parameters.
  public init(_ items: [Item], firstItem: Int = 0, selected: Int? = nil) {
    self.items = items
    self.firstItem = firstItem
    self.selected = selected
  }

  /// The rows that show all parameters, with a heading and an axis.
  public var fullHeight: Int { items.count + 2 }

  /// The row in which a parameter is drawn where the chart has so many rows; nil when it is not seen.
  public func row(ofItem index: Int, height: Int) -> Int? {
    let row = PullLayout.top(height: height) + index - firstItem
    return index >= firstItem && row < PullLayout.bottom(height: height) ? row : nil
  }

  /// Draws the chart.
  public func canvas(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    func saying(_ text: String) -> Canvas {
      .saying(text, width: canvas.width, height: canvas.height, glyphs)
    }
    guard !items.isEmpty else { return saying("no parameters") }
    guard let layout = PullLayout(self, width: canvas.width, height: canvas.height, glyphs) else {
      return saying("too small for pulls")
    }
    layout.drawHeading(in: &canvas)
    let first = min(max(firstItem, 0), items.count - 1)
    for row in 0..<layout.shownCount {
      let index = first + row
      layout.draw(items[index], y: layout.top + row, in: &canvas)
      if index == selected {
        canvas.restyle(Rectangle(x: 0, y: layout.top + row, width: layout.nameColumns, height: 1)) {
          $0 = Style(.selection, on: .plain, .reverse)
        }
      }
    }
    let left = items.count - first - layout.shownCount
    if left > 0, layout.top + layout.shownCount < layout.bottom {
      canvas.write(
        moreText(left, glyphs).truncated(toColumns: canvas.width, glyphs), x: 0,
        y: layout.top + layout.shownCount, Style(.dim))
    }
    layout.drawAxis(in: &canvas)
    return canvas.restricted(to: glyphs)
  }
}
