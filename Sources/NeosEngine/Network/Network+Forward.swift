extension Network {
  /// The forward pass.
  ///
  /// - Parameters:
  ///   - weights: ``weightCount`` numbers.
  ///   - inputs: events x ``inputCount``, row-major.
  ///   - threads: how many threads may work; the result does not depend on it.
  public func forward<S: NetworkScalar>(weights: [S], inputs: [S], threads: Int = 1) -> Tape<S> {
    let (rows, memory) = (EventRows(inputs, width: inputCount), StepMemory())
    let tape = memory.room(rows.count * tapeColumns.count, of: S.self)
    let passage = Passage(
      self, weights: weights, rows, threads: threads, memory: memory, tape: tape, keptEvents: rows.count)
    let size = passage.rows.count * outputCount
    var logits: [S] = []
    let outputs = [S](unsafeUninitializedCapacity: size) { outputs, count in
      logits = [S](unsafeUninitializedCapacity: size) { logits, count in
        if let outputs = outputs.baseAddress { passage.forward(outputs: outputs, logits: logits.baseAddress) }
        count = size
      }
      count = size
    }
    return Tape(events: rows.count, outputs: outputs, logits: logits, values: tape)
  }

  /// The outputs alone, events x ``outputCount``: the same bits as the tape's, in memory for a tile a thread.
  ///
  /// - Parameters: as of ``forward(weights:inputs:threads:)``.
  public func outputs<S: NetworkScalar>(weights: [S], inputs: [S], threads: Int = 1) -> [S] {
    let passage = Passage(
      self, weights: weights, EventRows(inputs, width: inputCount), threads: threads, memory: StepMemory())
    let size = passage.rows.count * outputCount
    return [S](unsafeUninitializedCapacity: size) { outputs, count in
      if let outputs = outputs.baseAddress { passage.forward(outputs: outputs) }
      count = size
    }
  }

  /// Runs a tile through the stages.
  ///
  /// - Parameters:
  ///   - inputs: events x ``inputCount``.
  ///   - values: where every layer's values go.
  ///   - scratch: memory for a tile of the widest layer.
  ///   - end: how many stages; all when nil.
  func run<S: NetworkScalar>(
    weights: UnsafePointer<S>, inputs: UnsafePointer<S>, values: TileValues<S>,
    scratch: UnsafeMutablePointer<S>, end: Int? = nil
  ) {
    let events = values.events
    for stage in stages.prefix(end ?? stages.count) {
      let x = stage.source.map { UnsafePointer(values[$0]) } ?? inputs
      let y = values[stage.target]
      switch stage.work {
      case .dense(let dense): dense.apply(weights: weights, x, to: y, events: events)
      case .hidden(let hidden): hidden.apply(weights: weights, x, to: y, events: events)
      case .signed(let signed):
        signed.apply(
          weights: weights, x, to: y, signs: values[signed.signs], hidden: scratch, events: events)
      case .activation(let activation):
        activation.apply(x, to: y, events: events, width: stage.target.width)
      }
    }
  }
}
