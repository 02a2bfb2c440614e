/// The states that `back` and `forward` can reach: the latest ones, as many as fit a memory budget.
struct History: Sendable {
  /// The memory that states may take, in bytes.
  static let budget = 256 << 20

  /// States in the order of their steps; consecutive.
  private(set) var states: [TrainingState] = []
  /// States that were dropped when the budget was spent, and whose memory the next ones take.
  private var spare: [TrainingState] = []

  /// The steps that are held.
  var steps: ClosedRange<Int>? {
    guard let first = states.first, let last = states.last else { return nil }
    return first.step...last.step
  }

  /// Holds a state. States of later steps, which were undone, are dropped, and so are the oldest ones when the
  /// budget is spent.
  mutating func hold(_ state: TrainingState) {
    while let last = states.last, last.step >= state.step { states.removeLast() }
    states.append(state)
    let most = max(2, Self.budget / max(1, state.byteCount))
    // Some at once, since all others move up.
    if states.count > most {
      let dropped = max(states.count - most, most / 16)
      spare.removeAll(keepingCapacity: true)
      spare += states[..<dropped]
      states.removeFirst(dropped)
    }
  }

  /// A state that is of no more use, for its memory; nil while the budget is not spent.
  mutating func takeSpare() -> TrainingState? { spare.popLast() }

  /// Replaces the held state of the same step, keeping later ones.
  mutating func replace(_ state: TrainingState) {
    if let position = states.firstIndex(where: { $0.step == state.step }) { states[position] = state }
  }

  /// The state of a step, if it is held.
  func state(at step: Int) -> TrainingState? {
    guard let first = states.first?.step, step >= first, step - first < states.count else { return nil }
    return states[step - first]
  }
}
