import NeosEngine
import Testing

/// Fits, information and objectives on compiled models: their gradients in the templates against central
/// differences along random directions, for all interpolation codes.
@Suite struct HistFactoryInferenceTests {
  typealias Case = HistFactoryFigures.Case

  static let withPOI = HistFactoryFigures.cases.filter { $0.poiIndex != nil }
  /// In `random 11` the POI is the luminosity, so that nothing at all is expected without a signal; in `random 23`
  /// free normalizations can replace the signal.
  static let withoutBackground = withPOI.filter { $0.name == "random 11" }
  static let undetermined = withPOI.filter { $0.name == "random 23" }
  static let usual = withPOI.filter { !["random 11", "random 23"].contains($0.name) }

  @Test func theUsualCasesHaveAllInterpolations() {
    let pairs = Set(Self.usual.map { Interpolation(histoSys: $0.histoSys, normSys: $0.normSys) })
    #expect(Set(pairs.map(\.histoSys)) == Set(Interpolation.Additive.allCases))
    #expect(Set(pairs.map(\.normSys)) == Set(Interpolation.Multiplicative.allCases))
    #expect(Self.undetermined.count == 1 && Self.withoutBackground.count == 1)
  }

  @Test(arguments: usual + withoutBackground)
  func theFitPulledBack(reference: Case) throws {
    let model = try reference.model()
    let direction = model.randomDirection(seed: 8)
    let data = reference.points[0].data
    let fit = Fitter().fit(model, data: data)
    try #require(fit.isConverged)
    let cotangent: [Double] = RandomKey(seed: 9).normal(model.parameters.count)
    let gradient = try #require(fit.pullback(model, data: data, cotangent: cotangent))
    let expected = try slope(step: 2e-4) { distance in
      let moved = Fitter().fit(try model.moved(along: direction, by: distance), data: data)
      return zip(moved.parameters, cotangent).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(agree(dot(gradient.templates, direction), expected, within: 1e-6))
  }

  @Test(arguments: usual + withoutBackground)
  func theInformationsGradient(reference: Case) throws {
    let model = try reference.model()
    let information = try #require(FisherInformation(model, poi: 1))
    let direction = model.randomDirection(seed: 10)
    let vector: [Double] = RandomKey(seed: 11).normal(information.free.count)
    let expected = try slope { distance in
      let moved = try #require(FisherInformation(try model.moved(along: direction, by: distance), poi: 1))
      return zip(moved.matrix, vector).reduce(0) { sum, row in
        sum + row.1 * zip(row.0, vector).reduce(0) { $0 + $1.0 * $1.1 }
      }
    }
    let found = dot(information.quadraticFormGradient(model, vector), direction)
    #expect(agree(found, expected, within: 1e-7))
  }

  @Test(arguments: usual)
  func theObjectivesGradients(reference: Case) throws {
    let model = try reference.model()
    for objective in Objective.allCases where !objective.isOfOutputs {
      // The gradient of gaussianity takes long in large models.
      if objective == .gaussianity, reference.parameterNames.count > 18 { continue }
      try checkGradient(of: objective, model)
    }
  }

  /// What needs a background says so, and what does not has its gradient.
  @Test(arguments: withoutBackground)
  func theObjectivesWithoutBackground(reference: Case) throws {
    let model = try reference.model()
    for objective in [Objective.uncertainty, .clb] { try checkGradient(of: objective, model) }
    for objective in [Objective.cls, .clsb] {
      #expect {
        try objective.evaluate(model)
      } throws: { error in
        if case .gradientNotFinite(objective, _, _)? = error as? ObjectiveError { true } else { false }
      }
    }
    for objective in [Objective.generalizedVariance, .significance] {
      #expect {
        try objective.evaluate(model)
      } throws: { error in
        if case .notFinite(objective, _, let bins)? = error as? ObjectiveError {
          !bins.isEmpty
        } else {
          false
        }
      }
    }
    #expect {
      try Objective.discovery.evaluate(model)
    } throws: { error in
      if case .fit(.discovery, .undefinedStart)? = error as? ObjectiveError { true } else { false }
    }
  }

  /// A signal that other parameters can replace is never seen, and has no uncertainty.
  @Test(arguments: undetermined)
  func theObjectivesOfAnUndeterminedModel(reference: Case) throws {
    let model = try reference.model()
    let fit = Fitter().fit(model, data: reference.points[0].data)
    #expect(fit.isConverged)
    #expect(
      fit.pullback(model, data: reference.points[0].data, cotangent: fit.parameters.map { _ in 1 }) == nil)
    let discovery = try Objective.discovery.evaluate(model)
    #expect(agree(discovery.value, 0.5, within: 1e-12))
    #expect(discovery.templateGradient == model.zeroGradient)
    for objective in [Objective.cls, .clsb, .significance] { try checkGradient(of: objective, model) }
    for objective in [Objective.uncertainty, .generalizedVariance, .gaussianity] {
      #expect(throws: ObjectiveError.singularInformation(objective), "\(objective)") {
        try objective.evaluate(model)
      }
    }
  }

  private func checkGradient(of objective: Objective, _ model: HistFactoryModel) throws {
    let direction = model.randomDirection(seed: 12)
    let result = try objective.evaluate(model)
    // Where a draw of gaussianity leaves the region in which counts are positive its value jumps, so that the step
    // is small.
    let expected = try slope(step: objective == .gaussianity ? 1e-6 : 1e-3) { distance in
      try objective.value(try model.moved(along: direction, by: distance))
    }
    #expect(agree(dot(result.templateGradient, direction), expected, within: 1e-6), "\(objective)")
  }
}
