/// A run of events that goes through the network at once.
///
/// Tiles have a fixed size, whatever the number of threads: a product of equal shape gives equal bits. The
/// values of a tile in a wide layer stay in a core's cache.
struct Tile {
  /// The number of events in every tile but the last.
  static let size = 256

  /// Its first event.
  let first: Int
  /// The number of its events.
  let count: Int

  /// The tile of that number.
  init(_ index: Int, events: Int) {
    first = index * Tile.size
    count = min(Tile.size, events - first)
  }

  /// How many tiles so many events make.
  static func count(events: Int) -> Int { (events + size - 1) / size }
}
