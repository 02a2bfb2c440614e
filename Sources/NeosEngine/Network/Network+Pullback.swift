extension Network {
  /// The way back: from a gradient in the outputs or logits to the gradient in the weights.
  ///
  /// - Parameters:
  ///   - weights: those of the forward pass.
  ///   - inputs: those of the forward pass.
  ///   - tape: what the forward pass returned.
  ///   - cotangent: the gradient, events x ``outputCount``.
  ///   - end: where the gradient enters.
  ///   - threads: how many threads may work; the result does not depend on it.
  /// - Returns: the gradient, in the layout of the weights.
  public func pullback<S: NetworkScalar>(
    weights: [S], inputs: [S], tape: Tape<S>, cotangent: [S], at end: TapeEnd = .outputs, threads: Int = 1
  ) -> [S] {
    passage(weights, inputs, tape, threads)
      .pullback(
        EventRows(cotangent, width: outputCount), at: end,
        outputs: EventRows(tape.outputs, width: outputCount))
  }

  /// As ``pullback(weights:inputs:tape:cotangent:at:threads:)``, with the gradient in the inputs, events x
  /// ``inputCount``, beside that in the weights.
  public func pullbackToInputs<S: NetworkScalar>(
    weights: [S], inputs: [S], tape: Tape<S>, cotangent: [S], at end: TapeEnd = .outputs, threads: Int = 1
  ) -> (weights: [S], inputs: [S]) {
    var inputGradient = [S](repeating: 0, count: inputs.count)
    let gradient = passage(weights, inputs, tape, threads)
      .pullback(
        EventRows(cotangent, width: outputCount), at: end,
        outputs: EventRows(tape.outputs, width: outputCount),
        inputGradient: &inputGradient)
    return (gradient, inputGradient)
  }

  private func passage<S: NetworkScalar>(
    _ weights: [S], _ inputs: [S], _ tape: Tape<S>, _ threads: Int
  ) -> Passage<S> {
    let rows = EventRows(inputs, width: inputCount)
    precondition(
      tape.events == rows.count, "the tape is of \(tape.events) events, the inputs of \(rows.count)")
    return Passage(
      self, weights: weights, rows, threads: threads, memory: StepMemory(), tape: tape.values,
      keptEvents: rows.count)
  }

  /// Pulls one tile back through the stages, last to first.
  ///
  /// - Parameters:
  ///   - inputs: events x ``inputCount``.
  ///   - scaled: what ``scale(weights:into:)`` writes.
  ///   - values: those of ``run(weights:inputs:values:scratch:end:)``.
  ///   - scratch: memory for two tiles of the widest layer, between which the gradient goes to and fro; it comes in
  ///     in the first.
  ///   - gradient: that in the weights, which is added to, up to ``finish(weights:gradient:threads:)``.
  ///   - inputGradient: where the gradient in the inputs goes; nil where it is of no use.
  func pullBack<S: NetworkScalar>(
    weights: UnsafePointer<S>, scaled: UnsafePointer<S>, inputs: UnsafePointer<S>, values: TileValues<S>,
    end: TapeEnd, _ scratch: (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>),
    gradient: UnsafeMutablePointer<S>, inputGradient: UnsafeMutablePointer<S>?
  ) {
    let events = values.events
    var (current, other) = scratch
    // Below the first dense layer there are no weights.
    let lowest = inputGradient == nil ? stages.firstIndex(where: \.isDense) ?? 0 : 0
    let passedOver = end == .logits && !stages[stages.count - 1].isDense ? 1 : 0
    for index in (lowest..<max(stages.count - passedOver, lowest)).reversed() {
      let stage = stages[index]
      let x = stage.source.map { UnsafePointer(values[$0]) } ?? inputs
      let y = values[stage.target]
      let dx = index > lowest || inputGradient != nil ? other : nil
      switch stage.work {
      case .activation(let activation):
        activation.pullback(x: x, y: y, cotangent: current, events: events, width: stage.target.width)
        continue
      case .signed(let signed):
        signed.pullback(
          scaled: scaled, x: x, signs: values[signed.signs], cotangent: current, hidden: other,
          events: events, gradient: gradient)
        continue
      case .dense(let dense):
        dense.pullback(
          weights: weights, x: x, y: y, cotangent: current, events: events, gradient: gradient,
          inputCotangent: dx)
      case .hidden(let hidden):
        hidden.pullback(
          weights: weights, x: x, cotangent: current, events: events, gradient: gradient, inputCotangent: dx)
      }
      swap(&current, &other)
    }
    inputGradient?.update(from: current, count: events * inputCount)
  }

  /// Writes W v of the layers whose signs are kept.
  func scale<S: NetworkScalar>(weights: UnsafePointer<S>, into scaled: UnsafeMutablePointer<S>) {
    for stage in stages {
      if case .signed(let signed) = stage.work { signed.scale(weights: weights, into: scaled) }
    }
  }

  /// Does what is left of a gradient when all events have added to it.
  func finish<S: NetworkScalar>(
    weights: UnsafePointer<S>, gradient: UnsafeMutablePointer<S>, threads: Int
  ) {
    for stage in stages {
      if case .signed(let signed) = stage.work {
        signed.finish(weights: weights, gradient: gradient, threads: threads)
      }
    }
  }

  /// How many of the stages must run again for the way back: where values were kept, those that are not on the tape, else
  /// all but the last ones, whose own values are of no use there.
  func stagesAgain(for end: TapeEnd, isKept: Bool) -> Int {
    if isKept { return tapeColumns.lowerBound > 0 ? 1 : 0 }
    var count = stages.count
    if case .activation(let last) = stages[count - 1].work {
      guard end == .logits || !last.derivativeNeedsArgument else { return count }
      count -= 1
    }
    if case .signed = stages[count - 1].work { return count }
    return stages[count - 1].keepsNoValues ? count - 1 : count
  }

  /// How many gradients are added up side by side: enough for the threads of a machine, but fewer where each
  /// takes much memory.
  var laneCount: Int { weightCount <= 1 << 18 ? 16 : weightCount <= 1 << 24 ? 8 : 4 }

  /// How many pieces the work of a lane is done in at most: one where its gradient would have to be fetched anew for each.
  var lanePieceCount: Int { weightCount <= 1 << 18 ? 8 : 1 }

  /// The width of the widest layer or of the inputs.
  var largestWidth: Int { stages.reduce(inputCount) { max($0, $1.width) } }
}
