internal import NeosEngine
internal import NeosPlot

/// The network's output: over two features, or its density in each sample.
struct PlanePane: Sendable, Hashable {
  /// The two features; the densities when nil.
  var features: [Int]? = [0, 1]

  /// The place that is read: two features, or a network output.
  var cursor: [Double]?

  /// Does what a key asks for.
  mutating func perform(_ action: Action, _ state: SessionState) {
    switch action {
    case .features: goOn(featureCount: state.view.plane?.featureCount ?? 0)
    case .move(let direction): move(direction, state.view)
    case .clear: cursor = nil
    default: break
    }
  }

  /// Goes to the next pair of features, or to the densities after the last one.
  private mutating func goOn(featureCount count: Int) {
    cursor = nil
    guard let pair = features else {
      features = [0, 1]
      return
    }
    if pair[1] + 1 < count {
      features = [pair[0], pair[1] + 1]
    } else if pair[0] + 2 < count {
      features = [pair[0] + 1, pair[0] + 2]
    } else {
      features = nil
    }
  }

  /// Moves the cursor by a fortieth of the range, from the middle if there is none.
  private mutating func move(_ direction: Action.Direction, _ view: SessionView) {
    let ranges = features == nil ? view.scores.map { [$0.range] } : view.plane.map { [$0.xRange, $0.yRange] }
    guard let ranges else { return }
    let axis = direction == .left || direction == .right ? 0 : 1
    guard axis < ranges.count else { return }
    var place = cursor ?? ranges.map { ($0.lowerBound + $0.upperBound) / 2 }
    let range = ranges[axis]
    let step = (range.upperBound - range.lowerBound) / 40
    place[axis] += direction == .right || direction == .up ? step : -step
    place[axis] = min(max(place[axis], range.lowerBound), range.upperBound)
    cursor = place
  }

  /// Reads the value at a place of the pane.
  mutating func read(_ view: SessionView, column: Int, row: Int, width: Int, height: Int) {
    if features == nil {
      cursor = densities(view)?
        .place(atColumn: column, width: width, height: height, glyphs: .unicode).map { [$0] }
    } else {
      cursor = map(view)?
        .place(atColumn: column, row: row, width: width, height: height, glyphs: .unicode).map {
          [$0.x, $0.y]
        }
    }
  }

  /// What is looked at.
  var part: ViewPart { features.map { .plane(x: $0[0], y: $0[1]) } ?? .scores }

  /// What the title says beside the pane's name.
  var subtitle: String {
    features.map { "network output over features \($0[0]) and \($0[1])" } ?? "density of the network output"
  }

  /// The chart; nil where there is nothing to show.
  func chart(_ view: SessionView) -> (any Chart)? { features == nil ? densities(view) : map(view) }

  /// Why the network has nothing to show here; nil where nothing is known of it.
  func absence(_ view: SessionView) -> String? {
    let count = view.configuration.outputCount
    guard features == nil, count > 1 else { return nil }
    return "a network of \(count) outputs has no single density; p shows its mean bin over two features"
  }

  private func map(_ view: SessionView) -> HeatMap? {
    var map = Self.map(view.plane)
    if let cursor, cursor.count == 2 { map?.cursor = (cursor[0], cursor[1]) }
    return map
  }

  private func densities(_ view: SessionView) -> DensityChart? {
    var densities = Self.densities(view.scores)
    densities?.cursor = cursor?.first
    return densities
  }

  static func map(_ plane: PlaneView?) -> HeatMap? {
    guard let plane else { return nil }
    var map = HeatMap(
      values: plane.values, columns: plane.nodeCount, xRange: plane.xRange, yRange: plane.yRange)
    map.contours = plane.contours
    map.largestEventCount = 60
    map.events = plane.events.map { .init($0.name, Role($0.place), x: $0.x, y: $0.y) }
    map.features = plane.names
    return map
  }

  static func densities(_ scores: ScoreView?) -> DensityChart? {
    guard let scores else { return nil }
    return DensityChart(
      scores.densities.map { .init($0.name, Role($0.place), values: $0.values) }, over: scores.range,
      edges: scores.edges, observable: "network output")
  }
}

extension Role {
  /// What colors a sample in every chart.
  init(_ place: SamplePlace) {
    switch place {
    case .signal: self = .signal
    case .background(0): self = .background
    // The first two of the series have the colors of background and signal.
    case .background(let index): self = .series(UInt8(clamping: index + 1))
    }
  }
}
