import NeosEngine
import Testing

@Suite struct YieldsTests {
  @Test func aTemplateIsFoundByItsName() {
    let yields = Yields(names: ["signal", "background"], templates: [[1, 2], [3, 4]])
    #expect(yields["background"] == [3, 4])
    #expect(yields["nominal"] == nil)
    #expect(yields.binCount == 2)
  }

  @Test func theRuleFollowsFromTheSamples() throws {
    #expect(try TemplateRule(samples: ["signal", "up", "down"]) == .meanAndSpread)
    #expect(try TemplateRule(samples: ["signal", "nominal", "up", "down"]) == .asTheyAre)
  }

  @Test(arguments: [
    (["signal", "down", "up"], "signal, down, up"), ([], "none"), (["background"], "background"),
  ])
  func otherSamplesAreNamed(names: [String], found: String) {
    let error = #expect(throws: HistogramError.samples(names)) { try TemplateRule(samples: names) }
    #expect(
      error?.description
        == "templates are made from the samples signal, up, down or signal, nominal, up, down; "
        + "found \(found)")
  }

  /// `numpy.mean` and `numpy.std` of two modes.
  @Test func threeSamplesGiveMeanAndStandardDeviation() {
    let yields = TemplateRule.meanAndSpread.yields([[1, 2], [10, 4], [6, 7]])
    #expect(yields.names == ["signal", "background", "uncertainty"])
    #expect(yields.templates == [[1, 2], [8, 5.5], [2, 1.5]])
  }

  @Test func fourSamplesAreTheTemplates() {
    let histograms = [[1.0], [2], [3], [4]]
    let yields = TemplateRule.asTheyAre.yields(histograms)
    #expect(yields.names == ["signal", "nominal", "up", "down"])
    #expect(yields.templates == histograms)
    #expect(
      TemplateRule.asTheyAre.pullback(histograms, cotangent: [[5], [6], [7], [8]]) == [[5], [6], [7], [8]])
  }

  /// d mean = 1/2 each; d spread = 1/2 with the sign of up - down, and 0 at its kink.
  @Test func thePullbackOfTheSpreadHasItsSign() {
    let pulled = TemplateRule.meanAndSpread.pullback(
      [[0, 0, 0], [5, 1, 3], [2, 4, 3]], cotangent: [[7, 8, 9], [2, 2, 2], [4, 4, 4]])
    #expect(pulled == [[7, 8, 9], [3, -1, 1], [-1, 3, 1]])
  }
}
