import Foundation
import NeosEngine
import Testing

@Suite struct HypothesisTestTests {
  @Test func theFiguresAreThere() { #expect(HypotestFigures.cases.count > 10) }

  // pyhf's fits stop at 1e-13 of -2 ln L or so; a p-value of a small statistic feels its square root.
  @Test(arguments: HypotestFigures.cases)
  func pValuesAreThoseOfPyhf(reference: HypotestFigures.Case) throws {
    let model = try reference.model()
    for figure in reference.tests {
      let test = try HypothesisTest(
        model, data: reference.data, tested: figure.tested, statistic: figure.statistic)
      #expect(test.problems == [])
      let isDiscovery = figure.statistic == .q0
      let kind: PValueKind = isDiscovery ? .clsb : .cls
      #expect(agree(test.observed[kind], figure.value, within: 1e-6))
      let tails = isDiscovery ? [test.observed.clb] : [test.observed.clsb, test.observed.clb]
      #expect(agree(tails, figure.tails, within: 1e-6))
      #expect(agree(test.expected.map { $0[kind] }, figure.band, within: 1e-6))
    }
  }

  /// The figures of pyhf's documentation, to the tolerance of the fits that they come from.
  @Test func theCheckModel() throws {
    let test = try HypothesisTest(CheckModel.model(), data: CheckModel.data(), tested: 1)
    #expect(abs(test.observed.cls - 0.05251497) < 6e-7)
    #expect(abs(test.observed.clsb - 0.02332502) < 6e-7)
    #expect(abs(test.observed.clb - 0.4441594) < 1e-5)
    let band = [0.00260626, 0.01382005, 0.0644532, 0.2352564, 0.5730362]
    #expect(agree(test.expected.map(\.cls), band, within: 1e-5))
  }

  /// n counts on a background b known for certain: q = 2 (mu s + b - n + n ln(n / (mu s + b))).
  @Test func aCountingExperimentHasItsClosedForm() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    func q(_ n: Double, _ tested: Double) -> Double {
      let rate = tested * 10 + 50
      return 2 * (rate - n + n * log(n / rate))
    }
    let n = 55.0
    let test = try HypothesisTest(model, data: [n, 1], tested: 2, statistic: .qMu)
    #expect(agree(test.observedStatistic.value, q(n, 2), within: 1e-12))
    #expect(agree(test.asimovStatistic.value, q(50, 2), within: 1e-12))
    let clsb = 0.5 * erfc((q(n, 2) / 2).squareRoot())
    let clb = 0.5 * erfc((q(n, 2).squareRoot() - q(50, 2).squareRoot()) / 2.0.squareRoot())
    #expect(agree(test.observed.clsb, clsb, within: 1e-12))
    #expect(agree(test.observed.cls, clsb / clb, within: 1e-12))

    let discovery = try Discovery(model, data: [80, 1])
    let z = (2 * (80 * log(80.0 / 50) - 30)).squareRoot()
    #expect(agree(discovery.observed.z, z, within: 1e-12))
    #expect(agree(discovery.observed.p0, 0.5 * erfc(z / 2.0.squareRoot()), within: 1e-12))
    // s = 10: arXiv:1007.1727, equation 97.
    #expect(agree(discovery.expected[2].z, (2 * (60 * log(60.0 / 50) - 10)).squareRoot(), within: 1e-12))
    #expect(discovery.problems == [])
  }

