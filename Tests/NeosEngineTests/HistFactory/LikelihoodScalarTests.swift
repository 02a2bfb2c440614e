import Foundation
import NeosEngine
import Testing

@Suite struct LikelihoodScalarTests {
  /// x = 2 + 3 t + 0.5 t^2.
  private let x = Jet(2, 3, 0.5)

  private func expect(_ found: Jet, _ c0: Double, _ c1: Double, _ c2: Double) {
    #expect(agree([found.c0, found.c1, found.c2], [c0, c1, c2], within: 1e-15))
  }

  @Test func arithmeticIsThatOfTruncatedSeries() {
    expect(x + x, 4, 6, 1)
    expect(x - Jet(1, 1, 1), 1, 2, -0.5)
    // (2 + 3 t + t^2 / 2)^2 = 4 + 12 t + 11 t^2 + ...
    expect(x * x, 4, 12, 11)
    expect(2 * x, 4, 6, 1)
    expect(x + 1, 3, 3, 0.5)
    expect(x - 1, 1, 3, 0.5)
    // 1 / x = 1/2 - 3/4 t + (9/8 - 1/8) t^2.
    expect(1 / x, 0.5, -0.75, 1)
    expect((3 / x) * x, 3, 0, 0)
    // log x = log 2 + 3/2 t + (1/4 - 9/8) t^2.
    expect(Jet.log(x), log(2), 1.5, -0.875)
    expect(Jet.log(x * x) - 2 * Jet.log(x), 0, 0, 0)
    // exp x = e^2 (1 + 3 t + (1/2 + 9/2) t^2).
    expect(Jet.exp(x), exp(2), 3 * exp(2), 5 * exp(2))
    expect(Jet.log(Jet.exp(x)), 2, 3, 0.5)
    #expect(Jet(4).c1 == 0)
    #expect(x.value == 2)
  }
}
