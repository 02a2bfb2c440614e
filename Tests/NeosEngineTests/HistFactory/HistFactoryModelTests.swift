import NeosEngine
import Testing

/// The compiled model against pyhf and JAX (`histfactory_reference.py`).
@Suite struct HistFactoryModelTests {
  typealias Case = HistFactoryFigures.Case

  @Test func theFiguresAreThere() { #expect(HistFactoryFigures.cases.count > 20) }

  @Test(arguments: HistFactoryFigures.cases)
  func parametersAreThoseOfPyhf(reference: Case) throws {
    let model = try reference.model()
    #expect(model.parameters.map(\.name) == reference.parameterNames)
    #expect(model.parameterSets.map(\.name) == reference.parameterSets)
    #expect(model.parameters.map(\.initial) == reference.initial)
    #expect(model.parameters.map { [$0.bounds.lowerBound, $0.bounds.upperBound] } == reference.bounds)
    #expect(model.parameters.map(\.isFixed) == reference.fixed)
    #expect(model.poiIndex == reference.poiIndex)
    #expect(agree(model.auxiliaryData, reference.auxiliaryData, within: 1e-15))
    #expect(
      model.parameterSets.filter { $0.constraint != nil }.map(\.name) == reference.auxiliaryOrder)
    #expect(
      agree(try model.data(reference.workspace.workspace.observations), reference.observed, within: 1e-15))
    #expect(model.unusedConfigurations.contains("absent"))
  }

  // Some hundred operations, each rounded at 1e-16; where terms cancel, of their size.
  @Test(arguments: HistFactoryFigures.cases)
  func valuesAndDerivativesAreThoseOfJAX(reference: Case) throws {
    let model = try reference.model()
    for point in reference.points {
      #expect(agree(model.expectedData(point.parameters), point.expectedData, within: 1e-13))
      let logpdf: Double = model.logpdf(point.parameters, data: point.data)
      #expect(agree(logpdf, point.logpdf, within: 1e-12))
      let gradient: [Double] = model.parameterGradient(point.parameters, data: point.data)
      #expect(agree(gradient, point.gradient, within: 1e-11))
      #expect(agree(model.hessian(point.parameters, data: point.data), point.hessian, within: 1e-11))
    }
  }
}
