import Foundation
import NeosEngine
import Testing

/// The answers' JSON against the figures of pyhf, SciPy and Minuit.
@Suite struct InferenceQuestionTests {
  typealias Case = HypotestFigures.Case

  private func answer(
    _ reference: Case, _ verb: InferenceQuestion.Verb, _ change: (inout InferenceQuestion) -> Void = { _ in }
  ) throws -> Report {
    var question = InferenceQuestion(verb)
    change(&question)
    let report = try question.answer(reference.model(), data: reference.data)
    for table in report.tables {
      #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.title)")
    }
    return report
  }

  private func numbers(_ json: JSONObject, _ path: String, count: Int = 5) -> [Double] {
    (0..<count).map { json.number(at: "\(path)[\($0)]") ?? .nan }
  }

  // pyhf's fits stop at 1e-13 of -2 ln L or so; a p-value of a small statistic feels its square root.
  @Test(arguments: HypotestFigures.cases)
  func tests(reference: Case) throws {
    for figure in reference.tests where figure.statistic != .q0 {
      let report = try answer(reference, .cls) {
        ($0.statistic, $0.testedStrength) = (figure.statistic, figure.tested)
      }
      #expect(report.problems.isEmpty)
      #expect(report.json["problems"] == nil)
      #expect(agree(report.json.number(at: "CLs_obs") ?? .nan, figure.value, within: 1e-6))
      #expect(agree(numbers(report.json, "CLs_exp"), figure.band, within: 1e-6))
      let tails = ["CLsb_obs", "CLb_obs"].map { report.json.number(at: $0) ?? .nan }
      #expect(agree(tails, figure.tails, within: 1e-6))
      #expect(report.json.number(at: "test_poi") == figure.tested)
      #expect(report.json["test_stat"] == .string(figure.statistic.rawValue))
      // CLs of the band is the ratio of its parts: one division.
      let ratios = zip(numbers(report.json, "CLsb_exp"), numbers(report.json, "CLb_exp")).map { $0 / $1 }
      #expect(agree(ratios, numbers(report.json, "CLs_exp"), within: 1e-15))
    }
  }

  /// pyhf has the two-sided statistics without their p-values.
  @Test(arguments: HypotestFigures.cases)
  func twoSidedStatistics(reference: Case) throws {
    let figures = reference.statistics.filter(\.statistic.isTwoSided)
    #expect(figures.count == 6)
    for figure in figures {
      let report = try answer(reference, .cls) {
        ($0.statistic, $0.testedStrength) = (figure.statistic, figure.tested)
      }
      #expect(agree(report.json.number(at: "test_stat_obs") ?? .nan, figure.value, within: 1e-10))
      #expect(report.json["test_stat"] == .string(figure.statistic.rawValue))
      #expect((0...1).contains(report.json.number(at: "CLsb_obs") ?? .nan))
      #expect(report.isSound && !report.json.keys.contains { $0.hasPrefix("CLs_") })
    }
  }

  /// p0 by toys, against pyhf's: four standard deviations of a difference of shares, and of quantiles.
  @Test(arguments: ToyFigures.cases.filter { $0.statistic == .q0 })
  func significanceByToys(reference: ToyFigures.Case) throws {
    let (model, data) = try reference.problem()
    var question = InferenceQuestion(.significance)
    (question.toyCount, question.seed) = (4000, 2)
    let report = try question.answer(model, data: data)
    #expect(report.problems.isEmpty && report.isSound)
    let scale = 4 * (1 + Double(4000) / Double(reference.toys)).squareRoot()
    let (found, error) = (report.json.number(at: "p0_obs"), report.json.number(at: "p0_obs_error"))
    #expect(abs((found ?? .nan) - reference.clsb) <= scale * (error ?? .nan))
    let (band, errors) = (numbers(report.json, "p0_exp"), numbers(report.json, "p0_exp_error"))
    for index in 0..<5 {
      #expect(abs(band[index] - reference.clsbBand[index]) <= scale * errors[index], "\(index)")
    }
    let z = try #require(report.json.number(at: "Z_obs"))
    #expect(agree(0.5 * erfc(z / 2.0.squareRoot()), found ?? .nan, within: 1e-12))
  }

