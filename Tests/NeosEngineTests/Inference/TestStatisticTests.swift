import NeosEngine
import Testing

@Suite struct TestStatisticTests {
  @Test(arguments: HypotestFigures.cases)
  func valuesAreThoseOfPyhf(reference: HypotestFigures.Case) throws {
    let model = try reference.model()
    for figure in reference.statistics {
      let found = try TestStatisticValue(figure.statistic, of: figure.tested, model, data: reference.data)
      #expect(found.problems(model) == [])
      // pyhf's fits end at 1e-13 of their maximum.
      #expect(agree(found.value, figure.value, within: 1e-10))
    }
  }

  @Test func conditionsAndClipping() throws {
    let (model, data) = (try CheckModel.model(), try countingExperiment(signal: 10, background: 50))
    _ = model
    // 70 counts: the best strength is 2.
    for (statistic, tested, isZero) in [
      (TestStatistic.qMu, 1.0, true), (.qMuTilde, 1, true), (.tMu, 1, false), (.tMuTilde, 1, false),
      (.qMu, 3, false), (.q0, 0, false),
    ] {
      let value = try TestStatisticValue(statistic, of: tested, data, data: [70, 1])
      #expect((value.value == 0) == isZero)
      #expect(abs(value.best.parameters[0] - 2) < 1e-12)
    }
    // q0 is a test of 0, whatever is asked for.
    #expect(try TestStatisticValue(.q0, of: 4, data, data: [70, 1]).tested == 0)
    // No negative strengths here: a deficit has q0 = 0 because its best strength is 0.
    #expect(try TestStatisticValue(.q0, of: 0, data, data: [30, 1]).value == 0)
  }

  @Test func gradientsAreThoseOfCentralDifferences() throws {
    for (index, model) in try randomModels(12, seed: 4200).enumerated() {
      let data = randomData(model, mu: 0.7, seed: UInt64(index))
      let found = try TestStatisticValue(.tMu, of: 2, model, data: data)
      let gradient = found.gradient(model)
      for template in model.yields.templates.indices {
        let expected = try slope { distance in
          let moved = try model.moved(template: template, bin: 0, by: distance)
          return try TestStatisticValue(.tMu, of: 2, moved, data: data).value
        }
        #expect(agree(gradient.templates[template][0], expected, within: 1e-8))
      }
      let inStrength = try slope { try TestStatisticValue(.tMu, of: 2 + $0, model, data: data).value }
      #expect(agree(found.strengthDerivative(model), inStrength, within: 1e-8))
    }
  }
}
