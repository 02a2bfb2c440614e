/// Where the values of a tile's layers are: slot after slot, and in each event after event.
struct TileValues<S: NetworkScalar> {
  /// Those of a first layer that is computed again for the way back.
  let recomputed: UnsafeMutablePointer<S>
  /// Those of the other layers.
  let others: UnsafeMutablePointer<S>
  /// The number of values at ``recomputed`` for each event.
  let recomputedWidth: Int
  /// The number of events.
  let events: Int

  /// The first value of a layer.
  subscript(slot: Slot) -> UnsafeMutablePointer<S> {
    slot.column < recomputedWidth
      ? recomputed + slot.column * events : others + (slot.column - recomputedWidth) * events
  }
}
