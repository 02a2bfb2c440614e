import RealModule

/// One step of Adam or AdamW, in the precision of the parameters.
///
/// m <- (1 - beta1) g + beta1 m and v <- (1 - beta2) g^2 + beta2 v, each then divided by 1 - beta^(step + 1);
/// x <- x - rate m / (sqrt(v) + epsilon) - rate decay x. (Kingma and Ba, 2015, algorithm 1; Loshchilov and
/// Hutter, 2019, algorithm 2, with the decay scaled by the learning rate as `optax.adamw` has it.)
struct Adam<S: NetworkScalar> {
  private let beta1: S
  private let beta2: S
  private let rest1: S
  private let rest2: S
  private let correction1: S
  private let correction2: S
  private let epsilon: S
  private let rate: S
  private let decay: S
  private let gradientFactor: S

  /// The constants of a step that `step` others came before.
  init(_ settings: OptimizerSettings, rate: S, gradientFactor: S, step: Int) {
    beta1 = S(settings.beta1)
    beta2 = S(settings.beta2)
    // JAX subtracts before it rounds to the parameters' precision, but takes the power after.
    rest1 = S(1 - settings.beta1)
    rest2 = S(1 - settings.beta2)
    correction1 = 1 - .pow(beta1, step + 1)
    correction2 = 1 - .pow(beta2, step + 1)
    epsilon = S(settings.epsilon)
    self.rate = rate
    decay = settings.kind == .adamw ? rate * S(settings.weightDecay) : 0
    self.gradientFactor = gradientFactor
  }

  /// Writes the parameters x and their means m and v after a step.
  func update(
    _ x: UnsafePointer<S>, _ m: UnsafePointer<S>, _ v: UnsafePointer<S>, _ gradient: UnsafePointer<S>,
    to nextX: UnsafeMutablePointer<S>, _ nextM: UnsafeMutablePointer<S>, _ nextV: UnsafeMutablePointer<S>,
    _ count: Int, threads: Int
  ) {
    let step = Step(
      adam: self, x: x, m: m, v: v, gradient: gradient, nextX: nextX, nextM: nextM, nextV: nextV, count: count
    )
    inParallel(step.blocks, threads: threads, step)
  }

  private struct Step: ParallelWork {
    let adam: Adam
    let x, m, v, gradient: UnsafePointer<S>
    let nextX, nextM, nextV: UnsafeMutablePointer<S>
    let count: Int

    /// How many parameters a thread takes at a time.
    private static var block: Int { 1 << 11 }
    var blocks: Int { (count + Self.block - 1) / Self.block }

    func run(_ index: Int, worker: Int) {
      let first = index * Self.block
      withoutSubnormals {
        S.kernels.adamUpdate(
          adam.beta1, adam.beta2, adam.rest1, adam.rest2, adam.correction1, adam.correction2, adam.epsilon,
          adam.rate, adam.decay, adam.gradientFactor, gradient + first, x + first, m + first, v + first,
          nextX + first, nextM + first, nextV + first, min(Self.block, count - first))
      }
    }
  }
}
