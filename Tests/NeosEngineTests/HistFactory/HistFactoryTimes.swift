import Foundation
import NeosEngine
import Testing

/// Times of the compiled model, printed where the environment names NEOS_TIMES.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["NEOS_TIMES"] != nil), .serialized)
struct HistFactoryTimes {
  private func time(_ what: String, repeats: Int = 200, _ work: () -> Void) {
    let clock = ContinuousClock()
    var best = Duration.seconds(1000)
    for _ in 0..<5 {
      let elapsed = clock.measure { for _ in 0..<repeats { work() } }
      best = min(best, elapsed / repeats)
    }
    print("\(what): \(best.formatted(.units(allowed: [.microseconds], fractionalPart: .show(length: 1))))")
  }

  private func times(_ name: String, _ model: HistFactoryModel, data: [Double], repeats: Int) {
    let point = model.parameters.map { $0.initial + ($0.isFixed ? 0 : 0.01) }
    let erased: any StatisticalModel = model
    time("\(name) logpdf", repeats: repeats) { let _: Double = erased.logpdf(point, data: data) }
    time("\(name) logRatio", repeats: repeats) { _ = erased.logRatio(point, to: point, data: data) }
    time("\(name) gradient", repeats: repeats) {
      let _: [Double] = erased.parameterGradient(point, data: data)
    }
    time("\(name) hessian", repeats: repeats) { _ = erased.hessian(point, data: data) }
    let jets = point.map { Jet($0, 1) }
    time("\(name) template gradient of jets", repeats: repeats) {
      let _: (templates: [[Jet]], data: [Jet]) = erased.templateGradient(jets, data: data)
    }
    let hessian = model.hessian(point, data: data)
    let information = hessian.indices.map { row in
      hessian[row].enumerated().map { $0 == row ? 1 - $1 : -$1 }
    }
    time("\(name) Cholesky factor", repeats: repeats) { _ = CholeskyFactor(information) }
    var fit: Fit?
    time("\(name) fit", repeats: 1) { fit = Fitter().fit(model, data: data) }
    print(name, model.parameters.count, fit?.status ?? .stalled, fit?.iterations ?? 0, fit?.logpdf ?? 0)
  }

  @Test(.enabled(if: Sbottom.workspace != nil))
  func sbottom() throws {
    let workspace = try #require(Sbottom.workspace).workspace
    let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    times("sbottom", model, data: try model.data(workspace.observations), repeats: 200)
    let rows = model.yields.templates
    time("sbottom templates") {
      var moved = model
      try? moved.replaceTemplates(rows)
    }
  }

  /// 100 bins of three samples; 50 shapes and 50 normalizations on each, staterrors in each bin or none.
  @Test(arguments: [false, true])
  func hundredBins(statErrors: Bool) throws {
    let bins = 100
    var random: [Double] = RandomKey(seed: 3).uniform(200_000)
    func row(_ low: Double, _ high: Double) -> [Double] {
      (0..<bins).map { _ in low + (high - low) * random.removeLast() }
    }
    let samples = ["signal", "b1", "b2"].map { name in
      let nominal = row(20, 100)
      var modifiers: [Workspace.Modifier] = (0..<50).flatMap { index -> [Workspace.Modifier] in
        let (hi, lo) = (
          zip(nominal, row(0.98, 1.03)).map { $0 * $1 }, zip(nominal, row(0.97, 1.02)).map { $0 * $1 }
        )
        return [
          .init(name: "shape\(index)", effect: .histoSys(hi: .values(hi), lo: .values(lo))),
          .init(name: "norm\(index)", effect: .normSys(hi: row(1, 1.05)[0], lo: row(0.95, 1)[0])),
        ]
      }
      if name == "signal" { modifiers.append(.init(name: "mu", effect: .normFactor)) }
      if statErrors {
        modifiers.append(.init(name: "stat", effect: .statError(.values(nominal.map { 0.05 * $0 }))))
      }
      return Workspace.Sample(name: name, data: .values(nominal), modifiers: modifiers)
    }
    let model = try HistFactoryModel(
      Workspace(channels: [.init(name: "SR", samples: samples)], observations: [], measurements: []),
      measurement: .init(name: "", poi: "mu"))
    let truth = model.parameters.indices.map { model.parameters[$0].initial + (row(-1, 1)[0]) * 0.5 }
    let expected = model.expectedData(truth)
    let data = expected.prefix(bins).map { $0.rounded() } + model.auxiliaryData
    times("100 bins\(statErrors ? " with staterrors" : "")", model, data: data, repeats: 50)
  }
}
