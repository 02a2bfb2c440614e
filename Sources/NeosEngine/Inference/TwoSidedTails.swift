internal import RealModule

/// The p-values of a two-sided statistic by asymptotic formulas, with their derivatives (arXiv:1007.1727, equations
/// 36 and 43).
///
/// A best fit is as far from the tested strength as the data's on two sides, and each p-value is a sum of two tails
/// of the unit normal distribution. With r the root of t, and a = sqrt tA the distance of the hypotheses, CLs+b has
/// the tails beyond r and r, CLb those beyond r + a and r - a. For t-mu-tilde above tA the best fit on one side is
/// negative, where t is linear in it: these tails are beyond (t + tA) / 2a and (t - tA) / 2a.
struct TwoSidedTails {
  /// Where a tail begins, with the derivatives in t and tA.
  struct Start {
    let value: Double
    let slopeInT: Double
    let slopeInAsimov: Double
  }

  /// Where the tails of CLs+b begin.
  let clsb: [Start]
  /// Where the tails of CLb begin.
  let clb: [Start]

  init(_ statistic: TestStatistic, t: Double, asimov: Double) {
    let (root, distance) = (t.squareRoot(), asimov.squareRoot())
    let rootSlope = t > 0 ? 0.5 / root : 0
    let distanceSlope = asimov > 0 ? 0.5 / distance : 0
    let side = Start(value: root, slopeInT: rootSlope, slopeInAsimov: 0)
    let above = Start(value: root + distance, slopeInT: rootSlope, slopeInAsimov: distanceSlope)
    guard statistic == .tMuTilde, t > asimov else {
      clsb = [side, side]
      clb = [above, Start(value: root - distance, slopeInT: rootSlope, slopeInAsimov: -distanceSlope)]
      return
    }
    let inverse = asimov > 0 ? 1 / (2 * distance) : 0
    let curvature = asimov > 0 ? inverse / (2 * asimov) : 0
    // At tA = 0 no best fit is below the tested strength.
    func below(_ sign: Double) -> Start {
      Start(
        value: asimov > 0 ? (t + sign * asimov) * inverse : .infinity, slopeInT: inverse,
        slopeInAsimov: (sign * asimov - t) * curvature)
    }
    clsb = [side, below(1)]
    clb = [above, below(-1)]
  }

  /// The p-values.
  var values: PValues {
    let (clsb, clb) = (Self.probability(clsb), Self.probability(clb))
    guard clsb < 1e-290 || clb < 1e-290 else { return PValues(clsb: clsb, clb: clb) }
    return PValues(
      clsb: clsb, clb: clb, cls: .exp(Self.logProbability(self.clsb) - Self.logProbability(self.clb)))
  }

  /// The tails of an alternative that fluctuates by so many standard deviations, of which a larger number is rarer:
  /// those of the t with that CLb, which falls with t.
  static func expected(_ statistic: TestStatistic, sigmas: Double, asimov: Double) -> TwoSidedTails {
    let share = NormalTail.probability(sigmas)
    var (low, high) = (0.0, asimov.squareRoot() + abs(sigmas) + 2)
    while true {
      let middle = 0.5 * (low + high)
      let tails = TwoSidedTails(statistic, t: middle * middle, asimov: asimov)
      guard middle > low, middle < high else { return tails }
      if probability(tails.clb) > share { low = middle } else { high = middle }
    }
  }

  /// The derivative of a p-value in t, and in tA.
  static func slopes(_ starts: [Start]) -> (q: Double, asimov: Double) {
    starts.reduce((0, 0)) { sum, start in
      let density = normalPDF(start.value)
      return (sum.0 - density * start.slopeInT, sum.1 - density * start.slopeInAsimov)
    }
  }

  private static func probability(_ starts: [Start]) -> Double {
    starts.reduce(0) { $0 + NormalTail.probability($1.value) }
  }

  private static func logProbability(_ starts: [Start]) -> Double {
    let logs = starts.map { NormalTail.logProbability($0.value) }
    let largest = logs.reduce(-.infinity, max)
    return largest + .log(logs.reduce(0) { $0 + .exp($1 - largest) })
  }
}
