import NeosEngine
import Testing

/// Questions as verbs of a session.
@Suite struct SessionInferenceTests {
  let files: SpecFiles

  init() throws { files = try SpecFiles() }

  private func answer(_ session: inout Session, _ line: String) throws -> JSONObject {
    guard case .answer(let report, let title) = try session.run(line).last else {
      throw LanguageError(column: 1, "\(line) gives no answer")
    }
    #expect(title == line.prefix { $0 != " " })
    #expect(report.tables.first?.title == "data")
    for table in report.tables {
      #expect(table.rows.allSatisfy { $0.count == table.columns.count }, "\(table.title)")
    }
    return report.json
  }

  @Test(arguments: [
    ("fit", ["mle_parameters", "twice_nll", "status", "uncertainties", "correlations"]),
    ("cls", ["CLs_obs", "CLs_exp", "CLsb_obs", "CLb_obs", "test_poi", "test_stat"]),
    ("limit", ["limit_obs", "limit_exp", "level"]),
    ("significance", ["p0_obs", "p0_exp", "Z_obs", "Z_exp"]), ("ranking", ["ranking"]),
    ("scan", ["parameter", "best", "points"]),
  ])
  func everyVerbAnswers(verb: String, keys: [String]) throws {
    for model in ["histosys", "spec learned.json", "spec numbers.json"] {
      var session = try files.session(smallSettings + ["model \(model)"])
      let json = try answer(&session, verb)
      for key in keys { #expect(json[key] != nil, "\(model): \(key)") }
      #expect(json["problems"] == nil, "\(model)")
      // Observed counts only where the templates are what they were measured with.
      let strength = verb == "cls" || verb == "limit" ? 0 : 1
      #expect(
        json["data"]
          == .string(model.contains("numbers") ? "observed counts" : "Asimov data, strength \(strength)"))
    }
  }

  @Test func theDataAreChosen() throws {
    var session = try files.session(smallSettings + ["model spec numbers.json"])
    let observed = try answer(&session, "fit")
    #expect(try answer(&session, "fit on=observed") == observed)
    for strength in [0.5, 1, 2.5] {
      let json = try answer(&session, "fit on=\(strength)")
      // Asimov data are best fitted by what they were made of; a fit stops within 1e-6 of it.
      #expect(abs((json.number(at: "mle_parameters.mu[0]") ?? 0) - strength) < 1e-6)
    }
    try session.run("model histosys")
    let error = try #require(throws: SessionError.self) { try session.run("fit on=observed") }
    #expect("\(error)".contains("no observed counts"))
  }

  /// The same numbers as the engine gives for the model and the data.
  @Test func theKeysSetTheQuestion() throws {
    var session = try files.session(smallSettings + ["model spec numbers.json"])
    let workspace = try #require(session.configuration.workspace)
    let model = try HistFactoryModel(workspace, measurement: workspace.measurement())
    let data = try model.data(workspace.observations)
    func expected(_ verb: InferenceQuestion.Verb, _ change: (inout InferenceQuestion) -> Void) throws
      -> JSONObject
    {
      var question = InferenceQuestion(verb)
      change(&question)
      var json = try question.answer(model, data: data).json
      json["data"] = .string("observed counts")
      return json
    }
    let grid = (0...5).map { (step: Int) -> Double in 0.5 + 3.5 * Double(step) / 5 }
    let cases: [(String, InferenceQuestion.Verb, (inout InferenceQuestion) -> Void)] = [
      ("cls poi=2 stat=q", .cls, { ($0.testedStrength, $0.statistic) = (2, .qMu) }),
      ("cls toys=50 seed=7", .cls, { ($0.toyCount, $0.seed) = (50, 7) }),
      ("limit level=0.1", .limit, { $0.level = 0.1 }),
      ("limit at=0.5:4:6", .limit, { $0.scan = grid }),
      ("scan parameter=xsec at=-1,0,1", .scan, { ($0.parameter, $0.scan) = ("xsec", [-1, 0, 1]) }),
      ("fit fix=mu:1,xsec:0.5", .fit, { $0.fixed = ["mu": 1, "xsec": 0.5] }),
      ("fit minos=mu,xsec", .fit, { $0.intervals = ["mu", "xsec"] }),
      ("fit minos=all", .fit, { $0.intervals = ["all"] }),
    ]
    for (line, verb, change) in cases {
      #expect(try answer(&session, line) == expected(verb, change), "\(line)")
    }
  }

  @Test func resultsAreQuantities() throws {
    var session = try files.session(smallSettings + ["model spec learned.json"])
    let early = try #require(throws: SessionError.self) { try session.run("expect result.CLs_obs < 1") }
    #expect("\(early)".contains("there is no result yet; ask with fit, cls"))
    let json = try answer(&session, "cls")
    #expect(try session.value("result.CLs_obs") == json.number(at: "CLs_obs"))
    #expect(try session.value("result.CLs_exp[4]") == json.number(at: "CLs_exp[4]"))
    let events = try session.run(
      "expect result.CLs_exp[0] < result.CLs_exp[4]", "expect result.CLs_obs = result.CLs_exp[2] ± 1e-6")
    for event in events {
      guard case .expectation(let result) = event else { continue }
      #expect(result.holds, "\(result)")
    }
    for path in ["CLs", "CLs_exp", "CLs_exp[5]", "CLs_exp[-1]", "test_stat", "CLs_exp[2].a"] {
      let error = try #require(throws: SessionError.self) { try session.value("result.\(path)") }
      #expect("\(error)".contains("the last result has no number '\(path)'; it has CLs_exp, CLs_obs"))
    }
    // The last answer counts; it does not change by stepping.
    try session.run("fit on=1", "break when result.mle_parameters.mu[0] > 2", "step 2")
    #expect(session.step == 2)
    try session.run("break when result.mle_parameters.mu[0] > 0.5", "step 2")
    #expect(session.step == 3)
    try session.run("run until result.twice_nll > -1e9 within 5")
    #expect(session.step == 3)
  }

  @Test func aQuestionThatMakesNoSenseIsAnErrorOfTheSession() throws {
    var session = try files.session(smallSettings + ["model spec numbers.json", "step 1"])
    for (line, part) in [
      ("cls poi=11", "cls: mu = 11.0 is outside its bounds"), ("fit fix=mux:1", "fit: there is no parameter"),
      ("scan parameter=xsek", "scan: there is no parameter 'xsek'; did you mean 'xsec'?"),
      ("fit minos=nu", "did you mean 'mu'?"),
    ] {
      let error = try #require(throws: SessionError.self) { try session.run(line) }
      #expect("\(error)".contains(part), "\(error)")
    }
    #expect(session.step == 1)
  }

  @Test func aStoppedQuestionKeepsWhatWasFound() throws {
    var session = try files.session(smallSettings + ["model spec numbers.json"])
    let stop = Stop(after: 1)
    let events = try session.run(["limit at=0:5:40"], isStopped: { stop.isDue })
    guard case .answer(let report, _) = events.last else {
      Issue.record("what was found is no answer")
      return
    }
    let problems = report.problems
    #expect(problems.contains { $0.contains("stopped when 1 of 40") }, "\(problems)")
    #expect(try session.value("result.scan[0].poi") == 0)
  }
}
