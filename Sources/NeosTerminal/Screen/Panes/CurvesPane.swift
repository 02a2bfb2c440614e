internal import NeosEngine
internal import NeosPlot

/// The curves of losses and metrics, and how they are shown.
struct CurvesPane: Sendable, Hashable {
  var isLog = false
  /// How many of the last steps are shown; all when nil.
  var lastSteps: Int?
  /// Which curve: the loss, then the metrics; every one in a chart of its own when nil.
  var metric: Int? = 0
  /// The step that is read.
  var cursor: Int?

  private static let windows = [1000, 100, 20]

  /// What can be shown, by name: the loss, the metrics in the order of the settings, and what tells of training.
  private func names(_ state: SessionState) -> [String] {
    ["loss"] + state.view.configuration.metrics.map(\.rawValue) + ["gradient.norm", "rate"]
  }

  /// Does what a key asks for.
  mutating func perform(_ action: Action, _ state: SessionState) {
    let range = (first: state.curves.firstStep, last: state.curves.lastStep ?? 0)
    switch action {
    case .logScale: isLog.toggle()
    case .window:
      let place = lastSteps.flatMap { Self.windows.firstIndex(of: $0) }
      lastSteps =
        place.map { $0 + 1 < Self.windows.count ? Self.windows[$0 + 1] : nil }
        ?? (lastSteps == nil ? Self.windows[0] : nil)
    case .metric:
      let count = names(state).count
      metric = metric.map { $0 + 1 < count ? $0 + 1 : nil } ?? (metric == nil ? 0 : nil)
    case .move(.left), .move(.right):
      let shown = min(lastSteps ?? .max, range.last - range.first + 1)
      let pace = max(shown / 80, 1)
      let start = cursor ?? range.last
      cursor = min(max(start + (action == .move(.right) ? pace : -pace), range.first), range.last)
    case .toStart: cursor = range.first
    case .toEnd: cursor = range.last
    case .clear: cursor = nil
    default: break
    }
  }

  /// Shows one curve by its name, if there is such a curve.
  mutating func show(_ name: String, _ state: SessionState) {
    metric = names(state).firstIndex(of: name) ?? metric
  }

  /// What the title says beside the pane's name.
  func subtitle(_ state: SessionState) -> String {
    let names = names(state)
    var text = metric.map { $0 < names.count ? names[$0] : names[0] } ?? "all"
    if let lastSteps { text += ", last \(counted(lastSteps, "step"))" }
    if isLog { text += ", log" }
    return text
  }

  /// The charts: one, or one for each metric.
  func charts(_ state: SessionState) -> [CurveChart] {
    let names = names(state)
    let shown = metric.map { [names[$0 < names.count ? $0 : 0]] } ?? names
    let charts = shown.map { chart($0, state) }
    return metric == nil ? charts.filter { !$0.curves.isEmpty } : charts
  }

  private func chart(_ name: String, _ state: SessionState) -> CurveChart {
    var curves = state.curves.curves(of: name, called: "", from: 0)
    for other in state.others {
      curves += other.curves.curves(of: name, called: "\(other.name): ", from: curves.count)
    }
    return CurveChart(
      curves, scale: isLog ? .log : .linear, window: lastSteps.map { .last($0) } ?? .all, cursor: cursor)
  }
}
