/// A layer with its place: what it does, where it reads and where it writes.
struct Stage: Sendable, Hashable {
  enum Work: Sendable, Hashable {
    case dense(DenseLayer)
    case hidden(HiddenLayer)
    case signed(SignedLayer)
    case activation(Activation)
  }
  let work: Work
  /// Where its arguments are; nil for the network's inputs.
  let source: Slot?
  /// Where its values go, which is its source where it works in place.
  let target: Slot

  /// The number of values of the widest layer in it.
  var width: Int { if case .signed(let signed) = work { signed.units } else { target.width } }

  /// Whether it has weights.
  var isDense: Bool { if case .activation = work { false } else { true } }
}

extension Stage {
  /// Whether it has weights, and needs none of its values on the way back.
  var keepsNoValues: Bool {
    switch work {
    case .dense(let dense): !dense.isRelu
    case .hidden, .signed: true
    case .activation: false
    }
  }
}

/// A place of a layer's values: for each event `width` of them. `column` is the sum of the widths before it.
struct Slot: Sendable, Hashable {
  let column: Int
  let width: Int
}
