import NeosEngine
import Testing

/// What does not make a model, and what a model shares with those that are written out.
@Suite struct HistFactoryErrorTests {
  typealias Modifier = Workspace.Modifier

  /// A model of channels, each with samples of a name, counts and modifiers.
  private func model(
    _ channels: [(String, [(String, [Double], [Modifier])])], poi: String = "",
    _ parameters: [Workspace.ParameterConfiguration] = []
  ) throws -> HistFactoryModel {
    let workspace = Workspace(
      channels: channels.map { name, samples in
        .init(
          name: name,
          samples: samples.map { .init(name: $0.0, data: .values($0.1), modifiers: $0.2) })
      }, observations: [], measurements: [])
    return try HistFactoryModel(workspace, measurement: .init(name: "m", poi: poi, parameters: parameters))
  }

  private let mu = Modifier(name: "mu", effect: .normFactor)
  private let stat = Modifier(name: "stat", effect: .statError(.values([1, 1])))

  @Test func theParameterOfInterest() throws {
    let shape = Modifier(name: "shape", effect: .shapeFactor)
    #expect(throws: HistFactoryError.unknownPOI("nu", known: ["mu"])) {
      try model([("a", [("s", [1], [mu])])], poi: "nu")
    }
    #expect(throws: HistFactoryError.vectorPOI("shape", count: 2)) {
      try model([("a", [("s", [1, 2], [shape])])], poi: "shape")
    }
    #expect(try model([("a", [("s", [1], [shape])])], poi: "shape").poiIndex == 0)
    #expect(try model([("a", [("s", [1], [mu])])]).poiIndex == nil)
    #expect(throws: HistFactoryError.noParameters) { try model([("a", [("s", [1], [])])]) }
  }

  @Test func sharedNames() throws {
    let norm = Modifier(name: "x", effect: .normSys(hi: 1.1, lo: 0.9))
    let shape = Modifier(name: "x", effect: .histoSys(hi: .values([2, 2]), lo: .values([1, 1])))
    let free = Modifier(name: "x", effect: .shapeFactor)
    let poisson = Modifier(name: "x", effect: .shapeSys(.values([1, 1])))
    let shared = try model([("a", [("s", [1, 2], [norm, shape])])])
    #expect(shared.parameterSets.map(\.kinds) == [[.histoSys, .normSys]])
    #expect(throws: HistFactoryError.incompatibleTypes(name: "x", found: [.normSys, .shapeFactor])) {
      try model([("a", [("s", [1, 2], [norm, free])])])
    }
    #expect(throws: HistFactoryError.sharedShapeSys(name: "x", channel: "a", sample: "t")) {
      try model([("a", [("s", [1, 2], [poisson]), ("t", [1, 2], [poisson])])])
    }
    #expect(throws: HistFactoryError.shapeFactorLength(name: "x", channel: "b", found: 2, parameters: 1)) {
      try model([("a", [("s", [1], [free])]), ("b", [("s", [1, 2], [free])])])
    }
    #expect(throws: HistFactoryError.unevenStatError(name: "stat", sample: "t", channel: "b")) {
      try model([
        ("a", [("s", [1, 2], [stat]), ("t", [1, 2], [stat])]),
        ("b", [("s", [1, 2], [stat]), ("t", [1, 2], [])]),
      ])
    }
    #expect(
      throws: HistFactoryError.duplicateModifier(name: "mu", kind: .normFactor, channel: "a", sample: "s")
    ) { try model([("a", [("s", [1], [mu, mu])])]) }
  }

  @Test func templates() throws {
    #expect(throws: HistFactoryError.templateLength(template: "a.t", found: 1, needed: 2)) {
      try model([("a", [("s", [1, 2], [mu]), ("t", [1], [])])])
    }
    #expect(throws: HistFactoryError.templateLength(template: "a.s.staterror.stat", found: 2, needed: 3)) {
      try model([("a", [("s", [1, 2, 3], [stat])])])
    }
    #expect(throws: HistFactoryError.template(.notFinite(template: "a.s", bin: 0, value: .infinity))) {
      try model([("a", [("s", [.infinity], [mu])])])
    }
    #expect(throws: HistFactoryError.duplicateName(kind: "channel", name: "a", channel: nil)) {
      try model([("a", [("s", [1], [mu])]), ("a", [("s", [1], [mu])])])
    }
    #expect(throws: HistFactoryError.emptyChannel("a")) { try model([("a", [])]) }
    let norm = Modifier(name: "x", effect: .normSys(hi: 1.1, lo: 0))
    #expect(
      throws: HistFactoryError.normSysNotPositive(name: "x", channel: "a", sample: "s", hi: 1.1, lo: 0)
    ) { try model([("a", [("s", [1], [norm])])]) }
    let learned = Workspace(
      channels: [
        .init(name: "a", samples: [.init(name: "s", data: .events(.init(sample: "sig")), modifiers: [mu])])
      ],
      observations: [], measurements: [])
    #expect(throws: HistFactoryError.notNumeric(template: "a.s", events: "sig")) {
      try HistFactoryModel(learned, measurement: .init(name: "", poi: "mu"))
    }
  }

  @Test func settings() throws {
    let samples = [("a", [("s", [3.0, 4], [mu, stat])])]
    func error(_ configuration: Workspace.ParameterConfiguration) -> HistFactoryError? {
      do { _ = try model(samples, [configuration]) } catch { return error as? HistFactoryError }
      return nil
    }
    #expect(
      error(.init(name: "stat", inits: [1]))
        == .settingLength(parameter: "stat", setting: "inits", found: 1, needed: 2))
    #expect(
      error(.init(name: "mu", auxdata: [1]))
        == .unusedSetting(parameter: "mu", setting: "auxdata", kind: .normFactor))
    #expect(
      error(.init(name: "stat", factors: [1, 1]))
        == .unusedSetting(parameter: "stat", setting: "factors", kind: .statError))
    #expect(
      error(.init(name: "stat", sigmas: [1, 0]))
        == .settingNotPositive(parameter: "stat", setting: "sigmas", value: 0))
    #expect(throws: HistFactoryError.duplicateConfiguration("mu")) {
      try model(samples, [.init(name: "mu", isFixed: true), .init(name: "mu")])
    }
    let lumi = Modifier(name: "lumi", effect: .lumi)
    #expect(throws: HistFactoryError.incompleteLuminosity(name: "lumi", missing: ["auxdata", "bounds"])) {
      try model([("a", [("s", [1], [lumi])])], [.init(name: "lumi", inits: [1])])
    }
    let known = try model([("a", [("s", [1], [mu])])])
    #expect(throws: HistFactoryError.missingObservation(channel: "a")) { try known.data([]) }
    #expect(throws: HistFactoryError.observationLength(channel: "a", found: 2, needed: 1)) {
      try known.data([.init(name: "a", data: [1, 2])])
    }
    #expect(error(.init(name: "stat", inits: [1]))?.description.contains("stat") == true)
  }

  @Test func aNegativeCountHasNoLikelihood() throws {
    let shape = Modifier(name: "x", effect: .histoSys(hi: .values([5, 20]), lo: .values([4, 0])))
    let model = try model([("a", [("s", [5, 10], [shape])])])
    let logpdf: Double = model.logpdf([-2], data: [5, 10, 0])
    #expect(logpdf.isNaN)
    #expect(model.undefinedBins([-2], data: [5, 10, 0]) == [1])
    #expect(model.name(ofBin: 1) == "bin 1 of channel a")
    #expect(
      model.negativeSamples(inBin: 1, at: [-2]) == ["histosys modifiers make sample s negative there"])
    // A fit goes to where the likelihood is defined, unless it may not.
    #expect(Fitter().fit(model, data: [5, 10, 0], initial: [-2]).isConverged)
    let held = Fitter().fit(model, in: ParameterSpace(model), data: [5, 10, 0], fixed: [0: -2])
    #expect(held.status == .undefinedStart(bins: [1]))
    #expect(
      FitReport(held, model).status
        == "not defined at its start: the expected count is not positive in bin 1 of channel a "
        + "(histosys modifiers make sample s negative there)")
  }

  /// The same likelihood and derivatives, written out by hand.
  @Test func theWrittenOutModels() throws {
    let (s, b, u, d) = ([2.0, 5, 1], [20.0, 30, 40], [23.0, 29, 44], [18.0, 33, 39])
    let shape = Modifier(name: "nn_histosys", effect: .histoSys(hi: .values(u), lo: .values(d)))
    let histosys = try HistosysModel(
      Yields(names: ["signal", "nominal", "up", "down"], templates: [s, b, u, d]))
    try compare(
      model([("nn", [("signal", s, [mu]), ("bkg", b, [shape])])], poi: "mu"), with: histosys,
      rows: [3, 0, 1, 2], at: [0.4, 1.3])

    let uncertainty = [2.0, 3, 5]
    let counted = try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [s, b, uncertainty]),
      scaleFactors: .perBin)
    let poisson = Modifier(name: "uncorr_bkguncrt", effect: .shapeSys(.values(uncertainty)))
    try compare(
      model([("c", [("signal", s, [mu]), ("background", b, [poisson])])], poi: "mu"), with: counted,
      rows: [2, 0, 1], at: [0.7, 1.1, 0.95, 1.02])
  }

  /// - Parameter rows: the compiled model's row for each template of the other.
  private func compare(
    _ model: HistFactoryModel, with other: some StatisticalModel, rows: [Int], at point: [Double]
  ) throws {
    #expect(model.parameters == other.parameters)
    #expect(model.poiIndex == other.poiIndex)
    #expect(ulps(model.auxiliaryData, other.auxiliaryData) <= 2)
    let data = other.expectedData(other.initialParameters(poi: 0.5))
    #expect(agree(model.expectedData(point), other.expectedData(point), within: 1e-15))
    let (one, two): (Double, Double) = (model.logpdf(point, data: data), other.logpdf(point, data: data))
    #expect(agree(one, two, within: 1e-14))
    let gradients: ([Double], [Double]) = (
      model.parameterGradient(point, data: data), other.parameterGradient(point, data: data)
    )
    #expect(agree(gradients.0, gradients.1, within: 1e-13))
    #expect(agree(model.hessian(point, data: data), other.hessian(point, data: data), within: 1e-13))
    let jets = point.map { Jet($0, 0.3, 0.1) }
    let templates: ((templates: [[Jet]], data: [Jet]), (templates: [[Jet]], data: [Jet])) = (
      model.templateGradient(jets, data: data), other.templateGradient(jets, data: data)
    )
    for (index, row) in rows.enumerated() {
      for (a, b) in zip(templates.0.templates[row], templates.1.templates[index]) {
        #expect(agree([a.c0, a.c1, a.c2], [b.c0, b.c1, b.c2], within: 1e-13))
      }
    }
    let start = other.initialParameters()
    #expect(
      agree(
        rows.map { model.asimovRatioGradient(point, to: start)[$0] },
        other.asimovRatioGradient(point, to: start), within: 1e-13))
  }
}
