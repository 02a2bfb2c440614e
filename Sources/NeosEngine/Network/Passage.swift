/// The way of all events through a network and back, tile by tile.
///
/// The values of the layers stay on a tape where there is one, and are computed again on the way back where there is
/// none, to the same bits.
struct Passage<S: NetworkScalar> {
  let network: Network
  let weights: [S]
  let rows: EventRows<S>
  let threads: Int
  let memory: StepMemory
  private let tape: StepMemory.Room<S>?

  /// The way of those events.
  ///
  /// - Parameter tape: room for the network's `tapeWidth` numbers an event, if there is any.
  init(
    _ network: Network, weights: [S], _ rows: EventRows<S>, threads: Int, memory: StepMemory,
    tape: StepMemory.Room<S>?
  ) {
    precondition(
      weights.count == network.weightCount,
      "the network has \(network.weightCount) weights, not \(weights.count)")
    precondition(rows.width == network.inputCount, "an event has \(network.inputCount) features")
    self.network = network
    self.weights = weights
    self.rows = rows
    self.threads = threads
    self.memory = memory
    self.tape = tape
  }

  private var tiles: Int { Tile.count(events: rows.count) }

  /// The size of the tape's part for a tile, where there is no tape.
  private var tileTape: Int { tape == nil ? Tile.size * network.tapeWidth : 0 }

  /// Where the values of a tile's layers are: on the tape, or in a thread's own memory.
  private func values(_ tile: Tile, _ own: UnsafeMutablePointer<S>) -> UnsafeMutablePointer<S> {
    tape.map { $0.numbers + tile.first * network.tapeWidth } ?? own
  }

  /// Runs all tiles through the network.
  ///
  /// - Parameter take: gets outputs and logits of each tile, on any of the threads.
  func forward(_ take: (Tile, _ outputs: UnsafePointer<S>, _ logits: UnsafePointer<S>) -> Void) {
    let inputs = Tile.size * network.inputCount
    let size = inputs + tileTape
    let room = memory.room(size * workerCount(tiles, threads: threads), of: S.self)
    inParallel(tiles, threads: threads) { index, worker in
      let tile = Tile(index, events: rows.count)
      let own = room.numbers + size * worker
      let values = values(tile, own + inputs)
      rows.read(tile, into: own)
      network.run(weights: weights, inputs: own, values: values, events: tile.count)
      take(
        tile, values + network.outputSlot.offset(of: tile.count),
        values + network.logitSlot.offset(of: tile.count))
    }
  }

  /// Pulls a gradient in outputs or logits back to the weights.
  ///
  /// The tiles are dealt out in order to a number of lanes that depends on shapes alone. Each lane adds up a gradient
  /// of its own, tile after tile; at the end the lanes are added in order. So no sum depends on which thread computed
  /// what, or when.
  ///
  /// - Parameters:
  ///   - cotangent: the gradient, a row of as many numbers as the network has outputs for each event.
  ///   - end: where it enters.
  ///   - inputGradient: where the gradient in the inputs is written, events x inputs; nil where it is of no use.
  ///   - room: an array of no more use, for its memory.
  func pullback(
    _ cotangent: EventRows<S>, at end: TapeEnd, inputGradient: UnsafeMutablePointer<S>? = nil,
    in room: consuming [S] = []
  ) -> [S] {
    precondition(
      cotangent.width == network.outputCount && cotangent.count == rows.count,
      "one cotangent for each output of each event")
    let (tiles, weightCount) = (tiles, network.weightCount)
    let lanes = min(tiles, network.laneCount)
    guard lanes > 0 else { return [S](repeating: 0, count: weightCount) }
    let inputs = Tile.size * network.inputCount
    let layer = Tile.size * network.largestWidth
    let size = inputs + 2 * layer + tileTape
    let gradients = memory.room(lanes * weightCount, of: S.self)
    let workers = memory.room(size * workerCount(lanes, threads: threads), of: S.self)
    inParallel(lanes, threads: threads) { lane, worker in
      let gradient = gradients.numbers + lane * weightCount
      gradient.update(repeating: 0, count: weightCount)
      let own = workers.numbers + size * worker
      let scratch = own + inputs
      for index in tiles * lane / lanes..<tiles * (lane + 1) / lanes {
        let tile = Tile(index, events: rows.count)
        let values = values(tile, scratch + 2 * layer)
        rows.read(tile, into: own)
        if tape == nil { network.run(weights: weights, inputs: own, values: values, events: tile.count) }
        cotangent.read(tile, into: scratch)
        network.pullBack(
          weights: weights, inputs: own, values: values, end: end, (scratch, scratch + layer),
          gradient: gradient, inputGradient: inputGradient.map { $0 + tile.first * network.inputCount },
          events: tile.count)
      }
    }
    room.makeRoom(for: weightCount)
    room.withUnsafeMutableBufferPointer { room in
      if let room = room.baseAddress { add(lanes, gradients.numbers, to: room) }
    }
    return room
  }

  /// Writes the sum of the lanes' gradients, each weight's in the order of the lanes.
  private func add(_ lanes: Int, _ gradients: UnsafePointer<S>, to room: UnsafeMutablePointer<S>) {
    let weightCount = network.weightCount
    let block = 1 << 11
    inParallel((weightCount + block - 1) / block, threads: threads) { index, _ in
      let first = index * block
      let count = min(block, weightCount - first)
      let sum = room + first
      sum.update(from: gradients + first, count: count)
      for lane in 1..<max(lanes, 1) {
        let next = gradients + lane * weightCount + first
        for index in 0..<count { sum[index] += next[index] }
      }
    }
  }
}
