/// Clipping by the global norm: a gradient longer than a limit is shortened to it, its direction kept
/// (Pascanu, Mikolov and Bengio, 2013; `jax.example_libraries.optimizers.clip_grads`).
///
/// The norm is that of all gradients together, whatever their precisions:
///
/// ```swift
/// let norm = (GradientClipping.squaredNorm(weights) + GradientClipping.squaredNorm(edges)).squareRoot()
/// let factor = GradientClipping.factor(norm: norm, limit: 1)
/// ```
public enum GradientClipping {
  /// The sum of the squares, in double precision.
  ///
  /// Eight partial sums in a fixed order, so that one addition need not wait for the one before it.
  @_specialize(where S == Float)
  @_specialize(where S == Double)
  public static func squaredNorm<S: NetworkScalar>(_ gradient: [S]) -> Double {
    gradient.withUnsafeBufferPointer { gradient in
      var sums = SIMD8<Double>()
      let whole = gradient.count & ~7
      for index in stride(from: 0, to: whole, by: 8) {
        var numbers = SIMD8<Double>()
        for lane in numbers.indices { numbers[lane] = Double(gradient[index &+ lane]) }
        sums += numbers * numbers
      }
      return gradient[whole...].reduce(sums.sum()) { $0 + Double($1) * Double($1) }
    }
  }

  /// What to multiply every gradient by: min(1, limit / norm).
  ///
  /// A norm that is NaN gives NaN and an infinite one 0, so that a broken gradient (infinity times 0 is NaN)
  /// does not pass for a clipped one.
  public static func factor(norm: Double, limit: Double) -> Double {
    norm <= limit ? 1 : limit / norm
  }
}
