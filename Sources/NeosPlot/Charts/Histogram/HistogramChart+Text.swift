extension HistogramChart {
  /// Writes the yields below their bins.
  func drawTable(_ layout: HistogramLayout, in canvas: inout Canvas) {
    let plot = layout.frame.plot
    for (index, row) in layout.table.enumerated() {
      let y = plot.bottom + 2 + index
      canvas.write(
        row.name.truncated(toColumns: plot.x - 1, layout.frame.glyphs), x: 0, y: y, Style(row.role))
      for span in layout.spans {
        let room = span.columns.count - 1
        let value = row.values[span.bin] ?? .nan
        guard let text = NumberText.fitting(value, columns: room) else { continue }
        canvas.write(text.fitted(toColumns: room, .center), x: span.columns.lowerBound, y: y)
      }
    }
  }

  /// Writes what is what, or what the cursor reads.
  func drawLegend(_ layout: HistogramLayout, in canvas: inout Canvas) {
    let glyphs = layout.frame.glyphs
    if let readout = readout(glyphs) {
      return readout.draw(in: &canvas, limit: layout.frame.plot.y, glyphs)
    }
    var legend = Legend()
    for (layer, _) in shown(inBin: 0).reversed() {
      legend.add(
        String(texture(ofLayer: layer, glyphs)), name(ofLayer: layer, times: glyphs.times),
        Style(layers[layer].role))
    }
    if layout.spans.contains(where: { $0.stack.band != nil }) {
      legend.add(String(glyphs.hatch), "up/down", Style(.variation))
    }
    if layout.spans.contains(where: { $0.stack.data != nil }) {
      legend.add(String(glyphs.point), dataName, Style(.data))
    }
    if layout.spans.contains(where: { $0.stack.error != nil }) {
      legend.add(String(glyphs.vertical), "stat. error", Style(.statistics))
    }
    if layout.isMerged { legend.say("narrow bins: the highest is shown", .warning) }
    let x = min(layout.frame.plot.x, 4)
    legend.draw(in: &canvas, x: x, y: 0, width: canvas.width - x, glyphs)
  }

  /// What a layer is called where it is drawn: with the variation that is shown and the factor it is drawn with.
  func name(ofLayer layer: Int, times: some StringProtocol) -> String {
    let factor = factor(ofLayer: layer)
    var name = layers[layer].name
    if selection == .up { name += " up" }
    if selection == .down { name += " down" }
    if factor != 1 { name += " \(times)\(NumberText.brief(factor))" }
    return name
  }

  /// What the cursor reads, the edges and yields of its bin: `bin 0, 0 to 0.5: signal 6.761, background 34.14, …`; nil
  /// when it is on no bin.
  func readout(_ glyphs: GlyphSet) -> Readout? {
    guard let bin = cursor, bin >= 0, bin < binCount else { return nil }
    var parts: [(name: String, number: String)] = []
    for layer in layers.reversed() {
      var number = NumberText.brief(layer.yields.finite(at: bin) ?? .nan)
      if let error = layer.errors.finite(at: bin) {
        number += " \(glyphs.plusMinus) " + NumberText.brief(error, digits: 2)
      }
      parts.append((layer.name, number))
    }
    if let band {
      parts.append(("up", NumberText.brief(band.up.finite(at: bin) ?? .nan)))
      parts.append(("down", NumberText.brief(band.down.finite(at: bin) ?? .nan)))
    }
    if let count = data.finite(at: bin) { parts.append((dataName, NumberText.brief(count))) }
    let style = Style(.highlight)
    var readout = Readout()
    readout.add(place: "bin \(bin),", style)
    readout.add(place: "\(NumberText.brief(edges[bin])) to \(NumberText.brief(edges[bin + 1])):", style)
    for (index, part) in parts.enumerated() {
      readout.add(part.name, part.number + (index < parts.count - 1 ? "," : ""), style)
    }
    return readout
  }
}
