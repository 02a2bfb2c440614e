internal import Synchronization

/// The way of all events through a network and back, tile by tile.
///
/// The values of the layers stay on a tape as far as it goes, and are computed again on the way back beyond, to the same
/// bits.
struct Passage<S: NetworkScalar> {
  let network: Network
  let weights: [S]
  let rows: EventRows<S>
  let threads: Int
  let memory: StepMemory
  private let tiling: Tiling
  private let tape: StepMemory.Room<S>?
  private let keptEvents: Int

  /// The way of those events.
  ///
  /// - Parameters:
  ///   - tape: room for the network's `tapeColumns` of the first events, if there is any.
  ///   - keptEvents: the number of these.
  init(
    _ network: Network, weights: [S], _ rows: EventRows<S>, threads: Int, memory: StepMemory,
    tape: StepMemory.Room<S>? = nil, keptEvents: Int = 0
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
    tiling = network.tiling(events: rows.count)
    self.tape = tape
    self.keptEvents = keptEvents
  }

  /// Gives the tape's memory to others.
  func giveBack() {
    if let tape { memory.giveBack(tape) }
  }

  /// The size of a thread's own memory for a tile's values: for all of them, as the tape may end before.
  private var ownValues: Int { tiling.size * network.columnCount }

  /// Whether the values of a tile's layers stay for the way back.
  private func isKept(_ tile: Tile) -> Bool { tile.first + tile.count <= keptEvents }

  /// Where the values of a tile's layers are: on the tape, or in a thread's own memory.
  private func values(_ tile: Tile, _ own: UnsafeMutablePointer<S>) -> TileValues<S> {
    let columns = network.tapeColumns
    let others = own + (network.columnCount - columns.count) * tile.count
    return TileValues(
      own: own, kept: isKept(tile) ? tape.map { $0.numbers + tile.first * columns.count } ?? others : others,
      keptColumns: columns, events: tile.count)
  }

  /// Runs all tiles through the network.
  ///
  /// - Parameters:
  ///   - outputs: where the outputs of all events go.
  ///   - logits: where their logits go; nil where they are of no use.
  func forward<Number: NetworkScalar>(
    outputs: UnsafeMutablePointer<Number>, logits: UnsafeMutablePointer<Number>? = nil
  ) {
    let size = tiling.size * (network.inputCount + network.largestWidth) + ownValues
    let room = memory.room(size * workerCount(tiling.count, threads: threads), of: S.self)
    inParallel(
      tiling.count, threads: threads,
      WayForward(passage: self, room: room.numbers, size: size, outputs: outputs, logits: logits))
    memory.giveBack(room)
  }

  private struct WayForward<Number: NetworkScalar>: ParallelWork {
    let passage: Passage
    let room: UnsafeMutablePointer<S>
    /// How much of the room is a worker's.
    let size: Int
    let outputs: UnsafeMutablePointer<Number>
    let logits: UnsafeMutablePointer<Number>?

    func run(_ index: Int, worker: Int) {
      let network = passage.network
      let tile = passage.tiling[index]
      let own = room + size * worker
      let scratch = own + passage.tiling.size * network.inputCount
      let values = passage.values(tile, scratch + passage.tiling.size * network.largestWidth)
      passage.rows.read(tile, into: own)
      network.run(weights: passage.weights, inputs: own, values: values, scratch: scratch)
      copy(values[network.outputSlot], of: tile, to: outputs)
      if let logits { copy(values[network.logitSlot], of: tile, to: logits) }
    }

    private func copy(_ numbers: UnsafePointer<S>, of tile: Tile, to all: UnsafeMutablePointer<Number>) {
      let width = passage.network.outputCount
      let target = all + tile.first * width
      for index in 0..<tile.count * width { target[index] = Number(numbers[index]) }
    }
  }

