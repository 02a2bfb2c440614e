extension HistogramChart {
  /// What is what in a figure.
  var figureLegend: SVGLegend {
    var legend = SVGLegend()
    guard problem == nil else { return legend }
    for (layer, _) in shown(inBin: 0).reversed() {
      let role = layers[layer].role
      legend.add(
        .fill(FigurePalette.sampleColor(role), FigurePalette.pattern(role)), name(ofLayer: layer, times: "×"))
    }
    let stacks = figureStacks
    if stacks.contains(where: { $0.band != nil }) { legend.add(.hatch, "systematic, up/down") }
    if stacks.contains(where: { $0.error != nil }) { legend.add(.shade(Self.errorOpacity), "statistical") }
    if stacks.contains(where: { $0.data != nil }) { legend.add(.point, dataName) }
    return legend
  }

  private static let errorOpacity = 0.3

  private var figureStacks: [HistogramStack] { (0..<binCount).map { stack(ofBin: $0) } }

  /// Draws the chart with its legend.
  func draw(_ area: SVGBox, in drawing: inout SVGDrawing) {
    if let problem { return drawing.say(problem, in: area) }
    var area = area
    drawing.write(figureLegend, over: &area)
    let stacks = figureStacks
    let ticks = edges.map { Tick(value: $0, label: NumberText.brief($0)) }
    guard let xAxis = Axis(from: edges[0], to: edges[binCount]), let yAxis = yAxis(stacks, rows: 12),
      let frame = SVGFrame(
        in: area, xAxis: xAxis, yAxis: yAxis, names: (observable, "events per bin"), xTicks: ticks)
    else { return drawing.say("the bins cannot be drawn", in: area) }
    let sides = edges.map { frame.x($0) ?? frame.plot.x }
    for layer in layers.indices { draw(layer, stacks, sides, frame, in: &drawing) }
    drawUncertainties(stacks, sides, frame, in: &drawing)
    drawing.draw(
      outline(stacks.map(\.total), sides, frame), .stroked(FigurePalette.black, width: SVGDrawing.line))
    frame.draw(in: &drawing)
    drawData(stacks, sides, frame, in: &drawing)
  }

  private func draw(
    _ layer: Int, _ stacks: [HistogramStack], _ sides: [Double], _ frame: SVGFrame,
    in drawing: inout SVGDrawing
  ) {
    let parts = stacks.map { stack in stack.parts.first { $0.layer == layer } }
    var path = SVGPath()
    for (bin, part) in parts.enumerated() {
      guard let part else { continue }
      path.rectangle(sides[bin], frame.y(part.high), sides[bin + 1], frame.y(part.low))
    }
    let role = layers[layer].role
    drawing.draw(path, .filled(FigurePalette.sampleColor(role)))
    if let pattern = FigurePalette.pattern(role) {
      var lines = SVGPath()
      for (bin, part) in parts.enumerated() {
        guard let part else { continue }
        lines.lines(pattern, sides[bin], frame.y(part.high), sides[bin + 1], frame.y(part.low))
      }
      drawing.draw(lines, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    }
    let tops = parts.map { part in part.map { $0.low < 0 ? $0.low : $0.high } }
    drawing.draw(
      outline(tops, sides, frame), .stroked(FigurePalette.black, width: SVGDrawing.thin))
  }

  /// A line of steps at values of bins, with gaps where there are none.
  private func outline(_ values: [Double?], _ sides: [Double], _ frame: SVGFrame) -> SVGPath {
    var path = SVGPath()
    var isOpen = false
    for (bin, value) in values.enumerated() {
      guard let value else {
        isOpen = false
        continue
      }
      let y = frame.y(value)
      isOpen ? path.vertical(y) : path.move(sides[bin], y)
      path.horizontal(sides[bin + 1])
      isOpen = true
    }
    return path
  }

  /// The statistical error as a shade, and the systematic band as a hatch over it.
  private func drawUncertainties(
    _ stacks: [HistogramStack], _ sides: [Double], _ frame: SVGFrame, in drawing: inout SVGDrawing
  ) {
    var (shade, hatch, border) = (SVGPath(), SVGPath(), SVGPath())
    for (bin, stack) in stacks.enumerated() {
      let (left, right) = (sides[bin], sides[bin + 1])
      if let total = stack.total, let error = stack.error {
        shade.rectangle(left, frame.y(total + error), right, frame.y(total - error))
      }
      guard let band = stack.band else { continue }
      let (top, bottom) = (frame.y(band.high), frame.y(band.low))
      hatch.hatch(left, top, right, bottom)
      border.segment(left, top, right, top)
      border.segment(left, bottom, right, bottom)
    }
    drawing.draw(shade, .filled(FigurePalette.black, opacity: Self.errorOpacity))
    drawing.draw(hatch, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    // However thin, the band is seen.
    drawing.draw(border, .stroked(FigurePalette.black, width: SVGDrawing.thin))
  }

  private func drawData(
    _ stacks: [HistogramStack], _ sides: [Double], _ frame: SVGFrame, in drawing: inout SVGDrawing
  ) {
    var bars = SVGPath()
    var points: [(x: Double, y: Double)] = []
    for (bin, stack) in stacks.enumerated() {
      guard let (value, error) = stack.data else { continue }
      let center = (sides[bin] + sides[bin + 1]) / 2
      if error > 0 { bars.segment(center, frame.y(value - error), center, frame.y(value + error)) }
      if frame.yAxis.contains(value) { points.append((center, frame.y(value))) }
    }
    drawing.draw(bars, .stroked(FigurePalette.black, width: SVGDrawing.line))
    for point in points { drawing.circle(point.x, point.y, radius: 0.65, .filled(FigurePalette.black)) }
  }
}
