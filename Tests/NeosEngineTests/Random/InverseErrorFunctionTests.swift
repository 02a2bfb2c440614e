import NeosEngine
import Testing

@Suite struct InverseErrorFunctionTests {
  // Single precision agrees to the bit; in double, XLA rounds some steps of the same polynomials otherwise.
  private let tolerance = 4.0

  @Test func agreesWithXLA() throws {
    let figures = try RandomFigures.load()
    for (x, y) in zip(figures.inverseErrorFunctionFloat.x, figures.inverseErrorFunctionFloat.y) {
      #expect(ulps(Float.inverseErrorFunction(Float(x)), Float(y)) == 0, "\(x)")
      #expect(ulps(Float.inverseErrorFunction(Float(-x)), Float(-y)) == 0, "\(-x)")
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
