import NeosEngine
import Testing

/// Gradients and Hessians against differences, for every modifier and every interpolation, where interpolations
/// change their formula and where bins are empty.
@Suite struct HistFactoryDerivativeTests {
  /// Two interpolations with a position of the nuisance parameters.
  struct Case: Sendable, CustomTestStringConvertible {
    var interpolation: Interpolation
    var alpha: Double
    var testDescription: String {
      "\(interpolation.normSys.rawValue), \(interpolation.histoSys.rawValue) at \(alpha)"
    }

    /// Codes 0 and 1 have a kink at 0; the formulas there are those of negative values.
    var hasKink: Bool {
      alpha == 0 && (interpolation.histoSys == .code0 || interpolation.normSys == .code1)
    }

    /// The second derivative of code 2 jumps at +-1; the formulas there are those of the inside.
    var hasJump: Bool { abs(alpha) == 1 && interpolation.histoSys == .code2 }
  }

  static let cases = Interpolation.Multiplicative.allCases.flatMap { normSys in
    Interpolation.Additive.allCases.flatMap { histoSys in
      [-2.5, -1.000_000_1, -1, -0.999_999_9, -0.4, 0, 0.6, 0.999_999_9, 1, 1.000_000_1, 1.9].map {
        Case(interpolation: Interpolation(histoSys: histoSys, normSys: normSys), alpha: $0)
      }
    }
  }

  /// All modifiers on a sample, a parameter shared by a histosys and a normsys, empty bins in a template, in a
  /// variation, in one of the samples of a staterror, and in an observation.
  private static func problem(
    _ interpolation: Interpolation
  ) throws -> (model: HistFactoryModel, data: [Double]) {
    let signal = Workspace.Sample(
      name: "signal", data: .values([0, 7, 4]),
      modifiers: [
        .init(name: "mu", effect: .normFactor), .init(name: "lumi", effect: .lumi),
        .init(name: "shape", effect: .histoSys(hi: .values([1, 8, 5]), lo: .values([0, 6.5, 3.5]))),
      ])
    let first = Workspace.Sample(
      name: "first", data: .values([20, 30, 16]),
      modifiers: [
        .init(name: "shape", effect: .histoSys(hi: .values([23, 29, 18]), lo: .values([18, 32, 15.5]))),
        .init(name: "shape", effect: .normSys(hi: 1.15, lo: 0.95)),
        .init(name: "norm", effect: .normSys(hi: 1.2, lo: 0.7)),
        .init(name: "uncorrelated", effect: .shapeSys(.values([3, 4, 0]))),
        .init(name: "stat", effect: .statError(.values([2, 3, 1.5]))),
      ])
    let second = Workspace.Sample(
      name: "second", data: .values([0, 9, 5]),
      modifiers: [
        .init(name: "free", effect: .shapeFactor), .init(name: "k", effect: .normFactor),
        .init(name: "stat", effect: .statError(.values([0, 1, 2]))),
        .init(name: "other", effect: .histoSys(hi: .values([2, 10, 6]), lo: .values([0.5, 7, 5]))),
      ])
    let workspace = Workspace(
      channels: [.init(name: "SR", samples: [signal, first, second])], observations: [], measurements: [])
    let measurement = Workspace.Measurement(
      name: "m", poi: "mu",
      parameters: [.init(name: "lumi", inits: [1], bounds: [0.5...1.5], auxdata: [1.02], sigmas: [0.03])])
    let model = try HistFactoryModel(workspace, measurement: measurement, interpolation: interpolation)
    var data = model.expectedData(model.parameters.map(\.initial))
    data.replaceSubrange(0..<3, with: [31, 0, 27])
    return (model, data)
  }

  /// Nuisance parameters at the position of the case, the others off their starts.
  private func point(_ model: HistFactoryModel, at alpha: Double) -> [Double] {
    model.parameters.enumerated().map { index, parameter in
      parameter.initial == 0 ? alpha : parameter.initial + 0.05 * Double(index % 5 - 2)
    }
  }

  /// A difference of second order in the step, to both sides or to one.
  private func difference(
    _ side: Double, step h: Double, _ function: (Double) throws -> Double
  ) rethrows -> Double {
    if side == 0 { return try (function(h) - function(-h)) / (2 * h) }
    let h = side * h
    return try (4 * function(h) - function(2 * h) - 3 * function(0)) / (2 * h)
  }

