import NeosEngine
import Testing

@Suite struct InterpolationCode4pTests {
  @Test func theVariationsAreReached() {
    #expect(InterpolationCode4p.factors(0.0) == (0, 0))
    #expect(InterpolationCode4p.factors(1.0) == (1, 0))
    #expect(InterpolationCode4p.factors(-1.0) == (0, -1))
    #expect(InterpolationCode4p.factors(2.5) == (2.5, 0))
    #expect(InterpolationCode4p.factors(-3.0) == (0, -3))
  }

  /// Value, first and second derivative are continuous where the polynomial meets the lines.
  @Test(arguments: [-1.0, 1.0])
  func isSmoothWhereItsPiecesMeet(end: Double) {
    let inside = InterpolationCode4p.factors(Jet(end * (1 - 1e-12), 1))
    let outside = InterpolationCode4p.factors(Jet(end * (1 + 1e-12), 1))
    // The distance of the two points, times the largest third derivative, 7.5.
    for (a, b) in [(inside.up, outside.up), (inside.down, outside.down)] {
      #expect(abs(a.c0 - b.c0) < 1e-11)
      #expect(abs(a.c1 - b.c1) < 1e-11)
      #expect(abs(a.c2 - b.c2) < 1e-10)
    }
  }

  @Test(arguments: [-2.5, -0.9, -0.3, 0, 0.2, 0.7, 1.8])
  func slopesAreThoseOfTheFactors(alpha: Double) {
    let (factors, slopes) = (
      InterpolationCode4p.factors(Jet(alpha, 1)), InterpolationCode4p.slopes(alpha)
    )
    #expect(abs(factors.up.c1 - slopes.up) < 1e-14)
    #expect(abs(factors.down.c1 - slopes.down) < 1e-14)
  }
}
