import Foundation
import NeosEngine
import Testing

@Suite struct RandomStreamTests {
  @Test func theSameKeyGivesTheSameNumbers() {
    var (a, b) = (RandomStream(RandomKey(seed: 5)), RandomStream(RandomKey(seed: 5)))
    #expect((0..<10).map { _ in a.uniform() } == (0..<10).map { _ in b.uniform() })
    var c = RandomStream(RandomKey(seed: 6))
    #expect(a.uniform() != c.uniform())
  }

  /// Mean and variance of a Poisson distribution are equal; both within five standard errors.
  @Test(arguments: [0.01, 0.5, 3, 9.99, 10, 11, 40, 1e3, 1e6, 1e10])
  func poissonMoments(mean: Double) {
    var stream = RandomStream(RandomKey(seed: UInt64(mean * 100)))
    let count = 40_000.0
    let draws = (0..<Int(count)).map { _ in stream.poisson(mean: mean) }
    #expect(draws.allSatisfy { $0 >= 0 && $0 == $0.rounded() })
    let average = draws.reduce(0) { $0 + ($1 - mean) } / count
    #expect(abs(average) < 5 * (mean / count).squareRoot())
    let variance = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    // The fourth central moment is mean + 3 mean^2.
    #expect(abs(variance - mean) < 5 * ((mean + 2 * mean * mean) / count).squareRoot())
  }

  /// Each count as often as its probability says: chi-squared over the bins with ten expected draws or more.
  @Test(arguments: [0.7, 5, 9.5, 10, 14.3, 60, 200])
  func poissonFrequencies(mean: Double) {
    var stream = RandomStream(RandomKey(seed: UInt64(mean * 10)))
    let count = 100_000
    var frequencies: [Double: Double] = [:]
    for _ in 0..<count { frequencies[stream.poisson(mean: mean), default: 0] += 1 }
    var (chiSquared, bins) = (0.0, 0.0)
    for n in 0..<1000 {
      let expected = Double(count) * exp(Double(n) * log(mean) - mean - lgamma(Double(n) + 1))
      guard expected > 10 else { continue }
      let difference = frequencies[Double(n), default: 0] - expected
      chiSquared += difference * difference / expected
      bins += 1
    }
    #expect(chiSquared < bins + 4 * (2 * bins).squareRoot())
  }

  @Test func noMeanNoCount() {
    var stream = RandomStream(RandomKey(seed: 1))
    #expect(stream.poisson(mean: 0) == 0)
  }

  @Test func normalMoments() {
    var stream = RandomStream(RandomKey(seed: 2))
    let draws = (0..<40_000).map { _ in stream.normal() }
    // Five standard errors.
    let average = draws.reduce(0, +) / 40_000
    #expect(abs(average) < 0.025)
    let variance = draws.reduce(0) { $0 + $1 * $1 } / 40_000
    #expect(abs(variance - 1) < 0.036)
  }
}
