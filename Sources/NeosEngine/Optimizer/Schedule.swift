import RealModule

/// How the learning rate changes from step to step: a linear warm-up, then a constant or a decay.
public struct Schedule: Sendable, Hashable, Codable {
  /// What follows the warm-up; t counts steps from the end of the warm-up.
  public enum Decay: Sendable, Hashable, Codable {
    /// The base rate.
    case constant
    /// base factor^(t / steps) (`optax.exponential_decay`).
    case exponential(factor: Double, steps: Int)
    /// base (f + (1 - f) (1 + cos(pi t / steps)) / 2) until t reaches `steps`, then base f
    /// (`optax.cosine_decay_schedule`).
    case cosine(fraction: Double, steps: Int)
  }

  /// What follows the warm-up.
  public var decay: Decay
  /// For how many steps the rate grows as base step / warm-up steps. The first of them, step 0, has rate 0, as
  /// `optax.linear_schedule(0, base, warmupSteps)` has it.
  public var warmupSteps: Int

  /// A schedule.
  public init(_ decay: Decay = .constant, warmupSteps: Int = 0) {
    self.decay = decay
    self.warmupSteps = warmupSteps
  }

  /// Checks that every number is in its range.
  ///
  /// - Throws: ``OptimizerError`` for the first that is not.
  public func check() throws(OptimizerError) {
    guard warmupSteps >= 0 else {
      throw .steps("number of warm-up steps", needs: "be at least 0", found: warmupSteps)
    }
    switch decay {
    case .constant: break
    case .exponential(let factor, let steps):
      guard factor > 0, factor.isFinite else {
        throw .setting("decay factor", needs: "be a positive number", found: factor)
      }
      guard steps >= 1 else { throw .steps("number of decay steps", needs: "be at least 1", found: steps) }
    case .cosine(let fraction, let steps):
      guard (0...1).contains(fraction) else {
        throw .setting("final fraction", needs: "be from 0 to 1", found: fraction)
      }
      guard steps >= 1 else { throw .steps("number of decay steps", needs: "be at least 1", found: steps) }
    }
  }

  /// The learning rate at a step, of which the first is 0.
  public func rate(at step: Int, base: Double) -> Double {
    if step < warmupSteps { return base * Double(step) / Double(warmupSteps) }
    let t = Double(step - warmupSteps)
    switch decay {
    case .constant: return base
    case .exponential(let factor, let steps): return base * .pow(factor, t / Double(steps))
    case .cosine(let fraction, let steps):
      let wave = 0.5 * (1 + .cos(.pi * min(t / Double(steps), 1)))
      return base * (fraction + (1 - fraction) * wave)
    }
  }
}
