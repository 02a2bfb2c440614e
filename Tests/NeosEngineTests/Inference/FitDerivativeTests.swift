import NeosEngine
import Testing

@Suite struct FitDerivativeTests {
  @Test(arguments: FitCase.all)
  func theJacobiansAreThoseOfJAX(reference: FitCase) throws {
    let model = try reference.model()
    let fit = Fitter().fit(model, data: reference.data, fixedPOI: reference.fixedPOI)
    for parameter in model.parameters.indices {
      let unit = model.parameters.indices.map { $0 == parameter ? 1.0 : 0 }
      let derivative = fit.pullback(model, data: reference.data, cotangent: unit)
      let pulled = try #require(derivative)
      // The inverse of a Hessian with entries up to 1000, each side rounded in another order.
      #expect(agree(pulled.templates, reference.templateJacobian[parameter], within: 1e-11))
      #expect(agree(pulled.data, reference.dataJacobian[parameter], within: 1e-11))
    }
  }

  @Test func aRefitMovesAsTheDerivativeSays() throws {
    for (index, model) in try randomModels(120, seed: 1300).enumerated() {
      let poi = index % 2 == 0 ? nil : 1.5
      let data = model.randomData(poi: 2, seed: UInt64(index))
      let fit = Fitter().fit(model, data: data, fixedPOI: poi)
      let cotangent: [Double] = RandomKey(seed: UInt64(index)).normal(model.parameters.count)
      let derivative = fit.pullback(model, data: data, cotangent: cotangent)
      let pulled = try #require(derivative)
      func moved(_ model: any StatisticalModel, _ data: [Double]) -> Double {
        let parameters = Fitter().fit(model, data: data, initial: fit.parameters, fixedPOI: poi).parameters
        return dot(cotangent, parameters)
      }
      let bin = index % model.binCount
      for template in pulled.templates.indices {
        let expected = try slope(step: 1e-4) {
          try moved(model.moved(template: template, bin: bin, by: $0), data)
        }
        // Refits differ by 1e-13 from the maximum, over a step of 1e-4.
        #expect(
          agree(pulled.templates[template][bin], expected, within: 1e-7), "model \(index), \(template)")
      }
      for datum in [bin, model.binCount] {
        let expected = slope(step: 1e-4) { moved(model, data.moved(datum, by: $0)) }
        #expect(agree(pulled.data[datum], expected, within: 1e-7), "model \(index), datum \(datum)")
      }
    }
  }

  @Test func aParameterWithoutEffectDoesNotMove() throws {
    let model = try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: [[0], [10], [1]]),
      scaleFactors: .perBin)
    let data = model.expectedData([1, 1])
    let fit = Fitter().fit(model, data: data)
    #expect(fit.unused == [0])
    let pulled = try #require(fit.pullback(model, data: data, cotangent: [1, 1]))
    // The factor moves as if mu were held.
    let held = Fitter().fit(model, data: data, fixedPOI: 1)
    let other = try #require(held.pullback(model, data: data, cotangent: [1, 1]))
    #expect(pulled.templates == other.templates)
    #expect(pulled.data == other.data)
  }
}
