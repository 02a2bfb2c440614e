/// What a forward pass leaves behind for the way back: the values of every layer that a derivative needs, but for those that
/// are sooner computed again.
public struct Tape<S: NetworkScalar>: Sendable {
  /// The number of events.
  public let events: Int
  /// What the network says: events x outputs, row-major.
  public let outputs: [S]
  /// The values before the last layer where that is an activation, else the outputs: events x outputs.
  public let logits: [S]
  /// Tile after tile; in each, slot after slot; in each, event after event.
  let values: StepMemory.Room<S>
}

/// Where a gradient enters the network on its way back.
public enum TapeEnd: Sendable, Hashable {
  /// At ``Tape/outputs``.
  case outputs
  /// At ``Tape/logits``, passing over the last activation. A loss that is written in the logits, such as binary
  /// cross-entropy, keeps its digits where the outputs have run into 0 or 1.
  case logits
}
