import Foundation
import NeosEngine
import Testing

@Suite struct NormalTailTests {
  @Test(arguments: [-8.0, -1, 0, 0.5, 3, 8, 19.9, 20.1, 30, 37])
  func logarithmAndInverse(x: Double) {
    let p = NormalTail.probability(x)
    #expect(abs(NormalTail.logProbability(x) - log(p)) < 1e-12 * max(1, x * x / 2))
    // Near 1 a probability does not carry its distance from 1.
    #expect(abs(NormalTail.deviations(p) - x) < (x < 0 ? 1e-16 / NormalTail.probability(-x) + 1e-9 : 1e-12))
  }

  @Test func farOut() {
    // log(1 - Phi(100)) by the first terms of the asymptotic series.
    let expected = -5000 - log(100 * (2 * Double.pi).squareRoot()) - 1e-4 + 2.5e-8
    // The next term is 1e-11.
    #expect(abs(NormalTail.logProbability(100) - expected) < 1e-10)
    #expect(NormalTail.deviations(0) == .infinity)
    #expect(NormalTail.deviations(0.5) == 0)
  }
}
