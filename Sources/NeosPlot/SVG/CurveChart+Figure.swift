extension CurveChart {
  /// What is what in a figure.
  var figureLegend: SVGLegend {
    var legend = SVGLegend()
    for (index, curve) in curves.enumerated() where !curve.values.isEmpty {
      legend.add(.line(FigurePalette.color(curve.role), dash: FigurePalette.dash(index)), curve.name)
    }
    return legend
  }

  /// Draws the chart with its legend.
  func draw(_ area: SVGBox, in drawing: inout SVGDrawing) {
    guard let steps = stepRange, let xAxis = stepAxis(steps) else {
      return drawing.say("no steps yet", in: area)
    }
    var area = area
    drawing.write(figureLegend, over: &area)
    let shown = curves.map {
      $0.columns(from: xAxis.low, to: xAxis.high, count: Self.figureColumns, scale: scale)
    }
    let values = shown.joined().flatMap { [$0.low, $0.high] }
    guard let yAxis = Axis(covering: values, scale: scale, roundedForTicks: 12) else {
      let isEmpty = scale == .linear || !curves.contains { $0.values.contains { $0.isFinite } }
      return drawing.say(
        isEmpty ? "no finite values in these steps" : "no positive values for a log axis", in: area)
    }
    guard
      let frame = SVGFrame(
        in: area, xAxis: xAxis, yAxis: yAxis, names: (xName, ""),
        xTicks: steps.count == 1
          ? [Tick(value: Double(steps.lowerBound), label: "\(steps.lowerBound)")] : nil, isCount: true)
    else { return drawing.say("the curves cannot be drawn", in: area) }
    frame.draw(in: &drawing)
    // The first is the most important: on top.
    for index in curves.indices.reversed() {
      draw(shown[index], index, frame, in: &drawing)
    }
  }

  /// More than a column of text has dots at 600 dots an inch.
  private static let figureColumns = 2048

  private func draw(
    _ columns: [CurveColumn], _ index: Int, _ frame: SVGFrame, in drawing: inout SVGDrawing
  ) {
    let color = FigurePalette.color(curves[index].role)
    var path = SVGPath()
    func x(_ column: CurveColumn) -> Double {
      frame.plot.x + frame.plot.width * Double(column.column) / Double(Self.figureColumns - 1)
    }
    for (place, column) in columns.enumerated() {
      let x = x(column)
      let isAlone =
        !column.isConnected && (place + 1 == columns.count || !columns[place + 1].isConnected)
        && column.low == column.high
      if isAlone { drawing.circle(x, frame.y(column.first), radius: 0.4, .filled(color)) }
      column.isConnected ? path.line(x, frame.y(column.first)) : path.move(x, frame.y(column.first))
      if column.low < column.high {
        path.vertical(frame.y(column.low))
        path.vertical(frame.y(column.high))
        path.vertical(frame.y(column.last))
      }
    }
    drawing.draw(path, .stroked(color, dash: FigurePalette.dash(index)))
  }
}
