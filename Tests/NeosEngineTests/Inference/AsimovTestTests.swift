import Foundation
import NeosEngine
import Testing

@Suite struct AsimovTestTests {
  /// One bin; without an uncertainty its factor is fixed.
  private func counting(_ s: Double, _ b: Double, _ sigma: Double = 0) throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[s], [b], [sigma]]),
      scaleFactors: .perBin)
  }

  /// A counting experiment, with the statistics of Cowan et al. (arXiv:1007.1727, section 5.1) in 40 digits and
  /// the p-values of SciPy.
  struct Counting: Sendable {
    var s: Double
    var b: Double
    var qmu: Double
    var clsb: Double
    var q0: Double
    var p0: Double
  }

  // A ratio keeps all digits; a p-value's tail multiplies the statistic's rounding by it.
  @Test(arguments: [
    Counting(
      s: 5, b: 10, qmu: 1.8906978378367123, clsb: 0.08456161673542956, q0: 2.1639532432449315,
      p0: 0.0706403997668598),
    Counting(
      s: 1, b: 100, qmu: 0.00993382936638343, clsb: 0.4603037158898194, q0: 0.009966832339952734,
      p0: 0.4602380478815182),
    Counting(
      s: 30, b: 2, qmu: 48.909645111040874, clsb: 1.3401473365524826e-12, q0: 117.445678223346,
      p0: 1.1464742880635716e-27),
    Counting(
      s: 0.01, b: 50, qmu: 1.9997333733269343e-06, clsb: 0.4994358482127291, q0: 1.9998666799984003e-06,
      p0: 0.499435829409249),
  ])
  func aCountingExperimentHasTheClosedForm(case known: Counting) throws {
    let model = try counting(known.s, known.b)
    let exclusion = AsimovTest(model, tested: 1, alternative: 0)
    #expect(abs(exclusion.statistic / known.qmu - 1) < 1e-12)
    #expect(abs(exclusion.pValue / known.clsb - 1) < 1e-11)
    let discovery = AsimovTest(model, tested: 0, alternative: 1)
    #expect(abs(discovery.statistic / known.q0 - 1) < 1e-12)
    #expect(abs(discovery.pValue / known.p0 - 1) < 1e-11)
    #expect(exclusion.isConverged && discovery.isConverged)
  }

  /// Signal, background and its uncertainty: Cowan's formula for a background measured beside (Li and Ma,
  /// Astrophys. J. 272 (1983) 317, equation 17, on Asimov data).
  @Test(arguments: [(5.0, 10.0, 2.0), (2, 50, 10), (20, 5, 1), (1, 1, 0.5)])
  func anUncertainBackgroundHasTheFormulaOfLiAndMa(s: Double, b: Double, sigma: Double) throws {
    let test = AsimovTest(try counting(s, b, sigma), tested: 0, alternative: 1)
    let v = sigma * sigma
    let expected =
      2
      * ((s + b) * log((s + b) * (b + v) / (b * b + (s + b) * v)) - b * b / v * log(1 + v * s / (b * (b + v))))
    // Terms of size 20 cancel down to 0.05 at the least.
    #expect(abs(test.statistic / expected - 1) < 1e-12)
    // The factor at mu = 0 explains the counts and the constraint together.
    let tau = b * b / v
    #expect(agree(test.conditional.parameters, [0, (s + b + tau) / (b + tau)], within: 1e-13))
  }

  @Test func noSignalCannotBeTested() throws {
    for (tested, alternative) in [(1.0, 0.0), (0, 1)] {
      let model = try counting(0, 10, 1)
      let test = AsimovTest(model, tested: tested, alternative: alternative)
      #expect(test.statistic == 0)
      #expect(test.pValue == 0.5)
      #expect(test.pValueSlope == 0)
      #expect(test.templateGradient(model) == [[0], [0], [0]])
    }
  }

  /// A bin without background leaves the hypothesis of no signal without any chance.
  @Test func aTestWithoutADefinedFitSaysSo() throws {
    let test = AsimovTest(try counting(3, 0), tested: 0, alternative: 1)
    #expect(!test.isConverged)
    #expect(test.conditional.status == .undefinedStart(bins: [0]))
  }

  @Test func theAsimovDataAreFittedByTheirOwnParameters() throws {
    for model in try randomModels(100, seed: 1500) {
      let test = AsimovTest(model, tested: 1, alternative: 0)
      let data = model.expectedData(test.asimov)
      let global = Fitter().fit(model, data: data, initial: test.conditional.parameters)
      // No fit finds anything better; likelihoods of size 20 are rounded at 1e-14.
      let logpdf: Double = model.logpdf(test.asimov, data: data)
      #expect(global.logpdf <= logpdf + 1e-13)
      // The statistic is twice the difference of the two, which keeps fewer digits: tau is up to 1000.
      #expect(abs(test.statistic - 2 * (logpdf - test.conditional.logpdf)) < 1e-11)
    }
  }

  @Test func theGradientAgreesWithCentralDifferences() throws {
    for (index, model) in try randomModels(120, seed: 1700).enumerated() {
      let tested = index % 2 == 0 ? 1.0 : 0
      func test(_ model: any StatisticalModel) -> AsimovTest {
        AsimovTest(model, tested: tested, alternative: 1 - tested)
      }
      let found = test(model)
      let gradient = found.templateGradient(model)
      for template in gradient.indices {
        let bin = (index + template) % model.binCount
        let expected = try slope { try test(model.moved(template: template, bin: bin, by: $0)).statistic }
        // A fourth-order formula with a step of 1e-3, in templates of which the smallest is 0.1.
        #expect(agree(gradient[template][bin], expected, within: 1e-7), "model \(index), \(template)")
        let inPValue = try slope { try test(model.moved(template: template, bin: bin, by: $0)).pValue }
        #expect(agree(found.pValueSlope * gradient[template][bin], inPValue, within: 1e-7))
      }
    }
  }
}
