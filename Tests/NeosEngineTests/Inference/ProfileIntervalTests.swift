import Foundation
import NeosEngine
import Testing

@Suite struct ProfileIntervalTests {
  @Test(arguments: HypotestFigures.cases)
  func endsAreThoseOfMinos(reference: HypotestFigures.Case) throws {
    guard let figure = reference.fit else { return }
    let model = try reference.model()
    for (parameter, ends) in figure.errors.enumerated() {
      let interval = try ProfileInterval(model, data: reference.data, parameter: parameter)
      // MINOS stops at about a thousandth of the uncertainty.
      if let below = ends[0] { #expect(agree((interval.errors.below ?? .nan) / below, 1, within: 2e-3)) }
      if let above = ends[1] { #expect(agree((interval.errors.above ?? .nan) / above, 1, within: 2e-3)) }
    }
  }

  /// n counts, no nuisance: 2 (nu - n + n ln(n / nu)) = height at the ends.
  @Test(arguments: [1.0, 3.841])
  func aCountingExperimentHasItsClosedForm(height: Double) throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let interval = try ProfileInterval(model, data: [80, 1], parameter: 0, height: height)
    for end in [interval.lower, interval.upper] {
      let rate = 50 + 10 * (try #require(end.value))
      #expect(abs(2 * (rate - 80 + 80 * log(80 / rate)) - height) < 1e-7)
    }
    #expect(interval.errors.below ?? 0 < 0)
  }

  @Test func otherParametersMayBeFixed() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let interval = try ProfileInterval(model, data: data, parameter: 0, fixed: [1: 0.95])
    #expect(interval.best.parameters[1] == 0.95)
    let upper = try #require(interval.upper.value)
    let there = Fitter().fit(model, data: data, fixed: [0: upper, 1: 0.95])
    let ratio = 2 * model.logRatio(interval.best.parameters, to: there.parameters, data: data)
    #expect(abs(ratio - 1) < 1e-6)
    #expect(throws: InferenceError.heldParameter(name: "uncorr_bkguncrt[0]")) {
      try ProfileInterval(model, data: data, parameter: 1, fixed: [1: 0.95])
    }
  }

  @Test func aBoundInTheWaySaysSo() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let interval = try ProfileInterval(model, data: [52, 1], parameter: 0)
    #expect(interval.lower == .beyondBound(0))
    #expect(interval.upper.value != nil)
    let atBound = try ProfileInterval(model, data: [30, 1], parameter: 0)
    #expect(atBound.lower == .beyondBound(0))
    let rate = 50 + 10 * (try #require(atBound.upper.value))
    #expect(abs(2 * (rate - 50 - 30 * log(rate / 50)) - 1) < 1e-7)
    #expect(throws: InferenceError.heldParameter(name: "uncorr_bkguncrt[0]")) {
      try ProfileInterval(model, data: [52, 1], parameter: 1)
    }
  }
}
