/// Rows of numbers, one for each event, that a network takes tile by tile in its own precision.
struct EventRows<S: NetworkScalar> {
  private enum Source {
    case whole([S])
    case converted([Double])
    case parts([[Double]])
    case samples([Sample])
  }

  private let source: Source
  private let standardization: Standardization?
  /// How many numbers a row has.
  let width: Int
  /// How many rows there are.
  let count: Int

  /// Rows that lie one after the other.
  init(_ numbers: [S], width: Int) {
    precondition(numbers.count.isMultiple(of: width), "an event has \(width) numbers")
    source = .whole(numbers)
    standardization = nil
    self.width = width
    count = numbers.count / width
  }

  /// Rows of doubles that lie one after the other.
  init(converting numbers: [Double], width: Int) {
    source = .converted(numbers)
    standardization = nil
    self.width = width
    count = numbers.count / width
  }

  /// The rows of several arrays, one array after the other.
  init(parts: [[Double]], width: Int) {
    source = .parts(parts)
    standardization = nil
    self.width = width
    count = parts.reduce(0) { $0 + $1.count / width }
  }

  /// The features of the samples' own events, each number standardized if asked for.
  init(_ samples: [Sample], width: Int, standardization: Standardization?) {
    source = .samples(samples)
    self.standardization = standardization
    self.width = width
    count = samples.reduce(0) { $0 + ($1.eventsOf == nil ? $1.features.count / width : 0) }
  }

  /// Writes the rows of a tile.
  func read(_ tile: Tile, into room: UnsafeMutablePointer<S>) {
    let first = tile.first * width
    let wanted = first..<first + tile.count * width
    switch source {
    case .whole(let numbers):
      numbers.withUnsafeBufferPointer { numbers in
        if let base = numbers.baseAddress { room.update(from: base + first, count: wanted.count) }
      }
    case .converted(let numbers):
      var start = 0
      read(wanted, of: numbers, from: &start, into: room)
    case .parts(let parts):
      var start = 0
      for part in parts where start < wanted.upperBound { read(wanted, of: part, from: &start, into: room) }
    case .samples(let samples):
      var start = 0
      for sample in samples where sample.eventsOf == nil && start < wanted.upperBound {
        read(wanted, of: sample.features, from: &start, into: room)
      }
    }
  }

  /// Writes those of the wanted numbers that a part has, which starts at `start` and ends where the next one starts.
  private func read(
    _ wanted: Range<Int>, of part: [Double], from start: inout Int, into room: UnsafeMutablePointer<S>
  ) {
    let own = start..<start + part.count
    start = own.upperBound
    guard wanted.overlaps(own) else { return }
    let common = wanted.clamped(to: own)
    part.withUnsafeBufferPointer { numbers in
      guard let numbers = numbers.baseAddress else { return }
      let from = numbers + (common.lowerBound - own.lowerBound)
      let to = room + (common.lowerBound - wanted.lowerBound)
      if let standardization {
        standardization.apply(from, to: to, count: common.count / width)
      } else {
        for index in 0..<common.count { to[index] = S(from[index]) }
      }
    }
  }
}
