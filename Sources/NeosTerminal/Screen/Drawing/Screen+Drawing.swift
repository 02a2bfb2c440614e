internal import NeosEngine
public import NeosPlot

extension Screen {
  /// The screen as cells.
  ///
  /// - Parameters:
  ///   - width: columns of the window.
  ///   - height: rows of the window.
  ///   - glyphs: the characters that the terminal can show.
  public func draw(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    guard width >= ScreenFrame.least.width, height >= ScreenFrame.least.height else {
      return tooSmall(canvas, glyphs)
    }
    let frame = ScreenFrame(width: width, height: height, self)
    StatusLine(self, glyphs).draw(in: &canvas, frame.status)
    for place in frame.panes { draw(place.pane, place.area, in: &canvas, glyphs) }
    if mode == .help || mode == .search(inHelp: true) {
      HelpOverlay(scroll: helpScroll, query: helpQuery).draw(in: &canvas, glyphs)
    }
    drawBottom(frame.bottom, in: &canvas, glyphs)
    if case .question(let question) = mode {
      QuestionOverlay(question, isRecording: session.view.recordingPath != nil).draw(in: &canvas, glyphs)
    }
    // A name or a message may hold any character.
    return canvas.restricted(to: glyphs)
  }

  private func tooSmall(_ canvas: Canvas, _ glyphs: GlyphSet) -> Canvas {
    var canvas = canvas
    let words = "the window is \(canvas.width) x \(canvas.height); neos needs 40 x 12"
      .split(separator: " ")
    var (x, y) = (0, 0)
    for word in words {
      if x > 0, x + 1 + word.count > canvas.width { (x, y) = (0, y + 1) }
      if x > 0 { x += 1 }
      x += canvas.write(String(word), x: x, y: y)
    }
    return canvas
  }

  private func draw(_ pane: Pane, _ area: Rectangle, in canvas: inout Canvas, _ glyphs: GlyphSet) {
    let isFocused = pane == layout.focus
    var title = isFocused ? "[\(pane.title)]" : pane.title
    let subtitle = subtitle(of: pane)
    if !subtitle.isEmpty { title += " " + subtitle }
    var style = isFocused ? Style(.title, .bold) : Style(.dim)
    if let condition = session.stoppedBy, pane == Pane(showing: condition.quantity) {
      title += " <- \(condition)"
      style = Style(.highlight, .bold)
    }
    canvas.frame(area, title: title, style, glyphs: glyphs)
    let inside = area.inset(by: 1)
    let content = content(of: pane, width: inside.width, height: inside.height, glyphs)
    canvas.blit(content, x: inside.x, y: inside.y)
  }

  private func subtitle(of pane: Pane) -> String {
    switch pane {
    case .histogram: histogram.subtitle(session.view.histogram)
    case .curves: curves.subtitle(session)
    case .plane: plane.subtitle
    case .fit: ""
    case .log: log.query.isEmpty ? "" : "search: \(log.query)"
    }
  }

  private func content(of pane: Pane, width: Int, height: Int, _ glyphs: GlyphSet) -> Canvas {
    func chart(_ chart: (any Chart)?, orSay reason: String? = nil) -> Canvas {
      chart?.canvas(width: width, height: height, glyphs: glyphs) ?? nothing(width, height, glyphs, reason)
    }
    switch pane {
    case .histogram: return chart(histogram.chart(session.view.histogram))
    case .plane: return chart(plane.chart(session.view), orSay: plane.absence(session.view))
    case .curves: return curvesCanvas(width: width, height: height, glyphs)
    case .fit:
      return session.view.fit == nil && session.view.attribution == nil
        ? nothing(width, height, glyphs)
        : fit.canvas(session, width: width, height: height, glyphs: glyphs)
    case .log: return log.canvas(width: width, height: height, glyphs: glyphs)
    }
  }

  /// Says why a pane has nothing to show.
  private func nothing(
    _ width: Int, _ height: Int, _ glyphs: GlyphSet, _ absence: String? = nil
  ) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let reason =
      session.view.problem
      ?? (session.isKnown ? absence ?? "nothing to show here" : "the first numbers are on their way")
    let style = Style(session.view.problem == nil ? .dim : .error)
    let top = max((height - 2) / 2, 0)
    for (row, line) in reason.wrapped(toColumns: width).prefix(max(height - top, 0)).enumerated() {
      canvas.write(line, x: 0, y: top + row, style)
    }
    return canvas
  }

  private func curvesCanvas(width: Int, height: Int, _ glyphs: GlyphSet) -> Canvas {
    var canvas = Canvas(width: width, height: height)
    let charts = curves.charts(session)
    // Several charts share the room, as many as stay readable.
    let columns = max(1, min(charts.count, width / 36))
    let rows = max(1, min((charts.count + columns - 1) / columns, height / 7))
    for (index, chart) in charts.prefix(rows * columns).enumerated() {
      let (row, column) = (index / columns, index % columns)
      let (left, right) = (width * column / columns, width * (column + 1) / columns)
      let (top, bottom) = (height * row / rows, height * (row + 1) / rows)
      let part = chart.canvas(width: right - left, height: bottom - top, glyphs: glyphs)
      canvas.blit(part, x: left, y: top)
    }
    return canvas
  }

  /// Reads the value at a place of a pane.
  mutating func readValue(_ pane: Pane, _ inside: Rectangle, _ mouse: Mouse) {
    let column = mouse.x - inside.x
    switch pane {
    case .histogram:
      histogram.cursor = histogram.chart(session.view.histogram)?.bin(
        atColumn: column, width: inside.width, height: inside.height, glyphs: .unicode)
    case .curves:
      guard let chart = curves.charts(session).first, curves.metric != nil else { return }
      curves.cursor = chart.step(
        atColumn: column, width: inside.width, height: inside.height, glyphs: .unicode)
    case .plane:
      plane.read(
        session.view, column: column, row: mouse.y - inside.y, width: inside.width, height: inside.height)
    case .fit, .log: break
    }
  }
}

extension Pane {
  /// The pane in which a quantity is seen.
  init?(showing quantity: Quantity) {
    switch quantity {
    case .yields, .edges, .bandwidth: self = .histogram
    case .step, .loss, .metric, .rate, .gradientNorm: self = .curves
    case .weight, .gradientWeight: return nil
    default: self = .fit
    }
  }
}
