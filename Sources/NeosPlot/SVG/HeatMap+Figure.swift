extension HeatMap {
  /// What is what in a figure.
  var figureLegend: SVGLegend {
    var legend = SVGLegend()
    for (index, group) in events.enumerated() {
      legend.add(.marker(SVGMarker(index), FigurePalette.sampleColor(group.role)), group.name)
    }
    if contours.contains(where: \.isFinite) {
      legend.add(.line(FigurePalette.black, dash: nil), contours.count == 1 ? "bin edge" : "bin edges")
    }
    return legend
  }

  /// Draws the chart with its legend and the scale of its colors.
  func draw(_ area: SVGBox, in drawing: inout SVGDrawing) {
    guard let grid = HeatGrid(values, columns: columns) else {
      return drawing.say("no values on a grid", in: area)
    }
    guard let range = shadeRange else { return drawing.say("no finite values", in: area) }
    var area = area
    drawing.write(figureLegend, over: &area)
    let bar = ColorBar(range, name: valueName)
    area.width -= bar.width
    guard let xAxis = Axis(from: xRange.lowerBound, to: xRange.upperBound),
      let yAxis = Axis(from: yRange.lowerBound, to: yRange.upperBound),
      let frame = SVGFrame(in: area, xAxis: xAxis, yAxis: yAxis, names: (features.x, features.y))
    else { return drawing.say("the map cannot be drawn", in: area) }
    drawBands(
      LevelSet(grid, columns: columns, rows: values.count / columns) { range.fraction(of: $0) }, frame,
      &drawing)
    let lines = LevelSet(grid, columns: columns, rows: values.count / columns) { $0 }
    var path = SVGPath()
    for level in contours where level.isFinite {
      for (first, second) in lines.contour(at: level) {
        let (start, end) = (place(first, frame), place(second, frame))
        path.segment(start.x, start.y, end.x, end.y)
      }
    }
    drawing.draw(path, .stroked(FigurePalette.black))
    drawEvents(frame, in: &drawing)
    frame.draw(in: &drawing)
    bar.draw(right: area.right + bar.width, frame.plot, in: &drawing)
  }

  private func place(_ point: LevelSet.Point, _ frame: SVGFrame) -> (x: Double, y: Double) {
    (frame.plot.x + point.x * frame.plot.width, frame.plot.bottom - point.y * frame.plot.height)
  }

  /// Draws bands of one color each; each covers what is higher as well, so that there is no seam between two.
  private func drawBands(_ levels: LevelSet, _ frame: SVGFrame, _ drawing: inout SVGDrawing) {
    let count = Role.rampCount
    for band in 0..<count {
      var path = SVGPath()
      for polygon in levels.regions(atLeast: band == 0 ? -.infinity : Double(band) / Double(count)) {
        for (index, corner) in polygon.enumerated() {
          let place = place(corner, frame)
          index == 0 ? path.move(place.x, place.y) : path.line(place.x, place.y)
        }
        path.close()
      }
      drawing.draw(path, .filled(FigurePalette.ramp((Double(band) + 0.5) / Double(count))))
    }
  }

  private func drawEvents(_ frame: SVGFrame, in drawing: inout SVGDrawing) {
    for (index, group) in events.enumerated() {
      let count = min(group.x.count, group.y.count)
      let shown = min(max(largestEventCount, 0), count)
      for pick in 0..<shown {
        let event = pick * count / shown
        guard xRange.contains(group.x[event]), yRange.contains(group.y[event]),
          let x = frame.x(group.x[event])
        else { continue }
        SVGMarker(index).draw(x, frame.y(group.y[event]), FigurePalette.sampleColor(group.role), in: &drawing)
      }
    }
  }
}

/// The scale of a map's colors, beside it.
private struct ColorBar {
  private static let (gap, thickness, labelGap, nameRoom) = (2.0, 3.0, 0.8, 4.2)

  private let range: Axis
  private let name: String
  private let ticks: [Tick]

  init(_ range: Axis, name: String) {
    self.range = range
    self.name = name
    ticks = range.ticks(atMost: 6)
  }

  private var labelWidth: Double {
    ticks.map { SVGText(number: $0.label).width(SVGDrawing.tickSize) }.max() ?? 0
  }

  var width: Double {
    Self.gap + Self.thickness + Self.labelGap + labelWidth + (name.isEmpty ? 0 : Self.nameRoom)
  }

  /// Draws it up to a right end, as high as a plot.
  func draw(right: Double, _ plot: SVGBox, in drawing: inout SVGDrawing) {
    let left = right - width + Self.gap
    let end = left + Self.thickness
    let count = Role.rampCount
    for band in 0..<count {
      var path = SVGPath()
      path.rectangle(left, plot.y, end, plot.bottom - plot.height * Double(band) / Double(count))
      drawing.draw(path, .filled(FigurePalette.ramp((Double(band) + 0.5) / Double(count))))
    }
    var border = SVGPath()
    border.rectangle(left, plot.y, end, plot.bottom)
    let size = SVGDrawing.tickSize
    for tick in ticks {
      guard let fraction = range.fraction(of: tick.value) else { continue }
      let y = plot.bottom - fraction * plot.height
      border.segment(end, y, end - 0.8, y)
      drawing.write(
        SVGText(number: tick.label), x: end + Self.labelGap, y: y + 0.36 * size, size: size)
    }
    drawing.draw(border, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    drawing.writeUpward(
      SVGText(name, fitting: plot.height, size: SVGDrawing.nameSize), x: right - 0.7,
      middle: plot.y + plot.height / 2)
  }
}
