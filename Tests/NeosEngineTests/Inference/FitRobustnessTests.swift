import Foundation
import NeosEngine
import Testing

@Suite struct FitRobustnessTests {
  @Test func aStartOutsideTheDomainIsMovedIntoIt() throws {
    // At mu = 1 bin 0 expects -5; from mu = 0.8 on downwards all is well.
    let model = try HistosysModel(
      Yields(
        names: ["signal", "nominal", "up", "down"],
        templates: [[-25, 10], [20, 20], [22, 22], [18, 18]]))
    let data = [8.0, 26, 0]
    let fit = Fitter().fit(model, data: data)
    #expect(fit.isConverged)
    let better = Fitter().fit(model, data: data, initial: [0, 0.4])
    #expect(agree(fit.parameters, better.parameters, within: 1e-12))
  }

  @Test func aStartWithoutADomainNamesItsBins() throws {
    let model = try HistosysModel(
      Yields(names: ["signal", "nominal", "up", "down"], templates: [[1, 0], [5, -2], [6, -2], [4, -2]]))
    let fit = Fitter().fit(model, data: [5, 3, 0])
    #expect(fit.status == .undefinedStart(bins: [1]))
    let report = FitReport(fit, model)
    #expect(report.description.contains("bin 1"))
    #expect(report.advice != nil)
    let withoutData = Fitter().fit(model, data: [5, .nan, 0])
    #expect(!withoutData.isConverged)
  }

  @Test func reportsNameParameters() throws {
    let model = try countingExperiment(signal: 10, background: 50)
    let report = FitReport(Fitter().fit(model, data: [30, 1]), model)
    #expect(report.status == "converged")
    #expect(report.remarks == ["mu is held by its bound 0.0"])
    #expect(report.advice == nil)
    var fitter = Fitter()
    fitter.maximumIterations = 1
    let short = fitter.fit(try CheckModel.model(), data: try CheckModel.data())
    #expect(short.status == .iterationLimit)
    let words = FitReport(short, try CheckModel.model()).description
    #expect(words.contains("'fit fix=uncorr_bkguncrt[1]:VALUE'"), "\(words)")
  }

  @Test func anyParameterCanBeFixed() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    let fit = Fitter().fit(model, data: data, fixedPOI: 0.5, fixed: [2: 1.1])
    #expect(fit.isConverged)
    #expect(fit.parameters[0] == 0.5)
    #expect(fit.parameters[2] == 1.1)
    #expect(fit.free == [1])
    let gradient: [Double] = model.parameterGradient(fit.parameters, data: data)
    #expect(abs(gradient[1]) < 1e-10)
  }

  /// A flat direction leaves the fit where the data put it, and no parameter runs to its bound.
  @Test func flatDirectionsAreLeftAlone() throws {
    let model = FreeNormalizations(signal: [10, 20, 5], background: [20, 40, 10], spare: 1)
    let fit = Fitter().fit(model, data: [35, 65, 20])
    #expect(fit.isConverged)
    #expect(fit.atBound == [])
    #expect(fit.parameters.allSatisfy { abs($0) < 4 })
    let rates: [Double] = model.expectedRates(fit.parameters)
    let sum: Double = rates.reduce(0, +)
    #expect(abs(sum - 120) < 1e-9)
  }

  /// Two strongly correlated parameters, one of which ends at its bound: a clipped Newton step would point
  /// downhill.
  @Test(arguments: [0.9, 0.99, 0.9999])
  func correlationsAtABoundDoNotStall(similarity: Double) throws {
    let shape = [30.0, 20, 10]
    let other = shape.enumerated().map { $1 * (1 + (1 - similarity) * Double($0 - 1)) }
    let model = FreeNormalizations(signal: shape, background: other)
    // Far more tilt than the background has: one of the two would have to leave its bounds.
    let fit = Fitter().fit(model, data: [20, 21, 22])
    #expect(fit.isConverged)
    #expect(!fit.atBound.isEmpty || similarity == 0.9)
    let gradient: [Double] = model.parameterGradient(fit.parameters, data: [20, 21, 22])
    for index in fit.free { #expect(abs(gradient[index]) < 1e-9) }
  }

  /// Both variations raise the background, and the data would have it lower.
  @Test func aMaximumInAKinkIsFound() throws {
    let model = KinkedModel(signal: [0, 30], background: [100, 100], up: [10, 4], down: [5, 6])
    let fit = Fitter().fit(model, data: [90, 140, 0])
    #expect(fit.isConverged)
    #expect(fit.atKink == [0])
    #expect(fit.parameters[0] == 0)
    #expect(abs(fit.parameters[1] - 40.0 / 30) < 1e-12)
    #expect(fit.free == [1])
    #expect(FitReport(fit, model).remarks == ["alpha is held by a kink of its interpolation at 0.0"])
    // With more data than background there is no kink at the maximum.
    let smooth = Fitter().fit(model, data: [115, 140, 0])
    #expect(smooth.isConverged)
    #expect(smooth.atKink == [])
    #expect(smooth.parameters[0] > 0.5)
  }

  @Test func aHundredParametersConverge() throws {
    let draws: [Double] = RandomKey(seed: 8).uniform(300)
    let bins = 100
    let background = (0..<bins).map { 5 + 95 * draws[$0] }
    let model = try HepdataLikeModel(
      Yields(
        names: ["signal", "background", "uncertainty"],
        templates: [
          (0..<bins).map { 10 * draws[bins + $0] }, background,
          (0..<bins).map { background[$0] * (0.02 + 0.5 * draws[2 * bins + $0]) },
        ]), scaleFactors: .perBin)
    let data = try #require(model.sample(model.initialParameters(poi: 0.7), key: RandomKey(seed: 3)))
    let fit = Fitter().fit(model, data: data)
    #expect(fit.isConverged)
    #expect(fit.iterations < 20)
    let gradient: [Double] = model.parameterGradient(fit.parameters, data: data)
    for index in fit.free { #expect(abs(gradient[index]) < 1e-9) }
  }

  /// Random models on random data, from random starts: one maximum wherever the fit sets out.
  @Test func theStartDoesNotMatter() throws {
    for (index, model) in try randomModels(60, seed: 5000).enumerated() where model is HepdataLikeModel {
      let data = randomData(model, mu: 1.5, seed: UInt64(index))
      let fit = Fitter().fit(model, data: data)
      #expect(fit.isConverged)
      let start: [Double] = RandomKey(seed: UInt64(index)).uniform(model.parameters.count, from: 0, to: 10)
      let other = Fitter().fit(model, data: data, initial: start)
      #expect(other.isConverged)
      // Where a direction is nearly flat, the curvature magnifies rounding.
      #expect(agree(other.parameters, fit.parameters, within: 1e-9))
    }
  }
}
