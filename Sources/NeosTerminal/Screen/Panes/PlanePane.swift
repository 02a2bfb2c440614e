internal import NeosEngine
internal import NeosPlot

/// The network's output: over two features, or its density in each sample.
struct PlanePane: Sendable, Hashable {
  /// The two features; the densities when nil.
  var features: [Int]? = [0, 1]

  /// Goes to the next pair of features, or to the densities after the last one.
  mutating func perform(_ action: Action, _ state: SessionState) {
    guard action == .features else { return }
    guard let pair = features else {
      features = [0, 1]
      return
    }
    let count = state.view.plane?.featureCount ?? 0
    if pair[1] + 1 < count {
      features = [pair[0], pair[1] + 1]
    } else if pair[0] + 2 < count {
      features = [pair[0] + 1, pair[0] + 2]
    } else {
      features = nil
    }
  }

  /// What is looked at.
  var part: ViewPart { features.map { .plane(x: $0[0], y: $0[1]) } ?? .scores }

  /// What the title says beside the pane's name.
  var subtitle: String {
    features.map { "network output over features \($0[0]) and \($0[1])" } ?? "density of the network output"
  }

  /// The chart; nil where there is nothing to show.
  func chart(_ view: SessionView) -> (any Chart)? {
    features == nil ? Self.densities(view.scores) : Self.map(view.plane)
  }

  static func map(_ plane: PlaneView?) -> HeatMap? {
    guard let plane else { return nil }
    var map = HeatMap(
      values: plane.values, columns: plane.nodeCount, xRange: plane.xRange, yRange: plane.yRange)
    map.contours = plane.contours
    map.largestEventCount = 60
    map.events = plane.events.enumerated().map { index, events in
      .init(events.name, role(events.name, index), x: events.x, y: events.y)
    }
    map.features = ("feature \(plane.features.x)", "feature \(plane.features.y)")
    return map
  }

  static func densities(_ scores: ScoreView?) -> DensityChart? {
    guard let scores else { return nil }
    return DensityChart(
      scores.densities.enumerated().map { index, density in
        .init(density.name, role(density.name, index), values: density.values)
      }, over: scores.range, edges: scores.edges, observable: "network output")
  }

  private static func role(_ sample: String, _ index: Int) -> Role {
    switch sample {
    case "signal": .signal
    case "nominal": .background
    default: .series(UInt8(min(index, 9)))
    }
  }
}
