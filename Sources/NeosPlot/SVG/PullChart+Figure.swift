/// Where the parts of a figure of pulls stand.
private struct PullFigure {
  let names: SVGBox
  let pulls: SVGBox
  let numbers: SVGBox
  let impacts: SVGBox?
  let pullAxis: Axis
  let impactAxis: Axis?

  static let rowHeight = 4.4
  /// Headings above the rows, and the axis below them.
  static let (above, below) = (5.0, 8.5)
  static let (longestName, impactWidth, gap) = (28.0, 34.0, 2.5)
}

extension PullChart {
  private var hasImpacts: Bool {
    items.contains { [$0.impactUp, $0.impactDown].contains { $0?.isFinite ?? false } }
  }

  private var nameWidth: Double {
    let longest = items.map { TextWidth.ems($0.name) * SVGDrawing.tickSize }.max() ?? 0
    return min(max(longest, 8), PullFigure.longestName)
  }

  private var numberWidth: Double {
    let heading = SVGText("best fit").width(SVGDrawing.tickSize)
    return max(heading, items.map { Self.number($0).width(SVGDrawing.tickSize) }.max() ?? 0)
  }

  /// Width and height on a page.
  var figureSize: (width: Double, height: Double) {
    guard !items.isEmpty else { return (85, 20) }
    // The label of a tick at the end sticks out by half of its width.
    let impacts = hasImpacts ? PullFigure.impactWidth + PullFigure.gap + 4.5 : 0
    return (
      85 + impacts,
      PullFigure.above + Double(items.count) * PullFigure.rowHeight + PullFigure.below + 3
    )
  }

  /// The best fit with its uncertainty, both to the second digit of that.
  static func number(_ item: Item) -> SVGText {
    guard let error = item.uncertainty, error.isFinite, error > 0, item.bestFit.isFinite else {
      return SVGText(number: NumberText.brief(item.bestFit))
    }
    let rounded = DecimalDigits(error).rounded(significant: 2)
    let places = 2 - rounded.exponent
    let size = max(item.bestFit.magnitude, error)
    if (0...5).contains(places), size < 1e6 {
      return SVGText(number: DecimalDigits(item.bestFit).fixed(places: places))
        + SVGText(" ± " + rounded.fixed(places: places))
    }
    return SVGText(number: NumberText.brief(item.bestFit)) + SVGText(" ± ")
      + SVGText(number: NumberText.brief(error, digits: 2))
  }

  /// Draws the chart.
  func draw(_ area: SVGBox, in drawing: inout SVGDrawing) {
    guard !items.isEmpty else { return drawing.say("no parameters", in: area) }
    guard let figure = figure(in: area) else { return drawing.say("the pulls cannot be drawn", in: area) }
    figure.drawBands(in: &drawing)
    let size = SVGDrawing.tickSize
    for (row, item) in items.enumerated() {
      let middle = figure.pulls.y + (Double(row) + 0.5) * PullFigure.rowHeight
      let line = middle + 0.36 * size
      drawing.write(
        SVGText(item.name, fitting: figure.names.width, size: size), x: figure.names.right, y: line,
        size: size, .end)
      drawing.write(Self.number(item), x: figure.numbers.right, y: line, size: size, .end)
      figure.drawPull(item, middle, in: &drawing)
      figure.drawImpacts(item, middle, in: &drawing)
    }
    figure.drawFrames(in: &drawing)
  }

  private func figure(in area: SVGBox) -> PullFigure? {
    let rows = (y: area.y + PullFigure.above, height: Double(items.count) * PullFigure.rowHeight)
    func box(_ x: Double, _ width: Double) -> SVGBox {
      SVGBox(x: x, y: rows.y, width: width, height: rows.height)
    }
    let names = box(area.x, nameWidth)
    // Names and numbers take what they need, the pulls what is left of a column of text.
    let left = 85 - 3 - nameWidth - numberWidth - 2 * PullFigure.gap
    guard left > 10 else { return nil }
    let pulls = box(names.right + PullFigure.gap, left)
    let numbers = box(pulls.right + PullFigure.gap, numberWidth)
    let impacts = hasImpacts ? box(numbers.right + PullFigure.gap, PullFigure.impactWidth) : nil
    var reach = 2.0
    for item in items {
      guard let pull = item.pull, pull.isFinite else { continue }
      let error = item.pullError.flatMap { $0.isFinite ? $0.magnitude : nil } ?? 0
      reach = max(reach, pull.magnitude + error)
    }
    let largest = items.flatMap { [$0.impactUp, $0.impactDown] }.compactMap { $0?.magnitude }
      .filter(\.isFinite).max()
    let end = min(reach, 5) + 0.5
    guard let pullAxis = Axis(from: -end, to: end) else { return nil }
    let impactAxis = largest.flatMap { Axis(from: -1.1 * $0, to: 1.1 * $0) }
    return PullFigure(
      names: names, pulls: pulls, numbers: numbers, impacts: impacts, pullAxis: pullAxis,
      impactAxis: impactAxis)
  }
}

