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
    let uncertainty: Double = try #require(covariance.uncertainty(of: 0))
    #expect(abs(uncertainty - 80.0.squareRoot() / 10) < 1e-12)
    #expect(covariance.uncertainty(of: 1) == nil)
    #expect(covariance.correlation(0, 1) == nil)
    let atBound = Fitter().fit(model, data: [30, 1])
    #expect(try FitCovariance(atBound, model, data: [30, 1]).free == [])
  }

  /// The parameters of single bins meet only in their bins; the covariance is that of the whole matrix all the same.
  @Test func manyParametersOfSingleBinsHaveTheCovarianceOfTheWholeMatrix() throws {
    let background = (0..<60).map { (bin: Int) -> Double in 40 + 100 * Double(bin * 37 % 60) / 60 }
    let samples = [
      Workspace.Sample(
        name: "signal", data: .values(background.indices.map { 2 + Double($0 * 11 % 7) }),
        modifiers: [Workspace.Modifier(name: "mu", effect: .normFactor)]),
      Workspace.Sample(
        name: "background", data: .values(background),
        modifiers: [
          Workspace.Modifier(name: "norm", effect: .normSys(hi: 1.1, lo: 0.92)),
          Workspace.Modifier(name: "stat", effect: .statError(.values(background.map { 0.05 * $0 }))),
          Workspace.Modifier(name: "shape", effect: .shapeSys(.values(background.map { 0.1 * $0 }))),
        ]),
    ]
    let workspace = Workspace(
      channels: [Workspace.Channel(name: "c", samples: samples)], observations: [], measurements: [])
    let model = try HistFactoryModel(workspace, measurement: .init(name: "m", poi: "mu", parameters: []))
    let data = background.indices.map { background[$0] + Double($0 * 13 % 17) - 5 } + model.auxiliaryData
    let fit = Fitter().fit(model, data: data)
    let covariance = try FitCovariance(fit, model, data: data)
    let hessian = model.hessian(fit.parameters, data: data)
    #expect(covariance.free.count == 122)
    let product = covariance.matrix.multiplied(
      by: covariance.free.map { row in covariance.free.map { -hessian[row][$0] } })
    for row in product.indices {
      for column in product.indices {
        // Rounding at 1e-16 times the condition number, some 1e5.
        #expect(abs(product[row][column] - (row == column ? 1 : 0)) < 1e-9)
      }
    }
  }

  /// Of two parameters with correlation r the eigenvalues are 1 + r and 1 - r.
  @Test func theConditionOfTwoParameters() throws {
    let yields = Yields(
      names: ["signal", "nominal", "up", "down"],
      templates: [[5, 9, 7], [50, 40, 30], [54, 48, 37], [46, 32, 24]])
    let model = try HistosysModel(yields)
    let data = [54.0, 50, 36, 0]
    let covariance = try FitCovariance(Fitter().fit(model, data: data), model, data: data)
    let correlation = try #require(covariance.correlation(0, 1)).magnitude
    #expect(correlation > 0.5)
    // The iteration stops at 1e-6, with its rest of the same size for these well separated eigenvalues.
    #expect(agree(try #require(covariance.condition), (1 + correlation) / (1 - correlation), within: 1e-4))
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
    let uncertainty: Double = try #require(covariance.uncertainty(of: 0))
    #expect(abs(uncertainty - 100.0.squareRoot() / 30) < 1e-12)
  }
}
