import NeosEngine
import Testing

@Suite struct GradientClippingTests {
  @Test func clipsAsOptaxDoes() throws {
    let figures = try OptimizerFigures.load()
    let clipping = figures.clipping
    let squares = figures.gradients[0...1].map { GradientClipping.squaredNorm($0) }
    let norm = (squares[0] + squares[1]).squareRoot()
    // Roundings of a short sum.
    #expect(abs(norm - clipping.norm) <= 1e-15 * clipping.norm)
    let factor = GradientClipping.factor(norm: norm, limit: clipping.limit)
    #expect(distance(figures.gradients[0].map { $0 * factor }, clipping.first) < 1e-15)
    #expect(distance(figures.gradients[1].map { $0 * factor }, clipping.second) < 1e-15)
  }

  @Test(arguments: 0...9)
  func everyNumberCounts(count: Int) {
    let numbers = (0..<count).map { Float($0 + 1) }
    let expected = Double(count * (count + 1) * (2 * count + 1)) / 6
    #expect(GradientClipping.squaredNorm(numbers) == expected)
  }

  @Test func singlePrecisionDoesNotOverflow() {
    #expect(GradientClipping.squaredNorm([Float(1e30)]).isFinite)
  }

  @Test func aShortGradientIsLeftAlone() {
    #expect(GradientClipping.factor(norm: 0, limit: 1) == 1)
    #expect(GradientClipping.factor(norm: 1, limit: 1) == 1)
    #expect(GradientClipping.factor(norm: 4, limit: 1) == 0.25)
  }

  @Test func aBrokenGradientDoesNotPassForAClippedOne() {
    #expect(GradientClipping.factor(norm: .nan, limit: 1).isNaN)
    #expect((GradientClipping.factor(norm: .infinity, limit: 1) * .infinity).isNaN)
  }
}
