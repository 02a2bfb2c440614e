/// How an optimizer turns a gradient into a step.
public enum OptimizerKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// Gradient descent, with momentum if one is set (`jax.example_libraries.optimizers.sgd` and `momentum`).
  case sgd
  /// Adam (Kingma and Ba, 2015; `jax.example_libraries.optimizers.adam`).
  case adam
  /// Adam with decoupled weight decay (Loshchilov and Hutter, 2019; `optax.adamw`).
  case adamw

  /// The optimizer of that name.
  ///
  /// - Throws: ``OptimizerError/unknownOptimizer(_:)``, which names the known ones.
  public init(named name: String) throws(OptimizerError) {
    guard let kind = OptimizerKind(rawValue: name) else { throw .unknownOptimizer(name) }
    self = kind
  }
}

/// The knobs of an optimizer. Any of them may change between two steps.
public struct OptimizerSettings: Sendable, Hashable, Codable {
  /// Which optimizer it is.
  public var kind: OptimizerKind
  /// The learning rate, before a ``Schedule``.
  public var rate: Double
  /// How much of its velocity SGD keeps from step to step, from 0 to below 1.
  public var momentum: Double
  /// How much of its mean gradient Adam keeps from step to step, from 0 to below 1.
  public var beta1: Double
  /// How much of its mean squared gradient Adam keeps from step to step, from 0 to below 1.
  public var beta2: Double
  /// What Adam adds to the root of the mean square.
  public var epsilon: Double
  /// What share of a parameter AdamW takes away in a step, in units of the learning rate.
  public var weightDecay: Double

  /// The settings, by default those that Adam was published with.
  public init(
    kind: OptimizerKind = .adam, rate: Double = 1e-3, momentum: Double = 0,
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8, weightDecay: Double = 1e-2
  ) {
    self.kind = kind
    self.rate = rate
    self.momentum = momentum
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
  }

  /// Checks that every knob is in its range, used by this kind of optimizer or not.
  ///
  /// - Throws: ``OptimizerError/setting(_:needs:found:)`` for the first that is not.
  public func check() throws(OptimizerError) {
    for (name, value) in [("rate", rate), ("epsilon", epsilon)] where !(value > 0 && value.isFinite) {
      throw .setting(name, needs: "be a positive number", found: value)
    }
    for (name, value) in [("momentum", momentum), ("beta1", beta1), ("beta2", beta2)]
    where !(0..<1).contains(value) {
      throw .setting(name, needs: "be at least 0 and less than 1", found: value)
    }
    guard weightDecay >= 0, weightDecay.isFinite else {
      throw .setting("weight decay", needs: "be 0 or a positive number", found: weightDecay)
    }
  }
}
