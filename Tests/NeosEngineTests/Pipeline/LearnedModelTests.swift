import NeosEngine
import Testing

@Suite struct LearnedModelTests {
  private func workspace(_ text: String) throws -> Workspace { try Workspace(json: text.utf8) }

  private let numbers = [Double](repeating: 0.5, count: 20)

  private func learned(_ text: String, binCount: Int = 3) throws -> LearnedModel {
    let workspace = try workspace(text)
    return try LearnedModel(workspace, measurement: workspace.measurement(), binCount: binCount)
  }

  /// Until events fill them, learned templates hold as many numbers as they will have bins.
  @Test func learnedTemplatesHaveTheirNumberOfBins() throws {
    let model = try learned(LearnedProblem.threeChannels(numbers)).model
    #expect(model.channels.map(\.name) == ["CR", "QR", "SR"])
    #expect(model.channels.map(\.bins.count) == [2, 3, 3])
    #expect(model.yields["CR.background"]?.count == 2)
    #expect(model.yields["SR.background.lo.shape"]?.count == 3)
    #expect(model.yields["SR.other"] == [2.5, 1.5, 1])
  }

  /// A model that was filled is the model of the workspace with those numbers in it, fixed flags and auxiliary data
  /// included.
  @Test func aFilledModelIsThatOfTheNumbers() throws {
    for seed in 0..<10 {
      let problem = try LearnedProblem(.cls, seed: seed)
      let yields = try problem.pipeline.evaluate(problem.point, on: problem.samples).assessment.yields
      let filled = try #require(try problem.pipeline.model.model(yields) as? HistFactoryModel)
      let keys: [Double] = RandomKey(seed: UInt64(7000 + seed)).split(4)[0].uniform(20)
      let text = seed % 2 == 0 ? LearnedProblem.twoChannels(keys) : LearnedProblem.threeChannels(keys)
      let whole = try workspace(text).filling { yields[$0.slot.name] ?? [] }
      let model = try HistFactoryModel(
        whole, measurement: whole.measurement(), interpolation: filled.interpolation)
      #expect(model.yields == filled.yields)
      #expect(model.auxiliaryData == filled.auxiliaryData)
      #expect(model.parameters.map(\.isFixed) == filled.parameters.map(\.isFixed))
      let point = model.initialParameters(poi: 0.7).map { $0 + 0.05 }
      let data = model.expectedData(model.initialParameters(poi: 1))
      #expect(model.logpdf(point, data: data) == filled.logpdf(point, data: data))
    }
  }

  @Test func aWorkspaceWithoutLearnedTemplatesStaysAsItIs() throws {
    let text = LearnedProblem.threeChannels(numbers)
      .replacing(/\{"events": "[a-z]+"\}/, with: "[5, 6, 7]")
      .replacing(/\{"events": "[a-z]+", "bins": [^}]+\}/, with: "[5, 6]")
    let model = try learned(text, binCount: 17).model
    let direct = try HistFactoryModel(workspace(text), measurement: workspace(text).measurement())
    #expect(model.yields == direct.yields)
    var problem = try LearnedProblem(.discovery, seed: 1)
    problem.pipeline.model = .workspace(try learned(text, binCount: 17))
    let result = try problem.pipeline.evaluate(problem.point, on: problem.samples)
    #expect(result.gradient.norm == 0)
  }

  /// Of a channel, learned and fixed templates must have as many bins.
  @Test func learnedTemplatesThatDoNotFitTheirChannelAreRefused() throws {
    let error = try #require(throws: HistFactoryError.self) {
      try learned(LearnedProblem.threeChannels(numbers), binCount: 4)
    }
    #expect("\(error)" == "QR.leak has 4 bins, but the first sample of its channel has 3")
  }

  /// A width is the root of the sum of squared uncertainties over the sum of counts, learned ones and fixed ones.
  @Test func theConstraintOfALearnedStatErrorFollowsTheEvents() throws {
    let problem = try LearnedProblem(.cls, seed: 1)
    let yields = try problem.pipeline.evaluate(problem.point, on: problem.samples).assessment.yields
    let model = try #require(try problem.pipeline.model.model(yields) as? HistFactoryModel)
    let set = try #require(model.parameterSet(named: "stat_SR"))
    let nominal = try #require(yields["SR.background"])
    let learned = try #require(yields["SR.background.staterror.stat_SR"])
    let other = try #require(yields["SR.other"])
    for (bin, fixed) in [0.6, 0.4, 0.2].enumerated() {
      let width = (learned[bin] * learned[bin] + fixed * fixed).squareRoot() / (nominal[bin] + other[bin])
      // A square root, two products and two sums: a few roundings.
      #expect(agree(model.constraintWidth(set.range.lowerBound + bin) ?? 0, width, within: 1e-15))
    }
  }
}
