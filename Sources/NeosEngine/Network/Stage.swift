/// A layer with its place: what it does, where it reads and where it writes.
struct Stage: Sendable, Hashable {
  enum Work: Sendable, Hashable {
    case dense(DenseLayer)
    case hidden(HiddenLayer)
    case activation(Activation)
  }
  let work: Work
  /// Where its arguments are; nil for the network's inputs.
  let source: Slot?
  /// Where its values go, which is its source where it works in place.
  let target: Slot

  /// Whether it has weights.
  var isDense: Bool { if case .activation = work { false } else { true } }
}

extension Stage {
  /// Whether it has weights, and needs none of its values on the way back.
  var keepsNoValues: Bool {
    switch work {
    case .dense(let dense): !dense.isRelu
    case .hidden: true
    case .activation: false
    }
  }
}

/// A place of a layer's values: for each event `width` of them. `column` is the sum of the widths before it.
struct Slot: Sendable, Hashable {
  let column: Int
  let width: Int
}

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
