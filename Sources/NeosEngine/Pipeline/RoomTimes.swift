/// How long each room of the chain took, in seconds.
public struct RoomTimes: Sendable, Hashable {
  /// A room of the chain, as time is told for it.
  public enum Room: String, Sendable, Hashable, CaseIterable {
    /// Taking the events of a step together.
    case events
    /// The network, forward.
    case network
    /// From scores to yields.
    case histogram
    /// The model, its fits, and the gradient of the loss in the templates.
    case model
    /// The metrics that are tracked beside the loss, on both samples.
    case metrics
    /// The gradient, back through the histogram and the network.
    case backward
    /// The optimizer's update.
    case update
  }

  /// A number for each room, without an array of its own.
  private var seconds = SIMD8<Double>()

  /// No time yet.
  public init() {}

  /// The time of a room.
  public package(set) subscript(room: Room) -> Double {
    get { seconds[Self.position(room)] }
    set { seconds[Self.position(room)] = newValue }
  }

  /// The time of all rooms.
  public var total: Double { seconds.sum() }

  private static func position(_ room: Room) -> Int {
    switch room {
    case .events: 0
    case .network: 1
    case .histogram: 2
    case .model: 3
    case .metrics: 4
    case .backward: 5
    case .update: 6
    }
  }
}

/// Tells rooms apart by the clock.
struct Stopwatch {
  private(set) var times = RoomTimes()
  private var last = ContinuousClock.now

  /// Gives the time since the last lap to a room.
  mutating func lap(_ room: RoomTimes.Room) {
    let now = ContinuousClock.now
    times[room] += (now - last) / .seconds(1)
    last = now
  }

  /// Adds times that were measured within the present lap, whose rest is then the next lap's.
  mutating func add(_ other: RoomTimes) {
    for room in RoomTimes.Room.allCases { times[room] += other[room] }
    last = ContinuousClock.now
  }
}
