import NeosEngine
import Testing

/// A model with every modifier whose parameters are all determined, and data that pull its nuisance parameters away
/// from where interpolations change their formula.
struct DeterminedProblem {
  /// All pairs of interpolation codes.
  static let interpolations = Interpolation.Multiplicative.allCases.flatMap { normSys in
    Interpolation.Additive.allCases.map { Interpolation(histoSys: $0, normSys: normSys) }
  }

  let model: HistFactoryModel
  let data: [Double]

  /// A signal region, and a region that determines the free shape which both of them have.
  init(_ interpolation: Interpolation) throws {
    let signal = Workspace.Sample(
      name: "signal", data: .values([3, 7, 5]),
      modifiers: [
        .init(name: "mu", effect: .normFactor), .init(name: "lumi", effect: .lumi),
        .init(name: "shape", effect: .histoSys(hi: .values([3.5, 7.4, 5.8]), lo: .values([2.8, 6.4, 4.5]))),
      ])
    let background = Workspace.Sample(
      name: "background", data: .values([40, 30, 16]),
      modifiers: [
        .init(name: "shape", effect: .histoSys(hi: .values([44, 29, 18]), lo: .values([37, 32, 15.5]))),
        .init(name: "norm", effect: .normSys(hi: 1.1, lo: 0.85)),
        .init(name: "counted", effect: .shapeSys(.values([4, 3, 2.5]))),
        .init(name: "stat", effect: .statError(.values([2, 3, 1.5]))),
      ])
    let free = Workspace.Sample(
      name: "free", data: .values([8, 9, 5]),
      modifiers: [
        .init(name: "free", effect: .shapeFactor),
        .init(name: "norm", effect: .normSys(hi: 0.9, lo: 1.15)),
        .init(name: "stat", effect: .statError(.values([1.5, 1, 2]))),
      ])
    let control = Workspace.Sample(
      name: "free", data: .values([60, 80, 50]), modifiers: [.init(name: "free", effect: .shapeFactor)])
    let rest = Workspace.Sample(
      name: "rest", data: .values([12, 15, 9]),
      modifiers: [
        .init(name: "k", effect: .normFactor),
        .init(name: "other", effect: .histoSys(hi: .values([14, 14, 11]), lo: .values([11, 16.5, 8]))),
        .init(name: "stat_control", effect: .statError(.values([1, 2, 1.5]))),
      ])
    let counting = Workspace.Sample(
      name: "rest", data: .values([90]), modifiers: [.init(name: "k", effect: .normFactor)])
    let workspace = Workspace(
      channels: [
        .init(name: "SR", samples: [signal, background, free]),
        .init(name: "CR", samples: [control, rest]), .init(name: "norm", samples: [counting]),
      ], observations: [], measurements: [])
    let measurement = Workspace.Measurement(
      name: "m", poi: "mu",
      parameters: [.init(name: "lumi", inits: [1], bounds: [0.5...1.5], auxdata: [1.02], sigmas: [0.03])])
    model = try HistFactoryModel(workspace, measurement: measurement, interpolation: interpolation)
    let pulls = ["shape": 0.45, "norm": -0.4, "other": 0.55, "mu": 0.6]
    data = model.expectedData(model.parameters.map { pulls[$0.name] ?? $0.initial * 1.05 })
  }

  /// Whether a fit ended where the likelihood is smooth: no parameter is held, and none stands where an
  /// interpolation changes its formula.
  func isSmooth(_ fit: Fit) -> Bool {
    fit.isConverged && fit.atKink.isEmpty && fit.atBound.isEmpty
      && zip(model.parameters, fit.parameters).allSatisfy { parameter, value in
        parameter.initial != 0 || abs(value) > 0.02 && abs(abs(value) - 1) > 0.02
      }
  }
}
