/// The frame of a plot on a page: where values lie in it, ticks and names.
struct SVGFrame {
  /// A tick at its place on the page; without a label where that has no room.
  private struct Mark {
    let place: Double
    var label: SVGText?
    var width: Double { label?.width(SVGDrawing.tickSize) ?? 0 }
  }

  let plot: SVGBox
  let xAxis: Axis
  let yAxis: Axis
  private let names: (x: String, y: String)
  private let xMarks: [Mark]
  private let yMarks: [Mark]

  /// Room above the plot, in which the highest label ends.
  private static let topMargin = 1.5
  /// From an axis to its labels.
  private static let (xGap, yGap) = (2.0, 1.0)
  /// What the name of an axis takes.
  private static let nameRoom = 4.2

  /// A frame in an area that also holds ticks and names; nil when nothing would be left for the plot.
  ///
  /// - Parameters:
  ///   - xTicks: the ticks of the x axis; nil for round ones.
  ///   - isCount: whether only whole numbers are marked on the x axis.
  init?(
    in area: SVGBox, xAxis: Axis, yAxis: Axis, names: (x: String, y: String), xTicks: [Tick]? = nil,
    isCount: Bool = false
  ) {
    self.xAxis = xAxis
    self.yAxis = yAxis
    self.names = names
    let below = Self.xGap + SVGDrawing.tickSize + (names.x.isEmpty ? 0 : Self.nameRoom)
    let height = area.height - Self.topMargin - below
    guard height > 5 else { return nil }
    let yTicks = Self.ticks(of: yAxis, height: height)
    let y = area.y + Self.topMargin
    yMarks = yTicks.compactMap { tick in
      yAxis.fraction(of: tick.value).map {
        Mark(place: y + height * (1 - $0), label: SVGText(number: tick.label))
      }
    }
    let labels = yMarks.map(\.width).max() ?? 0
    var left = labels + Self.yGap + (names.y.isEmpty ? 0 : Self.nameRoom)
    // Labels at the ends may stick out; how far is known when the marks are.
    var right = 1.0
    var box = SVGBox(x: area.x + left, y: y, width: area.width - left - right, height: height)
    guard box.width > 5 else { return nil }
    var marks = Self.marks(of: xAxis, xTicks, isCount: isCount, in: box)
    right = max(right, marks.map { $0.place + $0.width / 2 - box.right }.max() ?? 0)
    left = max(left, marks.map { box.x - $0.place + $0.width / 2 }.max() ?? 0)
    box.x = area.x + left
    box.width = area.width - left - right
    guard box.width > 5 else { return nil }
    marks = Self.marks(of: xAxis, xTicks, isCount: isCount, in: box)
    plot = box
    xMarks = marks
  }

  private static func ticks(of axis: Axis, height: Double) -> [Tick] {
    let count = max(Int(height / 6.5), 2)
    let ticks = axis.ticks(atMost: count)
    // One tick does not tell a scale.
    return ticks.count >= 2 ? ticks : axis.ticks(atMost: count + 1)
  }

  private static func marks(of axis: Axis, _ ticks: [Tick]?, isCount: Bool, in plot: SVGBox) -> [Mark] {
    func marks(_ ticks: [Tick]) -> [Mark] {
      ticks.compactMap { tick in
        guard let fraction = axis.fraction(of: tick.value), fraction > -1e-9, fraction < 1 + 1e-9 else {
          return nil
        }
        return Mark(place: plot.x + fraction * plot.width, label: SVGText(number: tick.label))
      }
    }
    if let ticks { return thinned(marks(ticks)) }
    for count in stride(from: max(Int(plot.width / 9), 2), through: 2, by: -1) {
      let ticks = axis.ticks(atMost: count)
      if isCount, !ticks.allSatisfy({ $0.value == $0.value.rounded() }) { continue }
      let marks = marks(ticks)
      if zip(marks, marks.dropFirst()).allSatisfy({ isApart($0, $1) }) { return marks }
    }
    return marks(axis.ticks(atMost: 1))
  }

  private static func isApart(_ first: Mark, _ second: Mark) -> Bool {
    (second.place - first.place).magnitude >= (first.width + second.width) / 2 + 1.2
  }

  /// The marks with as many labels as have room: at equal distances where the marks are at such, else those at the ends
  /// first.
  private static func thinned(_ marks: [Mark]) -> [Mark] {
    if let regular = regularlyThinned(marks) { return regular }
    var labeled: [Int] = []
    let ends = marks.count > 2 ? [0, marks.count - 1] : Array(marks.indices)
    for index in ends + marks.indices.filter({ !ends.contains($0) })
    where labeled.allSatisfy({ isApart(marks[$0], marks[index]) }) {
      labeled.append(index)
    }
    return marks.enumerated().map { index, mark in
      Mark(place: mark.place, label: labeled.contains(index) ? mark.label : nil)
    }
  }