  /// pyhf warns of the same.
  @Test(arguments: [InferenceQuestion.Verb.cls, .limit], [nil, 20] as [Int?])
  func aStatisticForOtherStrengthsIsRemarked(verb: InferenceQuestion.Verb, toys: Int?) throws {
    for (lowest, statistic, remark) in [
      (0.0, TestStatistic.qMuTilde, nil),
      (0, .qMu, "'q' is for a strength that may be negative, but mu is 0.0 or more; 'qtilde' is for that"),
      (-2, .qMu, nil),
      (-2, .qMuTilde, "'qtilde' is for a strength that is not negative, but mu may be -2.0; 'q' is for that"),
    ] as [(Double, TestStatistic, String?)] {
      let workspace = DegenerateModels.workspace(parameters: [.init(name: "mu", bounds: [lowest...10])])
      let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
      var question = InferenceQuestion(verb)
      (question.statistic, question.toyCount) = (statistic, toys)
      let report = try question.answer(model, data: model.data(workspace.observations))
      let remarks = report.json["remarks"]?.asArray?.compactMap(\.asString) ?? []
      #expect(remarks == (remark.map { [$0] } ?? []))
      #expect(report.tables[0].rows.contains { "\($0)".contains("is for that") } == (remark != nil))
    }
  }