  /// With q above qA the two statistics have different distributions.
  @Test func theTildeHasItsOwnBranch() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let plain = try HypothesisTest(model, data: [40, 1], tested: 1, statistic: .qMu)
    let tilde = try HypothesisTest(model, data: [40, 1], tested: 1)
    let (q, asimov) = (tilde.observedStatistic.value, tilde.asimovStatistic.value)
    #expect(q > asimov)
    #expect(plain.observedStatistic.value == q)
    let t = (q - asimov) / (2 * asimov.squareRoot())
    #expect(agree(tilde.observed.clb, 0.5 * erfc(t / 2.0.squareRoot()), within: 1e-14))
    #expect(tilde.observed.clb < plain.observed.clb)
  }

  /// Best fits on both sides speak against a strength, with p-values in closed form: 36 and 43 of arXiv:1007.1727.
  @Test(arguments: [40.0, 46, 51, 57, 66, 75])
  func twoSidedTestsHaveTheirClosedForm(count: Double) throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let plain = try HypothesisTest(model, data: [count, 1], tested: 1, statistic: .tMu)
    let tilde = try HypothesisTest(model, data: [count, 1], tested: 1, statistic: .tMuTilde)
    let (t, a) = (plain.observedStatistic.value, plain.asimovStatistic.value.squareRoot())
    #expect(tilde.observedStatistic.value == t)
    func tail(_ x: Double) -> Double { 0.5 * erfc(x / 2.0.squareRoot()) }
    let root = t.squareRoot()
    #expect(agree(plain.observed.clsb, 2 * tail(root), within: 1e-14))
    #expect(agree(plain.observed.clb, tail(root + a) + tail(root - a), within: 1e-14))
    let isFar = t > a * a
    #expect(
      agree(
        tilde.observed.clsb, tail(root) + tail(isFar ? (t + a * a) / (2 * a) : root), within: 1e-14))
    #expect(
      agree(
        tilde.observed.clb, tail(root + a) + tail(isFar ? (t - a * a) / (2 * a) : root - a), within: 1e-14))
    for test in [plain, tilde] {
      // CLb is what its own distribution is uniform in.
      #expect(agree(test.expected.map(\.clb), [2, 1, 0, -1, -2].map(tail), within: 1e-14))
      #expect(test.expected.map(\.clsb) == test.expected.map(\.clsb).sorted())
    }
  }

  @Test func aTwoSidedTestOfNoSignalExcludesNothing() throws {
    for statistic in [TestStatistic.tMu, .tMuTilde] {
      let test = try HypothesisTest(
        CheckModel.model(), data: CheckModel.data(), tested: 0, statistic: statistic)
      #expect(abs(test.observed.cls - 1) < 1e-12)
      #expect(test.expected.allSatisfy { abs($0.cls - 1) < 1e-12 })
    }
  }

  @Test(arguments: [TestStatistic.qMuTilde, .tMu, .tMuTilde])
  func whereBothTailsVanishCLsIsStillTheRatio(statistic: TestStatistic) throws {
    let model = try countingExperiment(signal: 300, background: 500)
    let test = try HypothesisTest(model, data: [10, 1], tested: 10, statistic: statistic)
    #expect(test.observed.clsb == 0)
    #expect(test.observed.cls >= 0 && test.observed.cls < 1e-100)
    #expect(test.isSound)
  }

  @Test func withoutASignalThereIsNothingToExclude() throws {
    let test = try HypothesisTest(CheckModel.model(), data: CheckModel.data(), tested: 0)
    #expect(abs(test.observed.cls - 1) < 1e-12)
    #expect(test.expected.allSatisfy { abs($0.cls - 1) < 1e-12 })
  }

  @Test func whatCannotBeTestedIsAnError() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    #expect(throws: InferenceError.outOfBounds(name: "mu", value: 11, bounds: 0...10)) {
      try HypothesisTest(model, data: data, tested: 11)
    }
    #expect(throws: InferenceError.dataCount(found: 2, needed: 4)) {
      try HypothesisTest(model, data: [51, 48], tested: 1)
    }
    #expect(throws: InferenceError.datum(name: "the count of bin 1", value: -48)) {
      try HypothesisTest(model, data: [51, -48] + data[2...], tested: 1)
    }
    #expect(throws: InferenceError.fixedParameterOfInterest(name: "mu")) {
      let fixed = FreeNormalizations(signal: [1, 2], background: [3, 4], fixesPOI: true)
      return try HypothesisTest(fixed, data: [4, 5], tested: 1)
    }
    #expect(throws: InferenceError.noParameterOfInterest) {
      let without = FreeNormalizations(signal: [1, 2], background: [3, 4], hasPOI: false)
      return try HypothesisTest(without, data: [4, 5], tested: 1)
    }
    #expect("\(InferenceError.outOfBounds(name: "mu", value: 11, bounds: 0...10))".contains("mu = 11"))
  }
}
