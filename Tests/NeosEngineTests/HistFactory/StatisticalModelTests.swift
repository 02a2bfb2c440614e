import Foundation
import NeosEngine
import Testing

/// The models against pyhf and JAX (`models_reference.py`).
@Suite struct StatisticalModelTests {
  struct Case: LikelihoodCase {
    var name: String
    var likelihood: String
    var templateNames: [String]
    var templates: [[Double]]
    var parameterNames: [String]
    var initial: [Double]
    var bounds: [[Double]]
    var fixed: [Bool]
    var poiIndex: Int
    var auxiliaryData: [Double]
    var points: [Point]
  }

  struct Point: Decodable {
    var parameters: [Double]
    var expectedData: [Double]
    var data: [Double]
    var logpdf: Double
    var gradient: [Double]
    var hessian: [[Double]]
    var templateGradient: [[Double]]
  }

  struct Published: LikelihoodCase {
    var name: String
    var likelihood: String
    var templateNames: [String]
    var templates: [[Double]]
    var parameters: [Double]
    var logpdf: Double
  }

  struct File: Decodable {
    var cases: [Case]
    var published: [Published]
  }

  static let file = try? Figures.load("models", as: File.self)

  @Test func theFiguresAreThere() { #expect((Self.file?.cases.count ?? 0) > 30) }

  @Test(arguments: file?.cases ?? [])
  func parametersAreThoseOfPyhf(reference: Case) throws {
    let model = try reference.model()
    #expect(model.parameters.map(\.name) == reference.parameterNames)
    #expect(model.parameters.map(\.initial) == reference.initial)
    #expect(model.parameters.map { [$0.bounds.lowerBound, $0.bounds.upperBound] } == reference.bounds)
    #expect(model.parameters.map(\.isFixed) == reference.fixed)
    #expect(model.poiIndex == reference.poiIndex)
    // Two roundings of a quotient and a square.
    #expect(agree(model.auxiliaryData, reference.auxiliaryData, within: 1e-14))
  }

  // A dozen operations, each rounded at 1e-16; where terms cancel, of their size.
  @Test(arguments: file?.cases ?? [])
  func valuesAndDerivativesAreThoseOfJAX(reference: Case) throws {
    let model = try reference.model()
    for point in reference.points {
      #expect(agree(model.expectedData(point.parameters), point.expectedData, within: 1e-13))
      let logpdf: Double = model.logpdf(point.parameters, data: point.data)
      #expect(agree(logpdf, point.logpdf, within: 1e-12))
      let gradient: [Double] = model.parameterGradient(point.parameters, data: point.data)
      #expect(agree(gradient, point.gradient, within: 1e-11))
      #expect(agree(model.hessian(point.parameters, data: point.data), point.hessian, within: 1e-11))
      let inTemplates: (templates: [[Double]], data: [Double]) = model.templateGradient(
        point.parameters, data: point.data)
      #expect(agree(inTemplates.templates, point.templateGradient, within: 1e-10))
    }
  }

  /// neos 0.1.5's own check, background-only parameters and every datum 1.
  @Test(arguments: zip(file?.published ?? [], [-1338.66123891, -62.62101506]))
  func publishedLikelihoods(reference: Published, published: Double) throws {
    let model = try reference.model()
    let data = [Double](repeating: 1, count: model.binCount + model.auxiliaryData.count)
    let logpdf: Double = model.logpdf(reference.parameters, data: data)
    #expect(agree(logpdf, reference.logpdf, within: 1e-13))
    // The published digits come from yields in single precision.
    #expect(abs(logpdf / published - 1) < (reference.likelihood == "histosys" ? 1e-7 : 1e-6))
  }

  @Test func theRatioIsTheDifferenceOfTwoLikelihoods() throws {
    for (index, model) in try randomModels(60, seed: 300).enumerated() {
      let draws: [Double] = RandomKey(seed: UInt64(index)).uniform(
        2 * model.parameters.count, from: 0.5, to: 1.5)
      let a = Array(draws.prefix(model.parameters.count))
      let b = Array(draws.suffix(model.parameters.count))
      let data = model.expectedData(model.initialParameters(poi: 0.3))
      let (atA, atB): (Double, Double) = (model.logpdf(a, data: data), model.logpdf(b, data: data))
      // Two likelihoods of size 100, each with a rounding error of 1e-14 a term.
      #expect(abs(model.logRatio(a, to: b, data: data) - (atA - atB)) < 1e-10)

      let ratio = model.asimovRatioGradient(a, to: b)
      for template in ratio.indices {
        for bin in ratio[template].indices {
          let expected = try slope { distance in
            let moved = try model.moved(template: template, bin: bin, by: distance)
            return moved.logRatio(a, to: b, data: moved.expectedData(a))
          }
          // A fourth-order formula with a step of 1e-3, and rounding of 1e-16 over it.
          #expect(agree(ratio[template][bin], expected, within: 1e-9))
        }
      }
    }
  }

  /// With tau = 1e8 and a factor 1e-6 from 1, the difference of two likelihoods would keep three digits.
  @Test func theRatioKeepsItsDigitsWhereAConstraintIsTight() throws {
    let yields = Yields(
      names: ["signal", "background", "uncertainty"], templates: [[1], [100], [0.01]])
    let model = try HepdataLikeModel(yields, scaleFactors: .perBin)
    let x = 1e-6
    let data = model.expectedData([0, 1])
    // (tau + b) (log(1 + x) - x), by the series of the logarithm.
    let expected = (1e8 + 100) * (-x * x / 2 + x * x * x / 3 - x * x * x * x / 4)
    // The square of an uncertainty and the factor's own last digit, 1e-16 in 1e-6.
    #expect(abs(model.logRatio([0, 1 + x], to: [0, 1], data: data) / expected - 1) < 1e-9)
    // d tau / d uncertainty = -2e10; the constraint adds tau times -(log(1 + x) - x).
    let slope = model.asimovRatioGradient([0, 1], to: [0, 1 + x])[2][0]
    #expect(abs(slope / (-2e10 * (x * x / 2 - x * x * x / 3)) - 1) < 1e-9)
  }

  @Test func aNegativeRateHasNoLikelihood() throws {
    let model = try HistosysModel(
      Yields(names: ["signal", "nominal", "up", "down"], templates: [[1], [10], [20], [0]]))
    let logpdf: Double = model.logpdf([-3, 0], data: [5, 0])
    #expect(logpdf.isNaN)
    #expect(model.undefinedBins([-3, 0], data: [5, 0]) == [0])
    let atZero: Double = model.logpdf([-1, 0], data: [5, 0])
    #expect(atZero == -.infinity)
    // With no count the term goes on as minus the rate: 20 here, and 4.5 from the constraint, as pyhf has it.
    let empty: Double = model.logpdf([-3, 0], data: [0, 0])
    #expect(abs(empty - (20 - 4.5 - 0.5 * log(2 * Double.pi))) < 1e-13)
    #expect(model.undefinedBins([-3, 0], data: [0, 0]) == [])
    let gradient: [Double] = model.parameterGradient([-3, 0], data: [0, 0])
    #expect(gradient == [-10 + 3, -1])
    #expect(model.hessian([-3, 0], data: [0, 0]) == [[-1, 0], [0, 0]])
    #expect(abs(model.logRatio([-3, 0], to: [0, 0], data: [0, 0]) - (30 - 4.5)) < 1e-13)
  }

  @Test func modelsSayWhichTemplatesTheyNeed() throws {
    let good = Yields(names: ["signal", "background", "uncertainty"], templates: [[1], [2], [3]])
    #expect(
      throws: ModelError.templates(
        model: "histosys", needed: ["signal", "nominal", "up", "down"], found: good.names)
    ) { try HistosysModel(good) }
    var bad = good
    bad.templates[1][0] = .infinity
    #expect(throws: ModelError.notFinite(template: "background", bin: 0, value: .infinity)) {
      try HepdataLikeModel(bad, scaleFactors: .shared)
    }
    bad.templates[1][0] = 0
    #expect(throws: ModelError.emptyConstraint(template: "background", bin: 0)) {
      try HepdataLikeModel(bad, scaleFactors: .shared)
    }
    // With a factor of its own, that bin's factor is fixed, as pyhf fixes it.
    let model = try HepdataLikeModel(bad, scaleFactors: .perBin)
    #expect(model.parameters.map(\.isFixed) == [false, true])
  }
}
