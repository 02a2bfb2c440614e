import NeosEngine

/// Workspaces at the edge of what makes sense, one channel `SR` each.
enum DegenerateModels {
  typealias Modifier = Workspace.Modifier

  static let mu = Modifier(name: "mu", effect: .normFactor)
  static let sys = Modifier(name: "sys", effect: .normSys(hi: 1.1, lo: 0.9))

  static func shape(_ hi: [Double], _ lo: [Double]) -> Modifier {
    Modifier(name: "shape", effect: .histoSys(hi: .values(hi), lo: .values(lo)))
  }

  /// A signal, a background with modifiers, observed counts, and what the measurement says.
  static func workspace(
    signal: [Double] = [5, 4], background: [Double] = [20, 30], modifiers: [Modifier] = [sys],
    observed: [Double] = [22, 31], poi: String = "mu",
    parameters: [Workspace.ParameterConfiguration] = []
  ) -> Workspace {
    Workspace(
      channels: [
        .init(
          name: "SR",
          samples: [
            .init(name: "signal", data: .values(signal), modifiers: [mu]),
            .init(name: "bkg", data: .values(background), modifiers: modifiers),
          ])
      ], observations: [.init(name: "SR", data: observed)],
      measurements: [.init(name: "m", poi: poi, parameters: parameters)])
  }

  static let all: [String: Workspace] = [
    "no background in an empty bin": workspace(background: [0, 30], observed: [0, 31]),
    "no background where something is seen": workspace(background: [0, 30], observed: [2, 31]),
    "nothing expected where something is seen": workspace(
      signal: [0, 4], background: [0, 30], observed: [2, 31]),
    "negative interpolated yield": workspace(
      background: [20, 5], modifiers: [shape([22, 12], [18, -3])], observed: [22, 3]),
    "negative template": workspace(background: [20, -30], observed: [22, 3]),
    "all-zero signal": workspace(signal: [0, 0]),
    "no free parameter": workspace(parameters: [
      .init(name: "mu", isFixed: true), .init(name: "sys", isFixed: true),
    ]),
    "fixed parameter of interest": workspace(parameters: [.init(name: "mu", isFixed: true)]),
    "no parameter of interest": workspace(poi: ""),
    "observed counts of 0": workspace(observed: [0, 0]),
    "negative observation": workspace(observed: [-1, 31]),
    "10^9 of everything": workspace(
      signal: [1e5, 2e5], background: [1e9, 1e9], observed: [1e9 + 3e4, 1e9]),
    "10^9 observed": workspace(observed: [1e9, 31]),
    "overflow": workspace(signal: [1e308, 4], background: [1e308, 3]),
    "strength 1 excluded by the bounds": workspace(parameters: [
      .init(name: "mu", inits: [0.2], bounds: [0...0.5])
    ]),
    "strength 0 excluded by the bounds": workspace(parameters: [.init(name: "mu", bounds: [0.5...5])]),
    "start outside its bounds": workspace(parameters: [.init(name: "mu", bounds: [0...0.5])]),
    "bounds without end": workspace(parameters: [.init(name: "mu", bounds: [0...1e300])]),
    "uncertainty of nearly nothing": workspace(modifiers: [
      Modifier(name: "stat", effect: .statError(.values([1e-300, 1e-300])))
    ]),
  ]
}