  /// The marks with every second, third … label; nil where they are not at equal distances. A stride that ends on the
  /// last mark is worth a few labels.
  private static func regularlyThinned(_ marks: [Mark]) -> [Mark]? {
    guard marks.count > 2 else { return nil }
    let last = marks.count - 1
    let distance = (marks[last].place - marks[0].place) / Double(last)
    guard
      marks.enumerated().allSatisfy({ ($1.place - marks[0].place - Double($0) * distance).magnitude < 0.01 })
    else { return nil }
    func hasRoom(_ step: Int) -> Bool {
      let labeled = stride(from: 0, through: last, by: step).map { marks[$0] }
      return zip(labeled, labeled.dropFirst()).allSatisfy { isApart($0, $1) }
    }
    guard let least = (1...last).first(where: hasRoom) else { return nil }
    let step = (least...min(2 * least, last)).first { last % $0 == 0 && hasRoom($0) } ?? least
    return marks.enumerated().map { index, mark in
      Mark(place: mark.place, label: index % step == 0 ? mark.label : nil)
    }
  }

  /// The place of a value from left to right, held within the plot; nil when it has none.
  func x(_ value: Double) -> Double? {
    xAxis.fraction(of: value).map { plot.x + min(max($0, 0), 1) * plot.width }
  }

  /// The place of a value from top to bottom, held within the plot. What a log scale has no place for lies at its lower
  /// end.
  func y(_ value: Double) -> Double {
    plot.bottom - min(max(yAxis.fraction(of: value) ?? 0, 0), 1) * plot.height
  }

  /// Draws the frame with its ticks, labels and names.
  func draw(in drawing: inout SVGDrawing) {
    var path = SVGPath()
    path.rectangle(plot.x, plot.y, plot.right, plot.bottom)
    func across(_ x: Double, _ length: Double) {
      guard x > plot.x + 0.05, x < plot.right - 0.05 else { return }
      path.segment(x, plot.bottom, x, plot.bottom - length)
      path.segment(x, plot.y, x, plot.y + length)
    }
    func along(_ y: Double, _ length: Double) {
      guard y > plot.y + 0.05, y < plot.bottom - 0.05 else { return }
      path.segment(plot.x, y, plot.x + length, y)
      path.segment(plot.right, y, plot.right - length, y)
    }
    // More marks than these would be a gray bar.
    for mark in xMarks where xMarks.count <= 60 || mark.label != nil { across(mark.place, 1.4) }
    for mark in yMarks { along(mark.place, 1.4) }
    for value in yAxis.minorValues { along(y(value), 0.8) }
    drawing.draw(path, .stroked(FigurePalette.black, width: SVGDrawing.thin))
    drawLabels(in: &drawing)
  }

  private func drawLabels(in drawing: inout SVGDrawing) {
    let size = SVGDrawing.tickSize
    let line = plot.bottom + Self.xGap + SVGDrawing.ascent * size
    for mark in xMarks {
      guard let label = mark.label else { continue }
      drawing.write(label, x: mark.place, y: line, size: size, .middle)
    }
    for mark in yMarks {
      guard let label = mark.label else { continue }
      drawing.write(label, x: plot.x - Self.yGap, y: mark.place + 0.36 * size, size: size, .end)
    }
    let (nameX, nameY) = names
    drawing.write(
      SVGText(nameX, fitting: plot.width, size: SVGDrawing.nameSize), x: plot.middle,
      y: line + Self.nameRoom - 0.2, .middle)
    let labels = yMarks.map(\.width).max() ?? 0
    drawing.writeUpward(
      SVGText(nameY, fitting: plot.height, size: SVGDrawing.nameSize),
      x: plot.x - Self.yGap - labels - 1.6, middle: plot.y + plot.height / 2)
  }
}

extension Axis {
  /// What is marked between ticks on a log axis: the whole multiples of powers of ten where there are few decades, else
  /// those powers.
  fileprivate var minorValues: [Double] {
    guard scale == .log, high / low < 1e30 else { return [] }
    let first = Int(saturating: decimalLogarithm(low).rounded(.down))
    let last = Int(saturating: decimalLogarithm(high).rounded(.up))
    guard first < last else { return [] }
    return (first..<last).flatMap { power in
      (high / low < 1e5 ? 1...9 : 1...1).map { DecimalDigits($0, power: power).value }
    }.filter { contains($0) }
  }
}
