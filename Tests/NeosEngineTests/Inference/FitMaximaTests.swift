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

  /// Parameters of two backgrounds, with shapes and normalizations of their own, against what the expected counts do from
  /// -1 to 0 and from 0 to 1.
  @Test(arguments: 1...20) func whatAParameterDoesIsAddedUpOverSamples(seed: UInt64) throws {
    let model = try mixedVariations(seed: seed)
    var point = model.initialParameters(poi: 0.7)
    let gammas = model.parameters.indices.filter { model.parameters[$0].name.hasPrefix("gamma") }
    for (index, gamma) in gammas.enumerated() { point[gamma] = 0.8 + 0.03 * Double(index) }
    let counts = model.expectedRates(point)
    let data = counts.map { ($0 * 1.2).rounded() } + model.auxiliaryData
    for withData in [false, true] {
      var strengths: [Int: Double] = [:]
      for parameter in model.parameters.indices where model.parameters[parameter].name.hasPrefix("v") {
        var (higher, lower) = (point, point)
        (higher[parameter], lower[parameter]) = (1, -1)
        let (highs, lows) = (model.expectedRates(higher), model.expectedRates(lower))
        let errors = counts.map { max($0, 1).squareRoot() }
        let up = counts.indices.map { (highs[$0] - counts[$0]) / errors[$0] }
        let down = counts.indices.map { (counts[$0] - lows[$0]) / errors[$0] }
        let slopes = counts.indices.map { (data[$0] / counts[$0] - 1) * errors[$0] }
        let turning = (dot(up, up) * dot(down, down)).squareRoot() - dot(up, down)
        let bend = withData ? dot(slopes, up) - dot(slopes, down) : 0
        strengths[parameter] = max(turning, bend) - 0.5
      }
      let expected = strengths.filter { $0.value > 0 }.sorted { $0.value > $1.value }.map(\.key)
      #expect(model.twofoldParameters(at: point, data: withData ? data : nil) == expected)
    }
  }

  /// A signal and two backgrounds of nine bins, with eight variations that are shapes of some of them, normalizations of
  /// some, or both.
  private func mixedVariations(seed: UInt64) throws -> HistFactoryModel {
    var draws: [Double] = RandomKey(seed: seed).uniform(1000, from: 0, to: 1)
    func draw(_ low: Double, _ high: Double) -> Double { low + (high - low) * draws.removeLast() }
    func background(_ name: String) -> Workspace.Sample {
      let nominal = (0..<9).map { _ in draw(5, 60) }
      var modifiers = [Workspace.Modifier(name: "gamma_" + name, effect: .shapeFactor)]
      for index in 0..<8 {
        let (kind, size) = (draw(0, 1), draw(0, 0.4))
        func shape() -> [Double] { nominal.map { $0 * (1 + draw(-size, size)) } }
        if kind < 0.6 {
          modifiers.append(
            .init(name: "v\(index)", effect: .histoSys(hi: .values(shape()), lo: .values(shape()))))
        }
        if kind > 0.4, kind < 0.9 {
          let (hi, lo) = (1 + draw(-size, size), 1 + draw(-size, size))
          modifiers.append(.init(name: "v\(index)", effect: .normSys(hi: hi, lo: lo)))
        }
      }
      return Workspace.Sample(name: name, data: .values(nominal), modifiers: modifiers)
    }
    let signal = Workspace.Sample(
      name: "signal", data: .values((0..<9).map { _ in draw(1, 9) }),
      modifiers: [.init(name: "mu", effect: .normFactor)])
    let samples = [signal, background("first"), background("second")]
    return try HistFactoryModel(
      Workspace(channels: [.init(name: "c", samples: samples)], observations: [], measurements: []),
      measurement: Workspace.Measurement(name: "m", poi: "mu"))
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
