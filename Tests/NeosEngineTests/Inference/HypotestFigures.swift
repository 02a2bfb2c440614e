import NeosEngine

/// The figures of `hypotests_reference.py`: what pyhf and Minuit find.
struct HypotestFigures: Decodable {
  struct Case: LikelihoodCase {
    var name: String
    var likelihood: String
    var templateNames: [String]
    var templates: [[Double]]
    var data: [Double]
    var statistics: [Statistic]
    var tests: [Test]
    var limits: [Limits]
    var scannedLimits: Limits
    var fit: MinuitFit?
  }

  struct Statistic: Decodable {
    var statistic: TestStatistic
    var tested: Double
    var value: Double
  }

  struct Test: Decodable {
    var statistic: TestStatistic
    var tested: Double
    var value: Double
    /// CLs+b and CLb; for q0 CLb alone.
    var tails: [Double]
    var band: [Double]
  }

  struct Limits: Decodable {
    var scan: [Double]?
    var level: Double
    var observed: Double
    var expected: [Double]
  }

  struct MinuitFit: Decodable {
    var parameters: [Double]
    var covariance: [[Double]]
    /// Below and above, by parameter.
    var errors: [[Double?]]
  }

  var cases: [Case]

  static let file = try? Figures.load("hypotests", as: HypotestFigures.self)
  static var cases: [Case] { file?.cases ?? [] }
}

/// The check model of pyhf's documentation: `uncorrelated_background([12, 11], [50, 52], [3, 7])` on [51, 48].
enum CheckModel {
  static func model() throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[12, 11], [50, 52], [3, 7]]),
      scaleFactors: .perBin)
  }

  static func data() throws -> [Double] { try [51, 48] + model().auxiliaryData }
}

/// A single bin with a certain background: a counting experiment, for which all is known in closed form.
func countingExperiment(signal: Double, background: Double) throws -> HepdataLikeModel {
  try HepdataLikeModel(
    Yields(names: ["signal", "background", "uncertainty"], templates: [[signal], [background], [0]]),
    scaleFactors: .perBin)
}

/// Data around what a model expects at a strength, with fractional counts and auxiliary data off their nominal
/// values.
func randomData(_ model: some StatisticalModel, mu: Double, seed: UInt64) -> [Double] {
  let expected = model.expectedData(model.initialParameters(poi: mu))
  let draws: [Double] = RandomKey(seed: seed).normal(expected.count)
  return zip(expected, draws).enumerated().map { index, pair in
    let isCount = index < model.binCount || pair.0 != 0
    return isCount ? max(pair.0 + 0.5 * pair.1 * pair.0.squareRoot(), 0.3 * pair.0) : 0.5 * pair.1
  }
}
