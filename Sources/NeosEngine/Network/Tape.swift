/// What a forward pass leaves behind for the way back: the values of every layer that a derivative needs.
public struct Tape<S: NetworkScalar>: Sendable {
  /// The number of events.
  public let events: Int
  /// Slot after slot; in each, event after event.
  let values: [S]
  let outputSlot: Slot
  let logitSlot: Slot

  /// What the network says: events x outputs, row-major.
  public var outputs: [S] { contents(outputSlot) }

  /// The values before the last layer where that is an activation, else the outputs: events x outputs.
  public var logits: [S] { contents(logitSlot) }

  private func contents(_ slot: Slot) -> [S] {
    let start = slot.offset(event: 0, of: events)
    return Array(values[start..<start + events * slot.width])
  }
}

/// Where a gradient enters the network on its way back.
public enum TapeEnd: Sendable, Hashable {
  /// At ``Tape/outputs``.
  case outputs
  /// At ``Tape/logits``, passing over the last activation. A loss that is written in the logits, such as binary
  /// cross-entropy, keeps its digits where the outputs have run into 0 or 1.
  case logits
}
