import NeosEngine
import Testing

@Suite struct FitTests {
  @Test func theFiguresAreThere() { #expect(FitCase.all.count == 25) }

  @Test(arguments: FitCase.all)
  func theMaximumIsThatOfPyhf(reference: FitCase) throws {
    let model = try reference.model()
    let fit = Fitter().fit(model, data: reference.data, fixedPOI: reference.fixedPOI)
    #expect(fit.status == .converged)
    // Both sides end where the slope, a sum of terms of size 10, is rounding; a Hessian is 0.1 at least.
    #expect(agree(fit.parameters, reference.bestParameters, within: 1e-12))
    // Ten terms of size 100, each rounded at 1e-16.
    #expect(agree(fit.logpdf, reference.logpdf, within: 1e-13))
    #expect(fit.free == reference.free)
    let held = model.parameters.indices.filter {
      model.parameters[$0].isFixed || ($0 == model.poiIndex && reference.fixedPOI != nil)
    }
    #expect(Set(fit.free + fit.atBound + held) == Set(model.parameters.indices))
    #expect(fit.free.count + fit.atBound.count + held.count == model.parameters.count)
    for index in fit.atBound {
      let bounds = model.parameters[index].bounds
      #expect([bounds.lowerBound, bounds.upperBound].contains(fit.parameters[index]))
    }
    // Newton's method doubles its digits at every step.
    #expect(fit.iterations <= 15)
    #expect(fit.estimatedDistance < 1e-20)
  }

  /// Poisson terms whose rates are linear in the parameters are concave: there is one maximum.
  @Test func everyStartLeadsToTheMaximumOfAConcaveLikelihood() throws {
    for (index, model) in try randomModels(120, seed: 500).enumerated() where model is HepdataLikeModel {
      let data = model.randomData(poi: Double(index % 4), seed: UInt64(index))
      let fit = Fitter().fit(model, data: data)
      #expect(fit.status == .converged)
      let starts: [Double] = RandomKey(seed: UInt64(900 + index)).uniform(model.parameters.count)
      let far = zip(model.parameters, starts).map { parameter, draw in
        parameter.bounds.lowerBound + 1e-3 + draw * 9.9
      }
      let corner = model.parameters.map(\.bounds.upperBound)
      let beside = model.parameters.map { $0.bounds.lowerBound + 1e-9 }
      let outside = model.parameters.indices.map { $0 == model.poiIndex ? -50 : 1e6 }
      for start in [far, corner, beside, outside] {
        let other = Fitter().fit(model, data: data, initial: start)
        #expect(other.status == .converged)
        // The distance at which the slope is rounding, as above, with constraints as strong as tau = 1000.
        #expect(agree(other.parameters, fit.parameters, within: 1e-10), "model \(index) from \(start)")
        #expect(other.free == fit.free)
      }
    }
  }

  @Test func everyFitEndsWithAStatusAndNoWorseThanItsStart() throws {
    for (index, model) in try randomModels(300, seed: 700).enumerated() {
      let data = model.randomData(poi: Double(index % 7), seed: UInt64(index)).enumerated().map {
        $0 < model.binCount && index % 5 == 0 ? 0 : index % 11 == 0 ? 100 * $1 : $1
      }
      let draws: [Double] = RandomKey(seed: UInt64(index)).uniform(model.parameters.count)
      let start = zip(model.parameters, draws).map { parameter, draw in
        let (low, high) = (parameter.bounds.lowerBound, parameter.bounds.upperBound)
        return index % 3 == 0 ? (draw < 0.5 ? low + 1e-9 : high) : low + 1e-3 + draw * (high - low - 1e-3)
      }
      let fit = Fitter().fit(model, data: data, initial: start)
      for (parameter, value) in zip(model.parameters, fit.parameters) {
        #expect(parameter.bounds.contains(value))
      }
      let atStart: Double = model.logpdf(start, data: data)
      if case .undefinedStart(let bins) = fit.status {
        #expect(fit.iterations == 0)
        #expect(!atStart.isFinite)
        #expect(Set(bins).isSubset(of: model.undefinedBins(start, data: data)))
        continue
      }
      // Two likelihoods of size 1000, rounded.
      if atStart.isFinite { #expect(fit.logpdf >= atStart - 1e-10) }
      let least = model.expectedRates(fit.parameters).min() ?? 0
      if fit.status == .stalled, least < 1e-9 {
        // Where nothing is counted, the likelihood rises until the expected count, once 10, is 0 and ends there.
        #expect(data.prefix(model.binCount).contains(0))
        continue
      }
      #expect(fit.status == .converged, "model \(index): \(fit.status), expected counts from \(least)")
      let slope: [Double] = model.parameterGradient(fit.parameters, data: data)
      for free in fit.free {
        // Terms of size 1000 cancel.
        #expect(abs(slope[free]) < 1e-8, "model \(index), parameter \(free)")
      }
    }
  }

  @Test func aFixedParameterOfInterestIsNoBetterThanTheGlobalMaximum() throws {
    for (index, model) in try randomModels(100, seed: 1100).enumerated() {
      let data = model.randomData(poi: 1, seed: UInt64(index))
      let global = Fitter().fit(model, data: data)
      let poi = try #require(model.poiIndex)
      for mu in [0, 0.5, 1, 3] {
        let fixed = Fitter().fit(model, data: data, fixedPOI: mu)
        #expect(fixed.parameters[poi] == mu)
        #expect(!fixed.free.contains(poi))
        // Two likelihoods, sums of a dozen terms of size up to 1000, rounded.
        #expect(fixed.logpdf <= global.logpdf + 1e-12)
      }
      let atBest = Fitter().fit(model, data: data, fixedPOI: global.parameters[poi])
      #expect(agree(atBest.parameters, global.parameters, within: 1e-10))
    }
  }
}
