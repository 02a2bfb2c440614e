import NeosEngine
import Testing

/// All interpolations at their anchors, against their own slopes, and by numbers of pyhf.
@Suite struct InterpolationTests {
  @Test func numbersOfPyhf() {
    let code4 = InterpolationCode4(hi: 1.2, lo: 0.9)
    #expect(agree(code4.value(-0.5), 0.9445545753984457, within: 1e-15))
    #expect(agree(code4.value(0.5), 1.0916182969316974, within: 1e-15))
    for (alpha, expected) in [(-0.5, -0.5517578125), (0.5, 0.9482421875)] {
      let (p, m) = InterpolationCode4p.factors(alpha)
      #expect(p * 2 + m * 1 == expected)
    }
  }

  @Test(arguments: [(1.2, 0.9), (0.8, 1.1), (1.3, 1.05), (1, 1)])
  func factorsReachTheirVariations(hi: Double, lo: Double) {
    let (code1, code4) = (InterpolationCode1(hi: hi, lo: lo), InterpolationCode4(hi: hi, lo: lo))
    for (alpha, expected) in [(-2.0, lo * lo), (-1, lo), (0, 1), (1, hi), (3, hi * hi * hi)] {
      #expect(agree(code1.value(alpha), expected, within: 1e-15))
      #expect(agree(code4.value(alpha), expected, within: 1e-15))
    }
    // Value, slope and curvature of code 4 where its pieces meet; its third derivatives there are below 1.
    for end in [-1.0, 1] {
      let (inside, outside) = (
        code4.value(Jet(end * (1 - 1e-12), 1)), code4.value(Jet(end * (1 + 1e-12), 1))
      )
      #expect(agree([inside.c0, inside.c1, inside.c2], [outside.c0, outside.c1, outside.c2], within: 1e-11))
    }
  }

  @Test(arguments: [-2.5, -0.9, -0.3, 0.2, 0.7, 1.8])
  func slopesAreThoseOfTheValues(alpha: Double) {
    let (code1, code4) = (InterpolationCode1(hi: 1.3, lo: 0.8), InterpolationCode4(hi: 1.3, lo: 0.8))
    #expect(agree(code1.slope(alpha), code1.value(Jet(alpha, 1)).c1, within: 1e-15))
    #expect(agree(code4.slope(alpha), code4.value(Jet(alpha, 1)).c1, within: 1e-14))
    let pairs = [
      (InterpolationCode0.factors(Jet(alpha, 1)), InterpolationCode0.slopes(alpha)),
      (InterpolationCode2.factors(Jet(alpha, 1)), InterpolationCode2.slopes(alpha)),
    ]
    for (factors, slopes) in pairs {
      #expect(agree([factors.up.c1, factors.down.c1], [slopes.up, slopes.down], within: 1e-15))
    }
  }

  /// Other than pyhf's, which jumps at +-1 (its issue 2729).
  @Test(arguments: [-1.0, 1])
  func code2IsContinuous(end: Double) {
    let (inside, outside) = (InterpolationCode2.factors(end), InterpolationCode2.factors(end * (1 + 1e-14)))
    #expect(agree([inside.up, inside.down], [outside.up, outside.down], within: 1e-13))
    #expect([inside.up, inside.down] == (end > 0 ? [1, 0] : [0, -1]))
  }
}
