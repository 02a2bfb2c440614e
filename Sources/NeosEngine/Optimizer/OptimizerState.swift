/// What an optimizer remembers of one tensor from step to step.
///
/// Arithmetic is in the tensor's own precision, operation by operation as JAX does it. Settings may change
/// between two steps; only a change from or to ``OptimizerKind/sgd`` gives the memory another meaning and calls
/// for a new state.
public struct OptimizerState<S: NetworkScalar>: Sendable, Hashable, Codable {
  /// SGD's velocity, or Adam's running mean of the gradient: one number for each parameter.
  public fileprivate(set) var first: [S]
  /// Adam's running mean of the squared gradient: one number for each parameter.
  public fileprivate(set) var second: [S]

  /// The state before the first step: all zero.
  public init(count: Int) {
    first = [S](repeating: 0, count: count)
    second = first
  }

  /// Takes one step.
  ///
  /// - Parameters:
  ///   - parameters: the tensor; one number for each of the state's.
  ///   - gradient: the gradient of the loss in the parameters.
  ///   - settings: the knobs, of which the rate is not used.
  ///   - rate: the learning rate of this step, from a ``Schedule``.
  ///   - step: how many steps came before; Adam's correction of its means rests on it.
  ///   - gradientFactor: what the gradient is multiplied by first, from ``GradientClipping``.
  ///   - threads: how many threads may work; the result does not depend on it.
  public mutating func update(
    _ parameters: inout [S], gradient: [S], settings: OptimizerSettings, rate: Double, step: Int,
    gradientFactor: Double = 1, threads: Int = 1
  ) {
    var room = UpdateRoom<S>()
    update(
      &parameters, gradient: gradient, settings: settings, rate: rate, step: step,
      gradientFactor: gradientFactor, threads: threads, in: &room)
  }

  /// Takes one step, and leaves the numbers before it as they are.
  ///
  /// - Parameters:
  ///   - parameters: as of the method above, like all others but the last.
  ///   - room: memory for the numbers after the step; empty afterwards.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  mutating func update(
    _ parameters: inout [S], gradient: [S], settings: OptimizerSettings, rate: Double, step: Int,
    gradientFactor: Double, threads: Int, in room: inout UpdateRoom<S>
  ) {
    let count = first.count
    precondition(
      parameters.count == count && gradient.count == count,
      "a state of \(count) parameters met \(parameters.count) and a gradient of \(gradient.count)")
    room.parameters.makeRoom(for: count)
    room.parameters.withUnsafeMutableBufferPointer { next in
      guard let next = next.baseAddress else { return }
      update(
        parameters, gradient: gradient, settings: settings, rate: rate, step: step,
        gradientFactor: gradientFactor, threads: threads, to: next, &room.state)
    }
    swap(&parameters, &room.parameters)
    swap(&self, &room.state)
    room = UpdateRoom()
  }

  /// Writes parameters and state as they are after a step.
  ///
  /// - Parameters:
  ///   - x: the parameters; like all others but the last two as of the methods above.
  ///   - nextX: where they go.
  ///   - next: a state of no more use, for its memory.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  func update(
    _ x: UnsafePointer<S>, gradient: UnsafePointer<S>, settings: OptimizerSettings, rate: Double, step: Int,
    gradientFactor: Double, threads: Int, to nextX: UnsafeMutablePointer<S>, _ next: inout OptimizerState
  ) {
    let (rate, factor) = (S(rate), S(gradientFactor))
    let count = first.count
    next.first.makeRoom(for: count)
    if settings.kind == .sgd { next.second = second } else { next.second.makeRoom(for: count) }
    next.first.withUnsafeMutableBufferPointer { nextFirst in
      guard let nextFirst = nextFirst.baseAddress else { return }
      if settings.kind == .sgd {
        withoutSubnormals {
          descend(
            x, first, gradient, to: nextX, nextFirst, count, rate, factor, momentum: S(settings.momentum))
        }
        return
      }
      next.second.withUnsafeMutableBufferPointer { nextSecond in
        guard let nextSecond = nextSecond.baseAddress else { return }
        Adam(settings, rate: rate, gradientFactor: factor, step: step)
          .update(x, first, second, gradient, to: nextX, nextFirst, nextSecond, count, threads: threads)
      }
    }
  }
}

/// Memory for parameters and the optimizer's state of them: of ones that are of no more use, or new.
struct UpdateRoom<S: NetworkScalar> {
  var parameters: [S] = []
  var state = OptimizerState<S>(count: 0)
}

/// v <- momentum v + g; x <- x - rate v.
private func descend<S: NetworkScalar>(
  _ x: UnsafePointer<S>, _ v: UnsafePointer<S>, _ gradient: UnsafePointer<S>,
  to nextX: UnsafeMutablePointer<S>, _ nextV: UnsafeMutablePointer<S>, _ count: Int, _ rate: S,
  _ gradientFactor: S, momentum: S
) {
  for index in 0..<count {
    nextV[index] = momentum * v[index] + gradientFactor * gradient[index]
    nextX[index] = x[index] - rate * nextV[index]
  }
}

extension OptimizerState {
  /// A state of the given moments, as it was saved.
  package init(first: [S], second: [S]) {
    precondition(first.count == second.count, "both moments belong to the same parameters")
    self.first = first
    self.second = second
  }
}
