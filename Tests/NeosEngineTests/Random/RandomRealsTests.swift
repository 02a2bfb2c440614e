import NeosEngine
import Testing

@Suite struct RandomRealsTests {
  // Roundings that XLA's compiler does otherwise: a fused multiplication and addition in a polynomial.
  @Test(arguments: try RandomFigures.load().cases)
  func doublesAgreeWithJAX(figures: RandomFigures.Case) {
    expectAgreement(figures.key, figures.double, Double.self, tolerance: 4)
  }

  // To the bit: published networks start from these.
  @Test(arguments: try RandomFigures.load().cases)
  func floatsAgreeWithJAX(figures: RandomFigures.Case) {
    expectAgreement(figures.key, figures.float, Float.self, tolerance: 0)
  }

  private func expectAgreement<Scalar: RandomScalar>(
    _ key: RandomKey, _ figures: RandomFigures.Draws, _ type: Scalar.Type, tolerance: Double
  ) {
    func expected(_ numbers: [Double]) -> [Scalar] { numbers.map { Scalar($0) } }
    #expect(key.uniform(5) == expected(figures.uniform))
    #expect(key.uniform(8, from: -3, to: 0.7) == expected(figures.uniformFrom))
    #expect(ulps(key.normal(101), expected(figures.normal)) <= tolerance)
    #expect(
      ulps(key.truncatedNormal(51, from: -2, to: 2), expected(figures.truncatedNormal)) <= tolerance)
    // XLA's erf(1.5 / sqrt(2)) differs in its last digit, and the tail is steep.
    #expect(ulps(key.truncatedNormal(8, from: 1.5, to: .infinity), expected(figures.truncatedTail)) <= 6)

    let long: [Scalar] = key.normal(20_000)
    #expect(ulps([long.min() ?? 0, long.max() ?? 0], expected(figures.longNormalExtremes)) <= tolerance)
    // The roundings of 20,000 numbers of size 1, were they all to one side.
    let allowed = 2e4 * tolerance * Double(Scalar.ulpOfOne)
    #expect(abs(long.reduce(0) { $0 + Double($1) } - figures.longNormalSum) <= allowed)
  }

  @Test func keepsWithinTheInterval() {
    let key = RandomKey(seed: 1)
    let narrow: [Float] = key.truncatedNormal(1000, from: 1, to: 1.000_001)
    #expect(narrow.allSatisfy { $0 > 1 && $0 < 1.000_001 })
    // Beyond 8.3 the error function is 1 in double precision.
    let beyond: [Double] = key.truncatedNormal(100, from: 9, to: 10)
    #expect(beyond.allSatisfy { $0 > 9 && $0 < 10 })
    let point: [Double] = key.uniform(3, from: 2, to: 2)
    #expect(point == [2, 2, 2])
  }
}
