/// What training moves: the point in parameter space and the optimizer's memory. A value; a copy is a
/// snapshot.
struct TrainingState: Sendable {
  /// How many updates led here.
  var step = 0
  /// Weights, bin edges, bandwidth.
  var point: Pipeline.Point
  /// What the network's features were standardized by when it was made, if they are.
  var standardization: Standardization?
  /// The optimizer whose memory it is.
  private(set) var optimizer: OptimizerKind
  /// How many updates the optimizer's memory holds.
  var updates = 0
  var weightMemory: WeightMemory
  var edgeMemory: OptimizerState<Double>
  var bandwidthMemory: OptimizerState<Double>

  /// The optimizer's memory of the weights, in their precision.
  enum WeightMemory: Sendable, Hashable {
    case single(OptimizerState<Float>)
    case double(OptimizerState<Double>)
  }

  /// The state before the first update.
  init(point: Pipeline.Point, optimizer: OptimizerKind) {
    self.point = point
    self.optimizer = optimizer
    weightMemory = Self.emptyMemory(point.weights)
    edgeMemory = OptimizerState(count: point.binning.count - 1)
    bandwidthMemory = OptimizerState(count: 1)
  }

  /// The memory that the state takes, in bytes.
  var byteCount: Int {
    3 * (point.weights.count * (point.weights.precision == .single ? 4 : 8) + point.binning.count * 8) + 1000
  }

  /// Takes other bins, of whose edges the optimizer remembers nothing.
  mutating func replaceBinning(_ binning: Binning) {
    point.binning = binning
    edgeMemory = OptimizerState(count: binning.count - 1)
  }

  /// Begins with an optimizer that remembers nothing.
  mutating func resetOptimizer(_ optimizer: OptimizerKind) {
    self.optimizer = optimizer
    updates = 0
    weightMemory = Self.emptyMemory(point.weights)
    edgeMemory = OptimizerState(count: point.binning.count - 1)
    bandwidthMemory = OptimizerState(count: 1)
  }

  private static func emptyMemory(_ weights: WeightVector) -> WeightMemory {
    switch weights {
    case .single(let values): .single(OptimizerState(count: values.count))
    case .double(let values): .double(OptimizerState(count: values.count))
    }
  }
}

extension TrainingState {
  /// The smallest bandwidth that training reaches, in units of the range of the bins.
  static let smallestBandwidth = 1e-4

  /// The state after one update of the optimizer.
  ///
  /// The gradient's norm for clipping is that of everything that is trained. Edges keep their order
  /// (``Binning/movingInnerEdges(to:)``) and the bandwidth stays positive. Its weights take the memory of those of
  /// a state that is of no more use, if there is one.
  func updated(
    by gradient: Evaluation.Gradient, _ configuration: Configuration, threads: Int,
    reusing spare: consuming TrainingState? = nil
  ) -> TrainingState {
    var next = self
    next.step += 1
    next.updates += 1
    let inner = gradient.edges.dropFirst().dropLast()
    var factor = configuration.objective.isMaximized ? -1.0 : 1.0
    if let clip = configuration.clip {
      var square = gradient.weights.sumOfSquares
      if configuration.trainsEdges { square += inner.reduce(0) { $0 + $1 * $1 } }
      if configuration.trainsBandwidth { square += gradient.bandwidth * gradient.bandwidth }
      factor *= GradientClipping.factor(norm: square.squareRoot(), limit: clip)
    }

    let settings = configuration.optimizer
    let rate = configuration.schedule.rate(at: step, base: settings.rate)
    var rooms = spare?.takeRooms() ?? Rooms()
    switch (gradient.weights, point.weights, weightMemory) {
    case (.single(let gradient), .single(var weights), .single(var memory)):
      memory.update(
        &weights, gradient: gradient, settings: settings, rate: rate, step: updates, gradientFactor: factor,
        threads: threads, in: &rooms.single)
      next.point.weights = .single(weights)
      next.weightMemory = .single(memory)
    case (.double(let gradient), .double(var weights), .double(var memory)):
      memory.update(
        &weights, gradient: gradient, settings: settings, rate: rate, step: updates, gradientFactor: factor,
        threads: threads, in: &rooms.double)
      next.point.weights = .double(weights)
      next.weightMemory = .double(memory)
    default: preconditionFailure("weights, gradient and memory have one precision")
    }
    func update(
      _ state: inout OptimizerState<Double>, _ x: UnsafePointer<Double>, gradient: UnsafePointer<Double>,
      to nextX: UnsafeMutablePointer<Double>, in room: inout OptimizerState<Double>
    ) {
      state.update(
        x, gradient: gradient, settings: settings, rate: rate, step: updates, gradientFactor: factor,
        threads: 1, to: nextX, &room)
      swap(&state, &room)
    }
    if configuration.trainsEdges, !inner.isEmpty {
      precondition(inner.count == edgeMemory.first.count, "the optimizer's memory is of other bins")
      withUnsafeTemporaryAllocation(of: Double.self, capacity: inner.count) { moved in
        guard let first = moved.baseAddress else { return }
        point.binning.edges.withUnsafeBufferPointer { edges in
          gradient.edges.withUnsafeBufferPointer { slopes in
            guard let edges = edges.baseAddress, let slopes = slopes.baseAddress else { return }
            update(&next.edgeMemory, edges + 1, gradient: slopes + 1, to: first, in: &rooms.edges)
          }
        }
        guard moved.allSatisfy(\.isFinite) else { return }
        rooms.binning.set(to: point.binning)
        rooms.binning.moveInnerEdges(to: first)
        swap(&next.point.binning, &rooms.binning)
      }
    }
    if configuration.annealName != .constant {
      next.point.bandwidth = configuration.bandwidth(at: next.step)
    }
    if configuration.trainsBandwidth {
      var (bandwidth, slope, moved) = (point.bandwidth, gradient.bandwidth, 0.0)
      update(&next.bandwidthMemory, &bandwidth, gradient: &slope, to: &moved, in: &rooms.bandwidth)
      let range = point.binning.edges[point.binning.count] - point.binning.edges[0]
      next.point.bandwidth = max(moved, Self.smallestBandwidth * range)
    }
    return next
  }

  /// Memory for what an update makes: of a state that is of no more use, or new.
  private struct Rooms {
    var single = UpdateRoom<Float>()
    var double = UpdateRoom<Double>()
    var edges = OptimizerState<Double>(count: 0)
    var bandwidth = OptimizerState<Double>(count: 0)
    var binning = Binning.none
  }

  /// Gives up its memory, so that it is in nobody else's hands and is written without a copy.
  private mutating func takeRooms() -> Rooms {
    var rooms = Rooms()
    switch (point.weights, weightMemory) {
    case (.single(let weights), .single(let memory)):
      rooms.single = UpdateRoom(parameters: weights, state: memory)
    case (.double(let weights), .double(let memory)):
      rooms.double = UpdateRoom(parameters: weights, state: memory)
    default: break
    }
    point.weights = .single([])
    weightMemory = .single(OptimizerState(count: 0))
    swap(&rooms.edges, &edgeMemory)
    swap(&rooms.bandwidth, &bandwidthMemory)
    swap(&rooms.binning, &point.binning)
    return rooms
  }
}
