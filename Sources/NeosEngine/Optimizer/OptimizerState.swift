/// What an optimizer remembers of one tensor from step to step.
///
/// Arithmetic is in the tensor's own precision, operation by operation as JAX does it. Settings may change
/// between two steps; only a change from or to ``OptimizerKind/sgd`` gives the memory another meaning and calls
/// for a new state.
public struct OptimizerState<S: NetworkScalar>: Sendable, Hashable, Codable {
  /// SGD's velocity, or Adam's running mean of the gradient: one number for each parameter.
  public private(set) var first: [S]
  /// Adam's running mean of the squared gradient: one number for each parameter.
  public private(set) var second: [S]

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
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public mutating func update(
    _ parameters: inout [S], gradient: [S], settings: OptimizerSettings, rate: Double, step: Int,
    gradientFactor: Double = 1, threads: Int = 1
  ) {
    let count = first.count
    precondition(
      parameters.count == count && gradient.count == count,
      "a state of \(count) parameters met \(parameters.count) and a gradient of \(gradient.count)")
    let (rate, factor) = (S(rate), S(gradientFactor))
    switch settings.kind {
    case .sgd:
      descend(&parameters, &first, gradient, count, rate, factor, momentum: S(settings.momentum))
    case .adam, .adamw:
      let adam = Adam(settings, rate: rate, gradientFactor: factor, step: step)
      (parameters, first, second) = adam.updated(parameters, first, second, gradient, threads: threads)
    }
  }
}

/// v <- momentum v + g; x <- x - rate v.
private func descend<S: NetworkScalar>(
  _ x: UnsafeMutablePointer<S>, _ v: UnsafeMutablePointer<S>, _ gradient: UnsafePointer<S>, _ count: Int,
  _ rate: S, _ gradientFactor: S, momentum: S
) {
  for index in 0..<count {
    v[index] = momentum * v[index] + gradientFactor * gradient[index]
    x[index] -= rate * v[index]
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
