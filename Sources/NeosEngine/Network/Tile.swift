/// A run of events that goes through the network at once.
struct Tile {
  /// Its first event.
  let first: Int
  /// The number of its events.
  let count: Int
}

/// How events are cut into tiles.
///
/// That depends on the network and the number of events, not on the number of threads: a product of equal shape gives
/// equal bits. The values of a tile in a wide layer stay in a core's cache. Tiles are as equal as they can be, so that
/// threads have the same to do, and none is so small that its products are slower than those of the others.
struct Tiling {
  /// The largest number of events in a tile; that of a wide layer gets twice as many where there are many of them, as
  /// each product packs all weights anew, for a tenth of its time.
  static let (usualSize, wideSize) = (256, 512)
  /// A layer of so many values is wide.
  static let width = 512
  /// How many events stay together: as many as the widest vectors hold.
  private static let unit = 16

  /// The number of events.
  let events: Int
  /// The largest number of events in a tile.
  let size: Int

  /// The tiles of so many events in a network whose widest layer has `width` values; wide ones where they leave a tile
  /// for each of so many lanes.
  init(events: Int, width: Int, lanes: Int) {
    self.events = events
    size = width >= Self.width && events / Self.wideSize >= lanes ? Self.wideSize : Self.usualSize
  }

  /// The number of tiles.
  var count: Int { events / size + (events % size > 0 ? 1 : 0) }

  /// The tile of that number.
  subscript(index: Int) -> Tile {
    let (tiles, units) = (count, (events + Self.unit - 1) / Self.unit)
    // The first tiles have one more of those that are left over.
    func start(_ index: Int) -> Int {
      min((units / tiles * index + min(index, units % tiles)) * Self.unit, events)
    }
    let first = start(index)
    return Tile(first: first, count: start(index + 1) - first)
  }
}

extension Network {
  /// The tiles of so many events.
  func tiling(events: Int) -> Tiling { Tiling(events: events, width: largestWidth, lanes: laneCount) }
}
