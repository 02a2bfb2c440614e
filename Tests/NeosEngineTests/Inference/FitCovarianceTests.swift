import NeosEngine
import Testing

@Suite struct FitCovarianceTests {
  @Test(arguments: HypotestFigures.cases)
  func covarianceIsThatOfHesse(reference: HypotestFigures.Case) throws {
    guard let figure = reference.fit else { return }
    let model = try reference.model()
    let fit = Fitter().fit(model, data: reference.data)
    // Minuit stops at 1e-7 of its estimated distance, and differentiates numerically.
    #expect(agree(fit.parameters, figure.parameters, within: 1e-4))
    let covariance = try FitCovariance(fit, model, data: reference.data)
    #expect(covariance.free == Array(fit.parameters.indices))
    for row in fit.parameters.indices {
      for column in fit.parameters.indices {
        let expected = figure.covariance
        let scale = (expected[row][row] * expected[column][column]).squareRoot()
        #expect(abs(covariance.matrix[row][column] - expected[row][column]) < 1e-3 * scale)
        #expect(abs((covariance.correlation(row, column) ?? .nan) - expected[row][column] / scale) < 1e-3)
      }
      let width = try #require(covariance.uncertainty(of: row))
      #expect(abs(width / figure.covariance[row][row].squareRoot() - 1) < 1e-3)
    }
  }

  @Test func heldParametersHaveNone() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let fit = Fitter().fit(model, data: [80, 1])
    let covariance = try FitCovariance(fit, model, data: [80, 1])
    // sigma of mu = sqrt(n) / s.
    #expect(abs((covariance.uncertainty(of: 0) ?? .nan) - 80.0.squareRoot() / 10) < 1e-12)
    #expect(covariance.uncertainty(of: 1) == nil)
    #expect(covariance.correlation(0, 1) == nil)
    let atBound = Fitter().fit(model, data: [30, 1])
    #expect(try FitCovariance(atBound, model, data: [30, 1]).free == [])
  }

  /// Signal and background of one shape, and nothing that measures the background.
  @Test func aFlatDirectionIsNamed() throws {
    let model = FreeNormalizations(signal: [10, 20], background: [20, 40], spare: 2)
    let data = [35.0, 65]
    let fit = Fitter().fit(model, data: data)
    #expect(fit.isConverged)
    #expect(fit.unused == [2, 3])
    #expect(throws: InferenceError.flatDirection(parameters: ["mu", "norm"])) {
      try FitCovariance(fit, model, data: data)
    }
    // One of them fixed, the other is known.
    let fixed = Fitter().fit(model, data: data, fixed: [1: 1])
    #expect(abs(fixed.parameters[0] - 40.0 / 30) < 1e-12)
    let covariance = try FitCovariance(fixed, model, data: data)
    #expect(abs((covariance.uncertainty(of: 0) ?? .nan) - 100.0.squareRoot() / 30) < 1e-12)
  }
}
