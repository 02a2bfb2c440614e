extension Network {
  /// The forward pass.
  ///
  /// - Parameters:
  ///   - weights: ``weightCount`` numbers.
  ///   - inputs: events x ``inputCount``, row-major.
  ///   - threads: how many threads may work; the result does not depend on it.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func forward<S: NetworkScalar>(weights: [S], inputs: [S], threads: Int = 1) -> Tape<S> {
    let events = eventCount(weights: weights, inputs: inputs)
    let values = [S](unsafeUninitializedCapacity: events * tapeWidth) { buffer, count in
      if let values = buffer.baseAddress {
        inParallel(Tile.count(events: events), threads: threads) { index in
          let tile = Tile(index, events: events)
          run(weights: weights, inputs: inputs, tile, values: values, events: events, at: tile.first)
        }
      }
      count = events * tapeWidth
    }
    return Tape(events: events, values: values, outputSlot: outputSlot, logitSlot: logitSlot)
  }

  /// The outputs alone, events x ``outputCount``: the same bits as the tape's, in memory for a tile a thread.
  ///
  /// - Parameters: as of ``forward(weights:inputs:threads:)``.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public func outputs<S: NetworkScalar>(weights: [S], inputs: [S], threads: Int = 1) -> [S] {
    let events = eventCount(weights: weights, inputs: inputs)
    return [S](unsafeUninitializedCapacity: events * outputCount) { buffer, count in
      if let outputs = buffer.baseAddress {
        inParallel(Tile.count(events: events), threads: threads) { index in
          let tile = Tile(index, events: events)
          let values = UnsafeMutablePointer<S>.allocate(capacity: tile.count * tapeWidth)
          defer { values.deallocate() }
          run(weights: weights, inputs: inputs, tile, values: values, events: tile.count, at: 0)
          (outputs + tile.first * outputCount).initialize(
            from: values + outputSlot.offset(event: 0, of: tile.count), count: tile.count * outputCount)
        }
      }
      count = events * outputCount
    }
  }

  /// Runs a tile through all stages, onto a tape of `events` events from its event `position` on.
  private func run<S: NetworkScalar>(
    weights: UnsafePointer<S>, inputs: UnsafePointer<S>, _ tile: Tile,
    values: UnsafeMutablePointer<S>, events: Int, at position: Int
  ) {
    for stage in stages {
      let x =
        stage.source.map { UnsafePointer(values + $0.offset(event: position, of: events)) }
        ?? inputs + tile.first * inputCount
      let y = values + stage.target.offset(event: position, of: events)
      switch stage.work {
      case .dense(let dense): dense.apply(weights: weights, x, to: y, events: tile.count)
      case .hidden(let hidden): hidden.apply(weights: weights, x, to: y, events: tile.count)
      case .activation(let activation):
        activation.apply(x, to: y, events: tile.count, width: stage.target.width)
      }
    }
  }

  /// The number of events, once the shapes are found right.
  func eventCount<S: NetworkScalar>(weights: [S], inputs: [S]) -> Int {
    precondition(weights.count == weightCount, "the network has \(weightCount) weights, not \(weights.count)")
    precondition(inputs.count.isMultiple(of: inputCount), "an event has \(inputCount) features")
    return inputs.count / inputCount
  }
}
