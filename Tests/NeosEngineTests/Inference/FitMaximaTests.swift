import NeosEngine
import Testing

@Suite struct FitMaximaTests {
  /// At the signal's usual strength its variations leave one maximum. At a strength of 2.5, with data far off, there is
  /// one on either side, and that of the other side than the first fit's is the higher one. pyhf 0.7.6 with Minuit finds
  /// it from starts at 1 and 2, with twice the negative log-likelihood 24.70111568, and 24.83674595 from 0, -1 and -2.
  @Test func aStrongSignalMayHaveAMaximumOnEitherSide() throws {
    let model = try strongSignal()
    let data = [11.0, 5, 7, 16, 12] + model.auxiliaryData
    let fit = Fitter().fit(model, data: data, fixedPOI: 2.5)
    #expect(fit.isConverged)
    #expect(abs(-2 * fit.logpdf - 24.70111568) < 1e-7)
    let varied = try #require(model.parameters.firstIndex { $0.name == "s1" })
    for start in -2...2 {
      var initial = model.initialParameters(poi: 2.5)
      initial[varied] = Double(start)
      let other = Fitter().fit(model, data: data, initial: initial, fixedPOI: 2.5)
      #expect(abs(other.logpdf - fit.logpdf) < 1e-9)
    }
  }

  /// A signal and two backgrounds, with a variation of the signal's shape and the second one's normalization.
  private func strongSignal() throws -> HistFactoryModel {
    func errors(_ values: [Double]) -> Workspace.Modifier {
      .init(name: "st", effect: .statError(.values(values)))
    }
    let signal = Workspace.Sample(
      name: "signal", data: .values([0.85, 0.45, 1.95, 2.32, 1.09]),
      modifiers: [
        .init(name: "mu", effect: .normFactor),
        .init(
          name: "s1",
          effect: .histoSys(
            hi: .values([0.73, 0.51, 1.24, 1.45, 1.09]), lo: .values([0.97, 0.39, 2.65, 3.19, 1.1]))),
        errors([0.11, 0.06, 0.28, 1.08, 0.21]),
      ])
    let first = Workspace.Sample(
      name: "b0", data: .values([10.52, 7.98, 2.42, 4.07, 4.61]),
      modifiers: [errors([3.35, 3.65, 0.9, 0.45, 0.8])])
    let second = Workspace.Sample(
      name: "b1", data: .values([1.6, 8.88, 3.66, 10.45, 2.7]),
      modifiers: [
        .init(name: "s1", effect: .normSys(hi: 1.016, lo: 0.776)), errors([0.42, 1.14, 1.7, 3.02, 0.6]),
      ])
    return try HistFactoryModel(
      Workspace(
        channels: [.init(name: "c0", samples: [signal, first, second])], observations: [], measurements: []),
      measurement: Workspace.Measurement(name: "m", poi: "mu"))
  }
}
