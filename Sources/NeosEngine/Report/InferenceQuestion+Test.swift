// CLs by asymptotic formulas and by toys.

extension InferenceQuestion {
  func asymptoticTest(_ model: some StatisticalModel, _ data: [Double]) throws(InferenceError) -> Report {
    let test = try AsymptoticCalculator(model, data: data, statistic: statistic).test(testedStrength)
    return report(
      test.observed, test.expected, test.observedStatistic, method: method, problems: test.problems,
      isSound: test.isSound)
  }

  func toyTest(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    var calculator = ToyCalculator(seed: seed)
    calculator.statistic = statistic
    if let toyCount { calculator.toyCount = toyCount }
    let test = try calculator.test(testedStrength, model, data: data, control: control)
    var problems = toyProblems(test)
    if test.observed.clb == 0, !test.alternative.samples.isEmpty {
      problems.append(
        "no toy of the alternative is as far from it as the data, so that CLs is 0 / 0; draw more toys")
    }
    var report = report(
      test.observed, test.expected, test.observedStatistic, method: method(test), problems: problems)
    report.tables[0].rows += [
      [.text("error of CLs+b"), .number(test.errors.clsb)],
      [.text("error of CLb"), .number(test.errors.clb)],
      [.text("error of CLs"), .number(test.errors.cls)],
      [.text("toys left out"), .number(Double(test.failureCount))],
    ]
    report.json["CLsb_error"] = JSONValue(test.errors.clsb)
    report.json["CLb_error"] = JSONValue(test.errors.clb)
    report.json["CLs_error"] = JSONValue(test.errors.cls)
    report.json["CLs_exp_error"] = JSONValue(test.expectedErrors)
    report.json["failed_toys"] = .integer(test.failureCount)
    return report
  }

  /// How the distributions of the test statistic are known, in words.
  var method: String {
    toyCount.map { "\($0) toys of each hypothesis, seed \(seed)" } ?? "asymptotic formulas"
  }

  /// The same for a test by toys that may have been stopped.
  func method(_ test: ToyTest) -> String {
    test.wasStopped
      ? "\(test.drawnCount) toys, half of them of each hypothesis, seed \(seed)" : method
  }

  /// What did not go well with the toys, in words.
  func toyProblems(_ test: ToyTest) -> [String] {
    var problems = test.failures.map { "\($0.count) toys failed: \($0.reason)" }
    if test.wasStopped {
      let asked = toyCount.map { " of \(2 * $0)" } ?? ""
      problems.append("stopped when \(test.drawnCount)\(asked) toys were drawn")
    }
    return problems
  }

  private func report(
    _ observed: PValues, _ expected: [PValues], _ value: TestStatisticValue, method: String,
    problems: [String], isSound: Bool = true
  ) -> Report {
    let head: [[Display.Cell]] = [
      [.text("tested strength"), .number(value.tested)],
      [.text("test statistic"), .text("\(value.statistic.rawValue), by \(method)")],
      [.text("observed value"), .number(value.value)],
    ]
    let rows = [("observed", observed)] + Array(zip(bandNames.map { "expected \($0)" }, expected))
    let json: JSONObject = [
      "CLs_exp": JSONValue(expected.map(\.cls)), "CLs_obs": JSONValue(observed.cls),
      "CLsb_exp": JSONValue(expected.map(\.clsb)), "CLsb_obs": JSONValue(observed.clsb),
      "CLb_exp": JSONValue(expected.map(\.clb)), "CLb_obs": JSONValue(observed.clb),
      "test_poi": JSONValue(value.tested), "test_stat": .string(value.statistic.rawValue),
      "test_stat_obs": JSONValue(value.value), "method": .string(method),
    ]
    return Report(
      tables: [
        Display(title: "test", columns: ["", ""], rows: head),
        Display(
          title: "CLs", columns: ["", "CLs", "CLs+b", "CLb"],
          rows: rows.map { [.text($0), .number($1.cls), .number($1.clsb), .number($1.clb)] }),
      ], json: json, problems: problems, isSound: isSound && observed.cls.isFinite)
  }
}
