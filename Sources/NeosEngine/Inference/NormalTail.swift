internal import RealModule

/// The density of the unit normal distribution.
package func normalPDF(_ z: Double) -> Double { 0.3989422804014327 * .exp(-0.5 * z * z) }

/// Tail probabilities of the unit normal distribution.
package enum NormalTail {
  /// 1 - Phi(x), the p-value of x standard deviations.
  package static func probability(_ x: Double) -> Double { 0.5 * .erfc(x / 2.0.squareRoot()) }

  /// log(1 - Phi(x)), also where the probability itself is too small for a double.
  ///
  /// Beyond 20 the asymptotic series (Abramowitz and Stegun 26.2.12), whose seventh term is below 1e-13.
  package static func logProbability(_ x: Double) -> Double {
    guard x > 20 else { return .log(probability(x)) }
    let inverse = 1 / (x * x)
    var sum = 1.0
    for odd in stride(from: 13.0, through: 1, by: -2) { sum = 1 - odd * inverse * sum }
    return -0.5 * x * x - .log(x * (2 * Double.pi).squareRoot()) + .log(sum)
  }

  /// The number of standard deviations of a p-value: the inverse of ``probability(_:)``.
  ///
  /// Newton's method on the logarithm of the tail, which is concave and nearly a parabola.
  package static func deviations(_ probability: Double) -> Double {
    guard probability > 0, probability < 1 else {
      return probability == 0 ? .infinity : probability == 1 ? -.infinity : .nan
    }
    guard probability < 0.5 else { return probability == 0.5 ? 0 : -upper(1 - probability) }
    return upper(probability)
  }

  private static func upper(_ probability: Double) -> Double {
    let goal = Double.log(probability)
    // A tail below exp(-x^2 / 2) / 2 puts the start at or above the root, where Newton's steps stay.
    var x = (-2 * Double.log(2 * probability)).squareRoot()
    for _ in 0..<60 {
      let value = logProbability(x)
      // The derivative of log(1 - Phi) is -phi / (1 - Phi).
      let slope = -Double.exp(-0.5 * x * x - 0.5 * .log(2 * .pi) - value)
      let next = x - (value - goal) / slope
      guard abs(next - x) > 4e-16 * abs(x) else { return next }
      x = next
    }
    return x
  }
}
