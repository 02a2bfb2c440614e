/// Cells side by side in one style: what a renderer writes at once.
public struct CellRun: Sendable, Hashable {
  /// The first column.
  public let x: Int
  /// The row.
  public let y: Int
  /// The characters.
  public let text: String
  /// The style of all of them.
  public let style: Style
}

extension Canvas {
  /// What to write to make `old` look like this canvas; everything when the sizes differ.
  ///
  /// Runs go row by row, left to right. Applied to `old` they give this canvas.
  public func runs(since old: Canvas? = nil) -> [CellRun] {
    let old = old.flatMap { $0.width == width && $0.height == height ? $0 : nil }
    var runs: [CellRun] = []
    for y in 0..<height {
      let new = row(y)
      let before = old?.row(y)
      if new == before { continue }
      var run: (x: Int, end: Int, text: String, style: Style)?
      for x in 0..<width {
        let cell = new[new.startIndex + x]
        if cell.isContinuation { continue }
        let isWide = x + 1 < width && new[new.startIndex + x + 1].isContinuation
        if let before {
          let place = before.startIndex + x
          let isSame =
            cell == before[place] && (!isWide || before[place + 1] == new[new.startIndex + x + 1])
          if isSame { continue }
        }
        if let open = run, open.end == x, open.style == cell.style {
          run?.text.append(cell.character)
        } else {
          if let run { runs.append(CellRun(x: run.x, y: y, text: run.text, style: run.style)) }
          run = (x, x, String(cell.character), cell.style)
        }
        run?.end = x + (isWide ? 2 : 1)
      }
      if let run { runs.append(CellRun(x: run.x, y: y, text: run.text, style: run.style)) }
    }
    return runs
  }

  /// Writes a run.
  public mutating func apply(_ run: CellRun) {
    write(run.text, x: run.x, y: run.y, run.style)
  }
}
