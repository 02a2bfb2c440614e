import NeosEngine

/// A problem whose steps are timed. `Tests/Reference/step_benchmark.py` times those of the same problems beside a
/// compiled JAX program.
struct StepProblem {
  let name: String
  private let lines: [String]

  /// 2-1024-1 with 4 x 500 events and 2 bins, 2-1024-1024-1 with 4 x 2000 and 4, 2-100-100-1 with 4 x 2000 and 10.
  static let all = [
    StepProblem("published", "1024 relu", events: 500, bins: 2, bandwidth: 0.5),
    StepProblem("demo", "1024 relu 1024 relu", events: 2000, bins: 4, bandwidth: 0.09),
    StepProblem("wide", "100 relu 100 relu", events: 2000, bins: 10, bandwidth: 0.1),
  ]

  private init(_ name: String, _ hidden: String, events: Int, bins: Int, bandwidth: Double) {
    self.name = name
    lines = [
      "data blobs samples=4 events=\(events)", "network \(hidden) 1 sigmoid",
      "histogram kde bins=0:1:\(bins) bandwidth=\(bandwidth)",
      "scale signal=2 background=10 luminosity=10 floor=1e-3", "metrics none",
    ]
  }

  /// The median times of a step and of its rooms.
  struct Times {
    var step: Double
    var rooms: [(room: RoomTimes.Room, seconds: Double)]
    /// The floating-point operations of the products of a step, and how many a second the machine does.
    var operations: Double
    var productRate: Double

    /// How much of a step its products take at the least.
    var share: Double { operations / productRate / step }

    static let columns =
      ["step"] + shownRooms.map(\.rawValue) + ["operations", "share of products"]
    private static let shownRooms = RoomTimes.Room.allCases.filter { $0 != .metrics }

    var cells: [Display.Cell] {
      let rooms = rooms.filter { Self.shownRooms.contains($0.room) }.map(\.seconds)
      return ([step] + rooms + [operations, share]).map { .number($0) }
    }

    var json: JSONObject {
      var parts: JSONObject = [:]
      for (room, seconds) in rooms { parts[room.rawValue] = .number(seconds) }
      return [
        "step": .number(step), "rooms": .object(parts), "operations": .number(operations),
        "productRate": .number(productRate), "shareOfProducts": .number(share),
      ]
    }
  }

  /// Takes steps for so many seconds, at least one after some that do not count, between two measurements of the
  /// machine's products.
  func times(threads: Int, seconds: Double) throws -> Times {
    var session = Session(threads: threads)
    for line in lines { try session.perform(line) }
    try session.perform("step 5")
    // More threads than cores make no more products.
    let cores = min(threads, Machine.cores)
    let before = MatrixProducts.rate(threads: cores, seconds: seconds / 4)
    var rooms: [RoomTimes] = []
    let steps = try RepeatedTimes(for: seconds) {
      try session.perform("step 1")
      rooms.append(session.roomTimes)
    }
    let after = MatrixProducts.rate(threads: cores, seconds: seconds / 4)
    return Times(
      step: steps.median,
      rooms: RoomTimes.Room.allCases.map { room in (room, rooms.map { $0[room] }.median) },
      operations: try session.productOperations(), productRate: max(before, after))
  }
}
