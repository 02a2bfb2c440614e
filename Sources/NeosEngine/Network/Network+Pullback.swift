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
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func pullback<S: NetworkScalar>(
    weights: [S], inputs: [S], tape: Tape<S>, cotangent: [S], at end: TapeEnd = .outputs, threads: Int = 1
  ) -> [S] {
    pullback(weights, inputs, tape, cotangent, end, threads, inputGradient: nil)
  }

  /// As ``pullback(weights:inputs:tape:cotangent:at:threads:)``, with the gradient in the inputs, events x
  /// ``inputCount``, beside that in the weights.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func pullbackToInputs<S: NetworkScalar>(
    weights: [S], inputs: [S], tape: Tape<S>, cotangent: [S], at end: TapeEnd = .outputs, threads: Int = 1
  ) -> (weights: [S], inputs: [S]) {
    var inputGradient = [S](repeating: 0, count: inputs.count)
    let gradient = pullback(weights, inputs, tape, cotangent, end, threads, inputGradient: &inputGradient)
    return (gradient, inputGradient)
  }

  /// The tiles of events are dealt out in order to a number of lanes that depends on shapes alone. Each lane
  /// adds up a gradient of its own, tile after tile; at the end the lanes are added in order. So no sum depends
  /// on which thread computed what, or when.
  private func pullback<S: NetworkScalar>(
    _ weights: [S], _ inputs: [S], _ tape: Tape<S>, _ cotangent: [S], _ end: TapeEnd, _ threads: Int,
    inputGradient: UnsafeMutablePointer<S>?
  ) -> [S] {
    let events = eventCount(weights: weights, inputs: inputs)
    precondition(tape.events == events, "the tape is of \(tape.events) events, the inputs of \(events)")
    precondition(cotangent.count == events * outputCount, "one cotangent for each output of each event")
    let tiles = Tile.count(events: events)
    let lanes = min(tiles, laneCount)
    guard lanes > 0 else { return [S](repeating: 0, count: weightCount) }
    let gradients = UnsafeMutablePointer<S>.allocate(capacity: lanes * weightCount)
    defer { gradients.deallocate() }
    inParallel(lanes, threads: threads) { lane in
      let gradient = gradients + lane * weightCount
      gradient.initialize(repeating: 0, count: weightCount)
      let scratch = UnsafeMutablePointer<S>.allocate(capacity: 2 * Tile.size * largestWidth)
      defer { scratch.deallocate() }
      for index in tiles * lane / lanes..<tiles * (lane + 1) / lanes {
        pullBack(
          Tile(index, events: events), of: events, weights: weights, inputs: inputs, values: tape.values,
          cotangent: cotangent, end: end, scratch: scratch, gradient: gradient, inputGradient: inputGradient)
      }
    }
    return sum(of: lanes, gradients, threads: threads)
  }

  /// Pulls one tile back through the stages, last to first.
  ///
  /// - Parameter scratch: memory for two tiles of the widest layer, between which the gradient goes to and fro.
  private func pullBack<S: NetworkScalar>(
    _ tile: Tile, of events: Int, weights: UnsafePointer<S>, inputs: UnsafePointer<S>,
    values: UnsafePointer<S>, cotangent: UnsafePointer<S>, end: TapeEnd,
    scratch: UnsafeMutablePointer<S>, gradient: UnsafeMutablePointer<S>,
    inputGradient: UnsafeMutablePointer<S>?
  ) {
    var (current, other) = (scratch, scratch + Tile.size * largestWidth)
    current.update(from: cotangent + tile.first * outputCount, count: tile.count * outputCount)
    // Below the first dense layer there are no weights.
    let lowest = inputGradient == nil ? stages.firstIndex(where: \.isDense) ?? 0 : 0
    let passedOver = end == .logits && !stages[stages.count - 1].isDense ? 1 : 0
    for (index, stage) in stages.enumerated().dropLast(passedOver).reversed() where index >= lowest {
      let x =
        stage.source.map { values + $0.offset(event: tile.first, of: events) }
        ?? inputs + tile.first * inputCount
      let y = values + stage.target.offset(event: tile.first, of: events)
      let dx = index > lowest || inputGradient != nil ? other : nil
      switch stage.work {
      case .activation(let activation):
        activation.pullback(x: x, y: y, cotangent: current, events: tile.count, width: stage.target.width)
        continue
      case .dense(let dense):
        dense.pullback(
          weights: weights, x: x, y: y, cotangent: current, events: tile.count, gradient: gradient,
          inputCotangent: dx)
      case .hidden(let hidden):
        hidden.pullback(
          weights: weights, x: x, cotangent: current, events: tile.count, gradient: gradient,
          inputCotangent: dx)
      }
      swap(&current, &other)
    }
    if let inputGradient {
      (inputGradient + tile.first * inputCount).update(from: current, count: tile.count * inputCount)
    }
  }

  /// The sum of the lanes' gradients, each weight's in the order of the lanes.
  private func sum<S: NetworkScalar>(
    of lanes: Int, _ gradients: UnsafePointer<S>, threads: Int
  ) -> [S] {
    let block = 1 << 15
    return [S](unsafeUninitializedCapacity: weightCount) { buffer, count in
      if let sum = buffer.baseAddress {
        inParallel((weightCount + block - 1) / block, threads: threads) { index in
          let first = index * block
          let count = min(block, weightCount - first)
          (sum + first).initialize(from: gradients + first, count: count)
          for lane in 1..<max(lanes, 1) {
            let next = gradients + lane * weightCount + first
            for index in 0..<count { sum[first + index] += next[index] }
          }
        }
      }
      count = weightCount
    }
  }

  /// How many gradients are added up side by side: enough for the threads of a machine, but fewer where each
  /// takes much memory.
  var laneCount: Int { weightCount <= 1 << 18 ? 16 : weightCount <= 1 << 24 ? 8 : 4 }

  /// The width of the widest layer or of the inputs.
  var largestWidth: Int { stages.reduce(inputCount) { max($0, $1.target.width) } }
}
