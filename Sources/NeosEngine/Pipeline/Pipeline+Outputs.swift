extension Pipeline {
  /// The way of all samples' events through the network.
  func passage<S: NetworkScalar>(
    _ weights: [S], _ samples: [Sample], isKept: Bool
  ) -> Passage<S> {
    let width = network.inputCount
    for sample in samples where sample.eventsOf == nil && sample.featureCount != width {
      preconditionFailure(
        "the network takes \(width) features, an event of \(sample.name) has \(sample.featureCount)")
    }
    precondition(
      standardization.map { $0.means.count == width } ?? true,
      "a mean and a scale for each of \(width) features")
    let rows = EventRows<S>(samples, width: width, standardization: standardization)
    let bytes = Double(MemoryLayout<S>.stride)
    let kept = isKept ? network.keptEvents(of: rows.count, bytes: bytes, limit: tapeLimit) : 0
    let size = kept * network.tapeColumns.count
    return Passage(
      network, weights: weights, rows, threads: threads, memory: memory,
      tape: size > 0 ? memory.room(size, of: S.self) : nil, keptEvents: kept)
  }

  /// The network's outputs for all events, and its logits where they are wanted; nil if it has none.
  func run<S: NetworkScalar>(
    _ passage: Passage<S>, _ samples: [Sample], outputs: inout [Double], logits: inout [Double]?
  ) throws(StageFailure) {
    let width = network.outputCount
    let count = passage.rows.count * width
    if !network.endsInLogits { logits = nil }
    outputs.makeRoom(for: count)
    logits?.makeRoom(for: count)
    // Zeros, but where a number is not finite.
    var differences: UInt64 = 0
    outputs.withUnsafeMutableBufferPointer { outputs in
      guard let first = outputs.baseAddress else { return }
      if logits == nil {
        passage.forward(outputs: first)
      } else {
        logits?.withUnsafeMutableBufferPointer { passage.forward(outputs: first, logits: $0.baseAddress) }
      }
      for number in outputs { differences |= (number - number).bitPattern }
    }
    if differences != 0, let bad = outputs.firstIndex(where: { !$0.isFinite }) {
      var event = bad / width
      let sample = samples.first { sample in
        guard sample.eventsOf == nil else { return false }
        if event < sample.eventCount { return true }
        event -= sample.eventCount
        return false
      }
      throw StageFailure(
        .network, "its output for event \(event) of \(sample?.name ?? "") is \(number(outputs[bad]))",
        advice: Advice.network)
    }
  }

  /// The outputs, sample by sample; those of events that several samples have are there once.
  func scores(
    _ outputs: [Double], _ samples: [Sample], in room: consuming [SampleScores] = []
  ) -> [SampleScores] {
    let width = network.outputCount
    for (role, index) in zip(model.roles(samples), samples.indices) {
      let sample = samples[index]
      let owner = owner(of: index, samples)
      let first = samples[..<owner].reduce(0) { $1.eventsOf == nil ? $0 + $1.eventCount : $0 }
      let rows = first..<first + samples[owner].eventCount
      var scores = SampleScores(
        role: role, outputs: outputs[rows.lowerBound * width..<rows.upperBound * width],
        weights: sample.weights)
      (scores.expected, scores.portion) = (sample.expected, sample.portion)
      room.append(scores)
    }
    return room
  }

  /// The position of the sample whose events a sample has.
  func owner(of index: Int, _ samples: [Sample]) -> Int {
    samples[index].eventsOf.flatMap { name in samples.firstIndex { $0.name == name } } ?? index
  }

  /// Gradients in the outputs of each sample as those in the outputs of events, which several samples may have.
  func joined(_ gradients: [[Double]], _ samples: [Sample]) -> [[Double]] {
    guard samples.contains(where: { $0.eventsOf != nil }) else { return gradients }
    var joined = gradients
    for index in samples.indices where samples[index].eventsOf != nil {
      let owner = owner(of: index, samples)
      for event in joined[owner].indices { joined[owner][event] += gradients[index][event] }
    }
    return samples.indices.filter { samples[$0].eventsOf == nil }.map { joined[$0] }
  }
}
