import Foundation
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
      let hessian = model.hessian(point.parameters, data: point.data)
      let lower = hessian.enumerated().map { row, numbers in Array(numbers[...row]) }
      #expect(agree(lower, point.hessian, within: 1e-11))
      #expect(hessian.indices.allSatisfy { row in hessian[row] == hessian.map { $0[row] } })
    }
  }
  /// The Hessian against the one that jets give, which is written in another way.
  @Test(arguments: HistFactoryFigures.cases)
  func theHessianIsTheSlopeOfTheGradient(reference: Case) throws {
    let model = try reference.model()
    for point in reference.points {
      let hessian = model.hessian(point.parameters, data: point.data)
      for column in hessian.indices {
        let jets = point.parameters.enumerated().map { Jet($1, $0 == column ? 1 : 0) }
        let slopes: [Jet] = model.parameterGradient(jets, data: point.data)
        #expect(agree(slopes.map(\.c1), hessian.map { $0[column] }, within: 1e-11))
        let value: Jet = model.logpdf(jets, data: point.data)
        #expect(agree(2 * value.c2, hessian[column][column], within: 1e-10))
      }
    }
  }

  @Test(arguments: HistFactoryFigures.cases)
  func theRatioIsTheDifferenceOfTwoLikelihoods(reference: Case) throws {
    let model = try reference.model()
    let (a, b) = (reference.points[0], reference.points[1])
    let (atA, atB): (Double, Double) = (
      model.logpdf(a.parameters, data: a.data), model.logpdf(b.parameters, data: a.data)
    )
    #expect(agree(model.logRatio(a.parameters, to: b.parameters, data: a.data), atA - atB, within: 1e-11))
  }

  /// The check model of pyhf's documentation.
  @Test func uncorrelatedBackground() throws {
    let channel = Workspace.Channel(
      name: "singlechannel",
      samples: [
        .init(name: "signal", data: .values([12, 11]), modifiers: [.init(name: "mu", effect: .normFactor)]),
        .init(
          name: "background", data: .values([50, 52]),
          modifiers: [.init(name: "uncorr_bkguncrt", effect: .shapeSys(.values([3, 7])))]),
      ])
    let model = try HistFactoryModel(
      Workspace(channels: [channel], observations: [], measurements: []),
      measurement: .init(name: "", poi: "mu"))
    #expect(model.parameters.map(\.name) == ["mu", "uncorr_bkguncrt[0]", "uncorr_bkguncrt[1]"])
    #expect(agree(model.auxiliaryData, [277.778, 55.1837], within: 1e-5))
    #expect(
      model.yields.names == [
        "singlechannel.background", "singlechannel.background.shapesys.uncorr_bkguncrt",
        "singlechannel.signal",
      ])
    // CLs = CLs+b / CLb of q-tilde at mu = 1, from the two fits that pyhf makes.
    let data = [51.0, 48.0] + model.auxiliaryData
    let fitter = Fitter()
    func statistic(_ data: [Double]) -> Double {
      let (best, tested) = (fitter.fit(model, data: data), fitter.fit(model, data: data, fixedPOI: 1))
      return 2 * model.logRatio(best.parameters, to: tested.parameters, data: data)
    }
    let background = fitter.fit(model, data: data, fixedPOI: 0)
    let (q, qA) = (statistic(data), statistic(model.expectedData(background.parameters)))
    let (root, rootA) = (q.squareRoot(), qA.squareRoot())
    let t = root <= rootA ? root - rootA : (q - qA) / (2 * rootA)
    let (clsb, clb) = (phi(-(t + rootA)), phi(-t))
    // pyhf's fits stop some 1e-6 from the maximum.
    #expect(agree(clsb, 0.02332502, within: 1e-5))
    #expect(agree(clb, 0.4441594, within: 1e-5))
    #expect(agree(clsb / clb, 0.05251497, within: 1e-5))
  }

  private func phi(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

  @Test func aPublishedSearch() throws {
    let reference = try Figures.load("sbottom", as: Sbottom.self)
    let (model, data) = try Sbottom.problem(reference.patch)
    #expect(model.parameters.map(\.name) == reference.parameterNames)
    #expect(model.parameters.map(\.initial) == reference.initial)
    #expect(model.parameters.map { [$0.bounds.lowerBound, $0.bounds.upperBound] } == reference.bounds)
    #expect(model.parameters.map(\.isFixed) == reference.fixed)
    #expect(model.poiIndex == reference.poiIndex)
    #expect(agree(data, reference.data, within: 1e-14))
    for point in reference.points {
      let logpdf: Double = model.logpdf(point.parameters, data: data)
      #expect(agree(logpdf, point.logpdf, within: 1e-12))
      let gradient: [Double] = model.parameterGradient(point.parameters, data: data)
      #expect(agree(gradient, point.gradient, within: 1e-10))
    }
  }
}