  // Steps of 1e-6: rounding of 1e-14 over them, the square of the step, and a third of the step times the jump of
  // the third derivative or, in code 2, half of it times the jump of the second: 5e-7 of numbers of 10 to 100.
  @Test(arguments: cases)
  func theGradientInTheParameters(_ one: Case) throws {
    let (model, data) = try Self.problem(one.interpolation)
    let alphas = alphaPositions(model)
    let point = point(model, at: one.alpha)
    let gradient: [Double] = model.parameterGradient(point, data: data)
    for index in point.indices {
      let expected = difference(alphas.contains(index) && one.hasKink ? -1 : 0, step: 1e-6) {
        model.logpdf(point.moved(index, by: $0), data: data)
      }
      #expect(agree(gradient[index], expected, within: 1e-6), "\(model.parameters[index].name)")
    }
  }

  // Steps of 1e-7 of a gradient that is exact: rounding of 1e-14 over them, and the step times third derivatives
  // that jump, which are some times as large as the Hessian.
  @Test(arguments: cases)
  func theHessianInTheParameters(_ one: Case) throws {
    let (model, data) = try Self.problem(one.interpolation)
    let alphas = alphaPositions(model)
    // A ten-millionth from +-1 the step would reach across.
    let point = point(model, at: one.alpha)
    let isAcross = !one.hasJump && one.interpolation.histoSys == .code2 && abs(abs(one.alpha) - 1) < 1e-6
    let hessian = model.hessian(point, data: data)
    for index in point.indices where !(isAcross && alphas.contains(index)) {
      let side = alphas.contains(index) ? (one.hasKink ? -1 : one.hasJump ? -one.alpha : 0) : 0
      for row in point.indices {
        let expected = difference(side, step: 1e-7) {
          let gradient: [Double] = model.parameterGradient(point.moved(index, by: $0), data: data)
          return gradient[row]
        }
        #expect(
          agree(hessian[row][index], expected, within: 2e-6),
          "\(model.parameters[row].name) \(model.parameters[index].name)")
      }
    }
  }

  // As for the parameters; the likelihood is smooth in the templates.
  @Test(arguments: cases)
  func theGradientInEveryTemplate(_ one: Case) throws {
    let (model, data) = try Self.problem(one.interpolation)
    let point = point(model, at: one.alpha)
    let gradient: (templates: [[Double]], data: [Double]) = model.templateGradient(point, data: data)
    for (row, slot) in model.slots.enumerated() {
      for bin in model.yields.templates[row].indices {
        // An uncertainty of 0 fixes its factor: the likelihood is not continuous there.
        if slot.role.isUncertainty, model.yields.templates[row][bin] == 0 { continue }
        let expected = try difference(0, step: 1e-5) { distance in
          var moved = model
          var templates = model.yields.templates
          templates[row][bin] += distance
          try moved.replaceTemplates(templates)
          return moved.logpdf(point, data: data)
        }
        #expect(agree(gradient.templates[row][bin], expected, within: 1e-6), "\(slot.name) \(bin)")
      }
    }
  }

  /// Where nothing is expected and nothing observed, a count that comes costs one unit of the logarithm.
  @Test func anEmptyBin() throws {
    let workspace = Workspace(
      channels: [
        .init(
          name: "SR",
          samples: [
            .init(name: "s", data: .values([2, 3]), modifiers: [.init(name: "mu", effect: .normFactor)]),
            .init(
              name: "b", data: .values([0, 8]),
              modifiers: [.init(name: "x", effect: .histoSys(hi: .values([1, 9]), lo: .values([0, 7])))]),
          ])
      ], observations: [], measurements: [])
    let model = try HistFactoryModel(workspace, measurement: .init(name: "m", poi: "mu"))
    let mu = try #require(model.poiIndex)
    let (point, data) = ([0.0, 0], [0.0, 9, 0])
    #expect(model.expectedData(point)[0] == 0)
    let gradient: [Double] = model.parameterGradient(point, data: data)
    // -2 of the empty bin, 3 (9 / 8 - 1) of the other.
    #expect(agree(gradient[mu], -2 + 3.0 / 8, within: 1e-15))
    let hessian = model.hessian(point, data: data)
    #expect(agree(hessian[mu][mu], -9 * 9 / 64.0, within: 1e-14))
    let templates: (templates: [[Double]], data: [Double]) = model.templateGradient(point, data: data)
    let nominal = try #require(model.slots.firstIndex { $0.name == "SR.b" })
    #expect(agree(templates.templates[nominal][0], -1, within: 1e-15))
  }

  private func alphaPositions(_ model: HistFactoryModel) -> Set<Int> {
    Set(model.parameters.indices.filter { model.parameters[$0].initial == 0 })
  }
}
