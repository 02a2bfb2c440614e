import NeosEngine
import Testing

/// Fits, information and objectives on compiled models: their gradients in the templates against central
/// differences along random directions.
@Suite struct HistFactoryInferenceTests {
  typealias Case = HistFactoryFigures.Case

  /// Cases with smooth interpolations; elsewhere a fit may end on a kink, where there is no derivative.
  static let smooth = HistFactoryFigures.cases.filter {
    $0.histoSys != .code0 && $0.normSys != .code1 && $0.poiIndex != nil
  }

  /// The tests below pass over cases in which a normalization and a shape are both free; enough are left.
  @Test func enoughCasesAreDetermined() throws {
    let determined = try Self.smooth.filter { reference in
      let model = try reference.model()
      let fit = Fitter().fit(model, data: reference.points[0].data)
      guard fit.status == .converged, let information = FisherInformation(model, poi: 1) else { return false }
      return isDetermined(model, fit, reference.points[0].data)
        && information.covariance.indices.allSatisfy { information.covariance[$0][$0] < 10 }
    }
    #expect(determined.count >= 4)
  }

  @Test(arguments: smooth)
  func theFitPulledBack(reference: Case) throws {
    let model = try reference.model()
    let direction = model.randomDirection(seed: 8)
    let data = reference.points[0].data
    let fit = Fitter().fit(model, data: data)
    let cotangent: [Double] = RandomKey(seed: 9).normal(model.parameters.count)
    // Where a normalization and a shape are both free, only their product is determined.
    guard fit.status == .converged, let gradient = fit.pullback(model, data: data, cotangent: cotangent),
      isDetermined(model, fit, data)
    else { return }
    let expected = try slope(step: 2e-4) { distance in
      let moved = Fitter().fit(try model.moved(along: direction, by: distance), data: data)
      return zip(moved.parameters, cotangent).reduce(0) { $0 + $1.0 * $1.1 }
    }
    #expect(agree(dot(gradient.templates, direction), expected, within: 1e-6))
  }

  @Test(arguments: smooth)
  func theInformationsGradient(reference: Case) throws {
    let model = try reference.model()
    guard let information = FisherInformation(model, poi: 1) else { return }
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

  @Test(arguments: smooth)
  func theObjectivesGradients(reference: Case) throws {
    let model = try reference.model()
    let direction = model.randomDirection(seed: 12)
    guard let information = FisherInformation(model, poi: 1), reference.parameterNames.contains("mu"),
      information.covariance.indices.allSatisfy({ information.covariance[$0][$0] < 10 })
    else { return }
    for objective in Objective.allCases where !objective.isOfOutputs {
      if objective == .gaussianity, reference.parameterNames.count > 18 { continue }
      guard let result = try? objective.evaluate(model) else { continue }
      // Where a draw of gaussianity leaves the region in which counts are positive its value jumps, so that the step is
      // small.
      let expected = try slope(step: objective == .gaussianity ? 1e-6 : 1e-3) { distance in
        try objective.value(try model.moved(along: direction, by: distance))
      }
      let found = dot(result.templateGradient, direction)
      #expect(agree(found, expected, within: 1e-6), "\(objective)")
    }
  }

  private func isDetermined(_ model: HistFactoryModel, _ fit: Fit, _ data: [Double]) -> Bool {
    let hessian = model.hessian(fit.parameters, data: data)
    guard let factor = CholeskyFactor(fit.free.map { row in fit.free.map { -hessian[row][$0] } }) else {
      return false
    }
    return factor.lower.indices.allSatisfy { factor.lower[$0][$0] > 1e-2 }
  }
}
