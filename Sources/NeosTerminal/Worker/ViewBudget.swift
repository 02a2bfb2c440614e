internal import NeosEngine

/// Shares out the time that numbers for panes may take while the session steps.
struct ViewBudget {
  /// The share of the time that all parts together may take.
  static let share = 0.01
  /// The least time between two updates, in seconds.
  static let interval = 1.0 / 30

  private let clock = ContinuousClock()
  private var nextUpdate: ContinuousClock.Instant
  private var nextOfPart: [ViewPart: ContinuousClock.Instant] = [:]

  init() { nextUpdate = clock.now }

  /// Whether an update is due.
  var isDue: Bool { clock.now >= nextUpdate }

  /// Runs the making of an update; the next one is due when it was a small share of the time.
  mutating func update(_ body: (inout ViewBudget) -> Void) {
    let start = clock.now
    body(&self)
    let end = clock.now
    nextUpdate = max(start + .seconds(Self.interval), end + (end - start) / Self.share)
  }

  /// Computes a part if its turn has come.
  mutating func part(_ part: ViewPart, of count: Int, _ body: () -> Void) {
    let start = clock.now
    if let next = nextOfPart[part], start < next { return }
    body()
    let end = clock.now
    nextOfPart[part] = end + (end - start) * Double(count) / Self.share
  }
}