  /// No toy of some hundred is four standard deviations away.
  @Test func aSignificanceBeyondTheToysIsSaid() throws {
    var question = InferenceQuestion(.significance)
    question.toyCount = 200
    let model = try countingExperiment(signal: 10, background: 10)
    let report = try question.answer(model, data: [40, 1])
    #expect(report.json.number(at: "p0_obs") == 0)
    #expect(report.json["Z_obs"] == .null)
    #expect(
      report.problems.contains { $0.contains("p0 is below 0.005; draw more toys") }, "\(report.problems)")
    #expect(!report.isSound)
  }

  /// Of a stopped run it is said how much was done.
  @Test func whatWasDrawnBeforeAStopIsSaid() throws {
    let reference = HypotestFigures.cases[0]
    for verb in [InferenceQuestion.Verb.cls, .significance] {
      var question = InferenceQuestion(verb)
      question.toyCount = 1000
      let stop = Stop(after: 300)
      let control = InferenceControl(threads: 1, isStopped: { stop.isDue })
      let report = try question.answer(reference.model(), data: reference.data, control: control)
      #expect(report.json["method"] == .string("300 toys, half of them of each hypothesis, seed 0"))
      #expect(report.problems == ["stopped when 300 of 2000 toys were drawn"])
    }
    var scan = InferenceQuestion(.scan)
    scan.scan = [0, 1, 2, 11]
    let report = try scan.answer(reference.model(), data: reference.data)
    #expect(report.problems.last == "1 of 4 points failed: 11")
    #expect(!report.isSound)
    #expect(report.json.number(at: "points[2].twice_delta_nll") != nil)
  }

  /// Of q0 pyhf gives CLs+b, which is p0.
  @Test(arguments: HypotestFigures.cases)
  func significances(reference: Case) throws {
    let figure = try #require(reference.tests.first { $0.statistic == .q0 })
    let report = try answer(reference, .significance)
    #expect(agree(report.json.number(at: "p0_obs") ?? .nan, figure.value, within: 1e-6))
    #expect(agree(numbers(report.json, "p0_exp"), figure.band, within: 1e-6))
    // Five values one standard deviation apart.
    let z = numbers(report.json, "Z_exp")
    #expect(agree(zip(z, z.dropFirst()).map { $0 - $1 }, [1, 1, 1, 1], within: 1e-12))
  }

  // The figures are pyhf's with an `rtol` of 1e-9; what two fitters leave is that of CLs.
  @Test(arguments: HypotestFigures.cases)
  func limits(reference: Case) throws {
    for figure in reference.limits {
      let report = try answer(reference, .limit) { $0.level = figure.level }
      #expect(agree(report.json.number(at: "limit_obs") ?? .nan, figure.observed, within: 1e-7))
      #expect(agree(numbers(report.json, "limit_exp"), figure.expected, within: 1e-7))
      #expect(report.json.number(at: "level") == figure.level)
    }
    let report = try answer(reference, .limit) {
      $0.scan = reference.scannedLimits.scan ?? []
      $0.level = reference.scannedLimits.level
    }
    #expect(report.json["scan"]?.asArray?.count == reference.scannedLimits.scan?.count)
    #expect(report.tables.map(\.title) == ["test", "limit", "scan"])
  }

  /// The figures of the global fits, by the names and groups that pyhf's `fit` writes.
  @Test(arguments: FitCase.all)
  func fits(reference: FitCase) throws {
    let model = try reference.model()
    var question = InferenceQuestion(.fit)
    question.fixed = reference.fixedPOI.map { ["mu": $0] } ?? [:]
    let report = try question.answer(model, data: reference.data)
    let paths = model.parameters.map { parameter in
      parameter.name.hasSuffix("]") ? parameter.name : "\(parameter.name)[0]"
    }
    let best = paths.map { report.json.number(at: "mle_parameters.\($0)") ?? .nan }
    // As close as the fit itself, see FitTests.
    #expect(agree(best, reference.bestParameters, within: 1e-12))
    #expect(agree(report.json.number(at: "twice_nll") ?? .nan, -2 * reference.logpdf, within: 1e-13))
    #expect(report.json["status"]?.asString?.hasPrefix("converged") == true)
    let positions = report.json["correlations"]?.asObject?["parameters"]?.asArray?.compactMap(\.asString)
    if let positions { #expect(positions == reference.free.map { model.parameters[$0].name }) }
  }

  /// Minuit's HESSE and MINOS: differences of second order, and roots to 2e-3 (see ProfileIntervalTests).
  @Test(arguments: HypotestFigures.cases.filter { $0.fit != nil })
  func uncertaintiesAndIntervals(reference: Case) throws {
    let minuit = try #require(reference.fit)
    let report = try answer(reference, .fit) { $0.intervals = ["all"] }
    for (index, parameter) in try reference.model().parameters.enumerated() {
      let name = parameter.name
      let path = name.hasSuffix("]") ? name : "\(name)[0]"
      let best = report.json.number(at: "mle_parameters.\(path)") ?? .nan
      let error = report.json.number(at: "uncertainties.\(path)") ?? .nan
      #expect(agree(error / minuit.covariance[index][index].squareRoot(), 1, within: 2e-3), "\(name)")
      let ends = report.json["intervals"]?.asObject?[name]?.asArray ?? []
      for (side, expected) in minuit.errors[index].enumerated() {
        if let expected { #expect(agree(((ends[side].asNumber ?? .nan) - best) / expected, 1, within: 2e-3)) }
      }
    }
  }

  @Test func aRankingHasTheLargestImpactFirst() throws {
    for reference in HypotestFigures.cases {
      let report = try answer(reference, .ranking)
      let entries = report.json["ranking"]?.asArray?.compactMap(\.asObject) ?? []
      let names = try reference.model().parameters.filter { !$0.isFixed }.map(\.name)
      #expect(Set(entries.compactMap { $0["parameter"]?.asString }) == Set(names).subtracting(["mu"]))
      let sizes = entries.map {
        max(abs($0.number(at: "postfit[0]") ?? 0), abs($0.number(at: "postfit[1]") ?? 0))
      }
      #expect(zip(sizes, sizes.dropFirst()).allSatisfy { $0 >= $1 })
    }
  }

  @Test func aScanIsAboveItsBestFit() throws {
    for reference in HypotestFigures.cases {
      let report = try answer(reference, .scan)
      let points = report.json["points"]?.asArray?.compactMap(\.asObject) ?? []
      #expect(points.count == 31)
      // The best fit is one of two fits that end within 1e-12 of the same maximum.
      #expect(points.allSatisfy { ($0.number(at: "twice_delta_nll") ?? -1) > -1e-9 })
      let best = try #require(report.json.number(at: "best"))
      let values = points.compactMap { $0.number(at: "value") }
      #expect(try #require(values.first) <= best && best <= #require(values.last))
    }
  }

  @Test func toysHaveTheSameKeysAndMore() throws {
    let reference = HypotestFigures.cases[0]
    let asymptotic = try answer(reference, .cls).json
    let toys = try answer(reference, .cls) { ($0.toyCount, $0.seed) = (200, 3) }.json
    #expect(
      Set(toys.keys)
        == Set(asymptotic.keys).union([
          "CLsb_error", "CLsb_exp_error", "CLb_error", "CLs_error", "CLs_exp_error", "failed_toys",
        ]))
    #expect(toys["failed_toys"] == .integer(0))
    #expect(toys["method"] == .string("200 toys of each hypothesis, seed 3"))
  }
}
