/// Where the values of a tile's layers are: slot after slot, and in each event after event.
struct TileValues<S: NetworkScalar> {
  /// Those of the network's first and last columns, which are not on the tape.
  let own: UnsafeMutablePointer<S>
  /// Those of the others.
  let kept: UnsafeMutablePointer<S>
  /// The columns of the others.
  let keptColumns: Range<Int>
  /// The number of events.
  let events: Int

  /// The first value of a layer.
  subscript(slot: Slot) -> UnsafeMutablePointer<S> {
    if keptColumns ~= slot.column { return kept + (slot.column - keptColumns.lowerBound) * events }
    return own + (slot.column < keptColumns.lowerBound ? slot.column : slot.column - keptColumns.count)
      * events
  }
}
