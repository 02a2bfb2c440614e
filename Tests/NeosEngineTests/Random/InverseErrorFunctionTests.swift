import NeosEngine
import Testing

@Suite struct InverseErrorFunctionTests {
  // The same polynomials as XLA's; what differs is the rounding of the logarithm.
  private let tolerance = 4.0

  @Test func agreesWithXLA() throws {
    let figures = try RandomFigures.load()
    for (x, y) in zip(figures.inverseErrorFunctionFloat.x, figures.inverseErrorFunctionFloat.y) {
      #expect(ulps(Float.inverseErrorFunction(Float(x)), Float(y)) <= tolerance, "\(x)")
      #expect(ulps(Float.inverseErrorFunction(Float(-x)), Float(-y)) <= tolerance, "\(-x)")
    }
    for (x, y) in zip(figures.inverseErrorFunctionDouble.x, figures.inverseErrorFunctionDouble.y) {
      #expect(ulps(Double.inverseErrorFunction(x), y) <= tolerance, "\(x)")
      #expect(ulps(Double.inverseErrorFunction(-x), -y) <= tolerance, "\(-x)")
    }
  }

  @Test func ends() {
    #expect(Float.inverseErrorFunction(1) == .infinity)
    #expect(Double.inverseErrorFunction(-1) == -.infinity)
    #expect(Double.inverseErrorFunction(1.5).isNaN)
  }
}
