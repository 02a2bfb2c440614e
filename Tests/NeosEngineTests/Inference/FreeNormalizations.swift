import NeosEngine

/// A signal and a background with free normalizations and no constraint, and parameters without influence: what
/// a fit must live with.
struct FreeNormalizations: StatisticalModel {
  var signal: [Double]
  var background: [Double]
  var spare = 0
  var fixesPOI = false
  var hasPOI = true
  /// The likelihood is not defined where the first bin has more counts.
  var largestCount = Double.infinity

  var parameters: [ModelParameter] {
    ["mu", "norm"].map { name in
      ModelParameter(
        name: name, initial: 1, bounds: -10...10, isFixed: fixesPOI && name == "mu")
    }
      + (0..<spare).map { ModelParameter(name: "spare[\($0)]", initial: 0, bounds: -5...5) }
  }
  var poiIndex: Int? { hasPOI ? 0 : nil }
  var yields: Yields { Yields(names: ["signal", "background"], templates: [signal, background]) }
  var binCount: Int { signal.count }
  var auxiliaryData: [Double] { [] }
  var auxiliaryMeasurements: [AuxiliaryMeasurement] { [] }

  func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    zip(signal, background).map { $0 * parameters[0] + $1 * parameters[1] }
  }
  func expectedData(_ parameters: [Double], into data: inout [Double]) { data = expectedRates(parameters) }
  func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    [cotangent.map { parameters[0] * $0 }, cotangent.map { parameters[1] * $0 }]
  }
  func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    zip(expectedRates(parameters), data).reduce(S(data[0] > largestCount ? .nan : 0)) { sum, bin in
      bin.0.value < 0 || (bin.0.value == 0 && bin.1 > 0)
        ? S(.nan) : sum + (bin.1 == 0 ? S(0) : bin.1 * S.log(bin.0)) - bin.0
    }
  }
  func logRatio(_ parameters: [Double], to reference: [Double], data: [Double]) -> Double {
    let (here, there): (Double, Double) = (
      logpdf(parameters, data: data), logpdf(reference, data: data)
    )
    return here - there
  }
  func asimovRatioGradient(_ parameters: [Double], to other: [Double], into gradient: inout [[Double]]) {
    gradient = []
  }
  func parameterGradient<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> [S] {
    let rates = expectedRates(parameters)
    var gradient = parameters.map { _ in S(0) }
    for bin in data.indices {
      let slope = (data[bin] == 0 ? S(0) : data[bin] / rates[bin]) - 1
      gradient[0] = gradient[0] + signal[bin] * slope
      gradient[1] = gradient[1] + background[bin] * slope
    }
    return gradient
  }
  func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S]) {
    ([], [])
  }
}
