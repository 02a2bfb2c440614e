/// Rows of numbers, one for each event, that a network takes tile by tile in its own precision.
struct EventRows<S: NetworkScalar> {
  private enum Source {
    case whole([S])
    case parts([[Double]])
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

  /// The rows of several arrays, one array after the other, each number standardized if asked for.
  init(parts: [[Double]], width: Int, standardization: Standardization? = nil) {
    source = .parts(parts)
    self.standardization = standardization
    self.width = width
    count = parts.reduce(0) { $0 + $1.count / width }
  }

  /// Writes the rows of a tile.
  func read(_ tile: Tile, into room: UnsafeMutablePointer<S>) {
    let first = tile.first * width
    let end = first + tile.count * width
    switch source {
    case .whole(let numbers):
      numbers.withUnsafeBufferPointer { numbers in
        if let base = numbers.baseAddress { room.update(from: base + first, count: end - first) }
      }
    case .parts(let parts):
      var start = 0
      for part in parts {
        let common = max(first, start)..<max(min(end, start + part.count), max(first, start))
        if !common.isEmpty {
          part.withUnsafeBufferPointer { numbers in
            guard let numbers = numbers.baseAddress else { return }
            let (from, to) = (numbers + (common.lowerBound - start), room + (common.lowerBound - first))
            if let standardization {
              standardization.apply(from, to: to, count: common.count / width)
            } else {
              for index in 0..<common.count { to[index] = S(from[index]) }
            }
          }
        }
        start += part.count
        if start >= end { return }
      }
    }
  }
}