extension PullFigure {
  private func x(_ pull: Double) -> Double {
    pulls.x + min(max(pullAxis.fraction(of: pull) ?? 0, 0), 1) * pulls.width
  }

  func drawBands(in drawing: inout SVGDrawing) {
    for (sigma, color) in [(2.0, FigurePalette.twoSigma), (1, FigurePalette.oneSigma)] {
      var path = SVGPath()
      path.rectangle(x(-sigma), pulls.y, x(sigma), pulls.bottom)
      drawing.draw(path, .filled(color))
    }
    var zero = SVGPath()
    zero.segment(x(0), pulls.y, x(0), pulls.bottom)
    drawing.draw(zero, .stroked(FigurePalette.gray, width: SVGDrawing.thin, dash: "1 0.8"))
  }

  func drawPull(_ item: PullChart.Item, _ middle: Double, in drawing: inout SVGDrawing) {
    guard let pull = item.pull, pull.isFinite else { return }
    var bar = SVGPath()
    if let error = item.pullError?.magnitude, error.isFinite {
      let ends = [pull - error, pull + error]
      if ends[1] >= pullAxis.low, ends[0] <= pullAxis.high {
        bar.segment(x(ends[0]), middle, x(ends[1]), middle)
        for end in ends where pullAxis.contains(end) {
          bar.segment(x(end), middle - 0.7, x(end), middle + 0.7)
        }
      }
    }
    if !pullAxis.contains(pull) {
      // It lies beyond: an arrow shows where.
      let (tip, back) = pull < 0 ? (pulls.x + 0.8, 1.3) : (pulls.right - 0.8, -1.3)
      bar.move(tip + back, middle - 0.9)
      bar.line(tip, middle)
      bar.line(tip + back, middle + 0.9)
    }
    drawing.draw(bar, .stroked(FigurePalette.black))
    if pullAxis.contains(pull) { drawing.circle(x(pull), middle, radius: 0.75, .filled(FigurePalette.black)) }
  }

  func drawImpacts(_ item: PullChart.Item, _ middle: Double, in drawing: inout SVGDrawing) {
    guard let impacts, let impactAxis else { return }
    func x(_ impact: Double) -> Double {
      impacts.x + min(max(impactAxis.fraction(of: impact) ?? 0.5, 0), 1) * impacts.width
    }
    // One above the other, so that both are seen when they point the same way.
    for (impact, color, top) in [
      (item.impactUp, FigurePalette.blue, middle - 1.5), (item.impactDown, FigurePalette.orange, middle),
    ] {
      guard let impact, impact.isFinite else { continue }
      var bar = SVGPath()
      bar.rectangle(x(0), top, x(impact), top + 1.5)
      drawing.draw(bar, .filled(color))
    }
    var zero = SVGPath()
    zero.segment(x(0), middle - Self.rowHeight / 2, x(0), middle + Self.rowHeight / 2)
    drawing.draw(zero, .stroked(FigurePalette.black, width: SVGDrawing.thin))
  }

  /// Frames, axes and headings.
  func drawFrames(in drawing: inout SVGDrawing) {
    // Ten numbers would touch where names are long.
    let step = pulls.width < 3.5 * (pullAxis.high - pullAxis.low) ? 2.0 : 1
    let whole = stride(from: -4.0, through: 4, by: step).filter { pullAxis.contains($0) }
    drawAxis(
      pulls, whole.map { (x($0), SVGText(number: NumberText.brief($0))) }, name: "pull", in: &drawing)
    let heading = pulls.y - 1.6
    drawing.write(SVGText("best fit"), x: numbers.right, y: heading, size: SVGDrawing.tickSize, .end)
    guard let impacts, let impactAxis else { return }
    let ticks = impactAxis.ticks(atMost: 3).compactMap { tick in
      impactAxis.fraction(of: tick.value).map {
        (impacts.x + $0 * impacts.width, SVGText(number: tick.label))
      }
    }
    drawAxis(impacts, ticks, name: "impact on the POI", in: &drawing)
    var legend = SVGLegend()
    legend.add(.fill(FigurePalette.blue, nil), "up")
    legend.add(.fill(FigurePalette.orange, nil), "down")
    legend.draw(x: impacts.x, y: impacts.y - 4.6, width: impacts.width, in: &drawing)
  }

  private func drawAxis(
    _ box: SVGBox, _ ticks: [(x: Double, label: SVGText)], name: String, in drawing: inout SVGDrawing
  ) {
    var path = SVGPath()
    path.rectangle(box.x, box.y, box.right, box.bottom)
    let size = SVGDrawing.tickSize
    let line = box.bottom + 1.2 + SVGDrawing.ascent * size
    for tick in ticks {
      path.segment(tick.x, box.bottom, tick.x, box.bottom - 1)
      drawing.write(tick.label, x: tick.x, y: line, size: size, .middle)
    }
    drawing.draw(path, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    drawing.write(
      SVGText(name, fitting: box.width, size: size), x: box.middle, y: line + 3.6, size: size, .middle)
  }
}
