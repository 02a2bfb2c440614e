/// A run of events that goes through the network at once.
///
/// Tiles depend on the number of events alone, not on that of the threads: a product of equal shape gives equal bits.
/// The values of a tile in a wide layer stay in a core's cache. Tiles are as equal as they can be, so that threads
/// have the same to do, and none is so small that its products are slower than those of the others.
struct Tile {
  /// The largest number of events in a tile.
  static let size = 256
  /// How many events stay together: as many as the widest vectors hold.
  private static let unit = 16

  /// Its first event.
  let first: Int
  /// The number of its events.
  let count: Int

  /// The tile of that number.
  init(_ index: Int, events: Int) {
    let tiles = Self.count(events: events)
    let units = (events + Self.unit - 1) / Self.unit
    // The first tiles have one more of those that are left over.
    func start(_ index: Int) -> Int {
      min((units / tiles * index + min(index, units % tiles)) * Self.unit, events)
    }
    first = start(index)
    count = start(index + 1) - first
  }

  /// How many tiles so many events make.
  static func count(events: Int) -> Int { (events + size - 1) / size }
}
