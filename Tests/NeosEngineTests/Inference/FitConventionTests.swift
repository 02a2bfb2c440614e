import Foundation
import NeosEngine
import Testing

/// What a fit makes of large counts, empty bins and the settings of a measurement.
@Suite struct FitConventionTests {
  typealias Modifier = Workspace.Modifier

  /// A channel SR with a signal and a background, and a measurement of mu.
  private func model(
    signal: [Double], background: [Double], _ modifiers: [Modifier],
    _ parameters: [Workspace.ParameterConfiguration] = []
  ) throws -> HistFactoryModel {
    let workspace = Workspace(
      channels: [
        .init(
          name: "SR",
          samples: [
            .init(
              name: "signal", data: .values(signal), modifiers: [Modifier(name: "mu", effect: .normFactor)]),
            .init(name: "background", data: .values(background), modifiers: modifiers),
          ])
      ], observations: [], measurements: [])
    return try HistFactoryModel(workspace, measurement: .init(name: "m", poi: "mu", parameters: parameters))
  }

  @Test(arguments: [1.0, 1e6, 1e9, 1e12])
  func largeCountsConverge(scale: Double) throws {
    let background = [90.0, 110, 130, 70, 55].map { $0 * scale }
    let modifiers = [
      Modifier(name: "norm", effect: .normSys(hi: 1.1, lo: 0.92)),
      Modifier(name: "other", effect: .normSys(hi: 1.04, lo: 0.97)),
      Modifier(
        name: "shape",
        effect: .histoSys(
          hi: .values(zip(background, [1.1, 1.05, 1, 0.97, 0.9]).map(*)),
          lo: .values(zip(background, [0.92, 0.97, 1, 1.04, 1.08]).map(*)))),
      Modifier(name: "stat", effect: .shapeSys(.values(background.map { 0.05 * $0 }))),
    ]
    let model = try model(signal: [5, 9, 12, 4, 1].map { $0 * scale }, background: background, modifiers)
    let counts = [97.0, 113, 150, 70, 50].map { $0 * scale }
    let data = counts + model.auxiliaryData
    let fit = Fitter().fit(model, data: data)
    #expect(fit.isConverged)
    #expect(fit.iterations < 30)
    #expect(try HypothesisTest(model, data: data, tested: 1).isSound)
  }

  /// pyhf's log-likelihood goes on below 0 where nothing was observed, and the best fit may lie there.
  @Test func aNegativeExpectedCountOfAnEmptyBinIsRemarked() throws {
    let shape = Modifier(name: "shape", effect: .histoSys(hi: .values([20, 12]), lo: .values([20, 2])))
    let model = try model(signal: [1, 0], background: [20, 1], [shape])
    let fit = Fitter().fit(model, data: [20, 0, -4])
    #expect(fit.isConverged)
    let rates: [Double] = model.expectedRates(fit.parameters)
    let report = FitReport(fit, model)
    #expect((rates[1] < 0) == report.remarks.contains { $0.contains("bin 1 of channel SR") })
  }

  @Test func pullsStartAtTheCenterOfTheConstraint() throws {
    let norm = Modifier(name: "norm", effect: .normSys(hi: 1.1, lo: 0.9))
    let model = try model(
      signal: [10], background: [50], [norm], [.init(name: "norm", inits: [0.5], auxdata: [0.3])])
    let fit = Fitter().fit(model, data: [60, 0.3])
    let pulls = Pull.all(fit, model, covariance: nil)
    #expect(pulls.count == 1)
    #expect(abs(pulls[0].value - (fit.parameters[model.poiIndex == 0 ? 1 : 0] - 0.3)) < 1e-15)
  }

  @Test func aStartOutsideItsBoundsIsAnError() throws {
    let norm = Modifier(name: "norm", effect: .normSys(hi: 1.1, lo: 0.9))
    let model = try model(signal: [10], background: [50], [norm], [.init(name: "norm", inits: [7])])
    let error = InferenceError.start(name: "norm", value: 7, bounds: -5...5)
    #expect(throws: error) { try HypothesisTest(model, data: [60, 0], tested: 1) }
    #expect(throws: error) { try InferenceQuestion(.fit).answer(model, data: [60, 0]) }
    #expect("\(error)".contains("norm starts at 7.0"))
  }
}
