import NeosEngine

/// A signal on a background whose variation has a kink at alpha = 0, as interpolation code 0 makes it.
struct KinkedModel: StatisticalModel {
  var signal: [Double]
  var background: [Double]
  /// The change of the background for alpha = 1 and alpha = -1.
  var up: [Double]
  var down: [Double]

  var kinkedParameters: [Int] { [0] }

  var parameters: [ModelParameter] {
    [
      ModelParameter(name: "alpha", initial: 0.3, bounds: -5...5),
      ModelParameter(name: "mu", initial: 1, bounds: 0...10),
    ]
  }
  var poiIndex: Int? { 1 }
  var yields: Yields { Yields(names: ["signal"], templates: [signal]) }
  var binCount: Int { signal.count }
  var auxiliaryData: [Double] { [0] }
  var auxiliaryMeasurements: [AuxiliaryMeasurement] {
    [AuxiliaryMeasurement(parameter: 0, distribution: .normal(width: 1))]
  }

  private func variation(_ alpha: Double) -> [Double] { alpha > 0 ? up : down.map { -$0 } }

  func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    let change = variation(parameters[0].value)
    return signal.indices.map { bin in
      signal[bin] * parameters[1] + change[bin] * parameters[0] + background[bin]
    }
  }
  func expectedData(_ parameters: [Double], into data: inout [Double]) {
    data = expectedRates(parameters) + [parameters[0]]
  }
  func expectedDataPullback(_ parameters: [Double], cotangent: [Double]) -> [[Double]] {
    [cotangent.prefix(binCount).map { $0 * parameters[1] }]
  }
  func logpdf<S: LikelihoodScalar>(_ parameters: [S], data: [Double]) -> S {
    let residual = parameters[0] - data[binCount]
    return zip(expectedRates(parameters), data).reduce(-0.5 * (residual * residual)) { sum, bin in
      sum + bin.1 * S.log(bin.0) - bin.0
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
    let change = variation(parameters[0].value)
    var gradient = [S(data[binCount]) - parameters[0], S(0)]
    for (bin, rate) in expectedRates(parameters).enumerated() {
      let slope = data[bin] / rate - 1
      gradient[0] = gradient[0] + change[bin] * slope
      gradient[1] = gradient[1] + signal[bin] * slope
    }
    return gradient
  }
  func templateGradient<S: LikelihoodScalar>(
    _ parameters: [S], data: [Double]
  ) -> (templates: [[S]], data: [S]) {
    ([], [])
  }
}
