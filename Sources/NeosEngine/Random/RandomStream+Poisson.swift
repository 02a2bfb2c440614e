internal import RealModule

extension RandomStream {
  /// The next count of a Poisson distribution.
  ///
  /// Inversion by sequential search below a mean of 10; above it the transformed rejection method PTRS
  /// (Hörmann, Insurance: Mathematics and Economics 12 (1993) 39), which needs 1.1 to 1.3 pairs of uniform
  /// numbers. Counts beyond 2^53 are exact to their last digit only.
  ///
  /// - Precondition: `mean` is finite and not negative.
  public mutating func poisson(mean: Double) -> Double {
    precondition(mean >= 0 && mean.isFinite, "the mean of a Poisson distribution is finite and not negative")
    if mean == 0 { return 0 }
    return mean < 10 ? inverted(mean) : rejected(mean)
  }

  /// The smallest count whose cumulative probability reaches a uniform number.
  private mutating func inverted(_ mean: Double) -> Double {
    var rest = uniform()
    var count = 0.0
    var probability = Double.exp(-mean)
    while rest > probability {
      rest -= probability
      count += 1
      probability *= mean / count
      // Rounding may leave a rest beyond the last representable term.
      guard probability > 0 else { break }
    }
    return count
  }

  private mutating func rejected(_ mean: Double) -> Double {
    let root = mean.squareRoot()
    let b = 0.931 + 2.53 * root
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let center = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let s = 0.5 - abs(u)
      let count = ((2 * a / s + b) * u + mean + 0.43).rounded(.down)
      if s >= 0.07, v <= center { return count }
      if count < 0 || (s < 0.013 && v > s) { continue }
      if Double.log(v * inverseAlpha / (a / (s * s) + b)) <= logProbability(count, mean: mean) {
        return count
      }
    }
  }

  /// The logarithm of the Poisson probability, to all digits also for a large mean: the factorial by Stirling's
  /// series, and the rest as a small difference (Loader, "Fast and accurate computation of binomial
  /// probabilities", 2000).
  private func logProbability(_ count: Double, mean: Double) -> Double {
    guard count >= 16 else { return count * .log(mean) - mean - .logGamma(count + 1) }
    let inverse = 1 / count
    let square = inverse * inverse
    let stirling = inverse * (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680)))
    return -halfDeviance(count, from: mean) - 0.5 * .log(2 * .pi * count) - stirling
  }
}