  /// Pulls a gradient in outputs or logits back to the weights.
  ///
  /// The tiles are dealt out in order to a number of lanes that depends on shapes alone. Each lane adds up a gradient
  /// of its own, tile after tile; at the end the lanes are added in order. So no sum depends on which thread computed
  /// what, or when. The lanes go on side by side, piece by piece, so that they end together: a thread that had to wait
  /// for another one's last lane would wait for a sixteenth of all.
  ///
  /// - Parameters:
  ///   - cotangent: the gradient, a row of as many numbers as the network has outputs for each event.
  ///   - end: where it enters.
  ///   - outputs: what the network says.
  ///   - inputGradient: where the gradient in the inputs is written, events x inputs; nil where it is of no use.
  ///   - room: an array of no more use, for its memory.
  func pullback(
    _ cotangent: EventRows<S>, at end: TapeEnd, outputs: EventRows<S>,
    inputGradient: UnsafeMutablePointer<S>? = nil, in room: consuming [S] = []
  ) -> [S] {
    precondition(
      cotangent.width == network.outputCount && cotangent.count == rows.count,
      "one cotangent for each output of each event")
    let weightCount = network.weightCount
    let lanes = min(tiling.count, network.laneCount)
    guard lanes > 0 else { return [S](repeating: 0, count: weightCount) }
    let size = tiling.size * (network.inputCount + 2 * network.largestWidth) + ownValues
    let gradients = memory.room(lanes * weightCount, of: S.self)
    let workers = memory.room(
      size * workerCount(lanes, threads: threads) + network.scaledCount, of: S.self)
    let scaled = workers.numbers + size * workerCount(lanes, threads: threads)
    network.scale(weights: weights, into: scaled)
    withUnsafeTemporaryAllocation(of: Atomic<Int>.self, capacity: lanes) { done in
      guard let done = done.baseAddress else { return }
      for lane in 0..<lanes { (done + lane).initialize(to: Atomic(0)) }
      let pieces = min(network.lanePieceCount, tiling.count / lanes)
      inParallel(
        lanes * pieces, threads: workerCount(lanes, threads: threads),
        WayBack(
          passage: self, cotangent: cotangent, end: end, outputs: outputs, inputGradient: inputGradient,
          scaled: scaled, lanes: lanes, pieces: pieces, done: done, gradients: gradients.numbers,
          room: workers.numbers, size: size))
    }
    memory.giveBack(workers)
    room.makeRoom(for: weightCount)
    room.withUnsafeMutableBufferPointer { room in
      guard let room = room.baseAddress else { return }
      let sum = LaneSum(
        lanes: lanes, gradients: gradients.numbers, weightCount: weightCount, sum: room)
      inParallel(sum.blocks, threads: threads, sum)
      network.finish(weights: weights, gradient: room, threads: threads)
    }
    memory.giveBack(gradients)
    return room
  }

  private struct WayBack: ParallelWork {
    let passage: Passage
    let cotangent: EventRows<S>
    let end: TapeEnd
    let outputs: EventRows<S>
    let inputGradient: UnsafeMutablePointer<S>?
    /// What the network's weights are scaled to.
    let scaled: UnsafePointer<S>
    let lanes: Int
    /// How many pieces a lane has.
    let pieces: Int
    /// How many of them are done, for each lane.
    let done: UnsafeMutablePointer<Atomic<Int>>
    /// A gradient for each lane.
    let gradients: UnsafeMutablePointer<S>
    let room: UnsafeMutablePointer<S>
    /// How much of the room is a worker's.
    let size: Int

    func run(_ number: Int, worker: Int) {
      let (piece, lane) = number.quotientAndRemainder(dividingBy: lanes)
      // The lane's piece before this one was taken long ago, but its thread may have lost its core.
      WorkPool.wait { done[lane].load(ordering: .acquiring) == piece }
      let (network, weights, tiling) = (passage.network, passage.weights, passage.tiling)
      let (tiles, layer) = (tiling.count, tiling.size * network.largestWidth)
      let gradient = gradients + lane * network.weightCount
      if piece == 0 { gradient.update(repeating: 0, count: network.weightCount) }
      let own = room + size * worker
      let scratch = own + tiling.size * network.inputCount
      let first = tiles * lane / lanes
      let count = tiles * (lane + 1) / lanes - first
      for index in first + count * piece / pieces..<first + count * (piece + 1) / pieces {
        let tile = tiling[index]
        let values = passage.values(tile, scratch + 2 * layer)
        passage.rows.read(tile, into: own)
        let again = network.stagesAgain(for: end, isKept: passage.isKept(tile))
        network.run(weights: weights, inputs: own, values: values, scratch: scratch, end: again)
        // Those on a tape, which others may read at the same time, are there already.
        if !network.tapeColumns.contains(network.outputSlot.column) {
          outputs.read(tile, into: values[network.outputSlot])
        }
        withoutSubnormals {
          cotangent.read(tile, into: scratch)
          network.pullBack(
            weights: weights, scaled: scaled, inputs: own, values: values, end: end,
            (scratch, scratch + layer),
            gradient: gradient, inputGradient: inputGradient.map { $0 + tile.first * network.inputCount })
        }
      }
      done[lane].store(piece + 1, ordering: .releasing)
    }
  }

  /// The sum of the lanes' gradients, each weight's in the order of the lanes.
  private struct LaneSum: ParallelWork {
    let lanes: Int
    let gradients: UnsafePointer<S>
    let weightCount: Int
    let sum: UnsafeMutablePointer<S>

    /// How many weights are summed by a thread at a time.
    private static var block: Int { 1 << 11 }
    var blocks: Int { (weightCount + Self.block - 1) / Self.block }

    func run(_ index: Int, worker: Int) {
      let first = index * Self.block
      let count = min(Self.block, weightCount - first)
      let sum = sum + first
      sum.update(from: gradients + first, count: count)
      for lane in 1..<max(lanes, 1) {
        let next = gradients + lane * weightCount + first
        for index in 0..<count { sum[index] += next[index] }
      }
    }
  }
}
