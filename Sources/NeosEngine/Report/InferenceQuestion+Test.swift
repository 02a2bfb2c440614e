// CLs by asymptotic formulas and by toys.

extension InferenceQuestion {
  func asymptoticTest(_ model: some StatisticalModel, _ data: [Double]) throws(InferenceError) -> Report {
    let test = try AsymptoticCalculator(model, data: data, statistic: statistic).test(testedStrength)
    return report(
      test.observed, test.expected, test.observedStatistic, method: method, problems: test.problems,
      remarks: remarks(model), isSound: test.isSound)
  }

  func toyTest(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    var calculator = ToyCalculator(seed: seed)
    calculator.statistic = statistic
    if let toyCount { calculator.toyCount = toyCount }
    let test = try calculator.test(testedStrength, model, data: data, control: control)
    var problems = toyProblems(test)
    if test.observed.clb == 0, !statistic.isTwoSided, !test.alternative.samples.isEmpty {
      problems.append(
        "no toy of the alternative is as far from it as the data, so that CLs is 0 / 0; draw more toys")
    }
    var report = report(
      test.observed, test.expected, test.observedStatistic, method: method(test), problems: problems,
      remarks: remarks(model))
    report.tables[0].rows += [
      [.text("error of CLs+b"), .number(test.errors.clsb)],
      [.text("error of CLb"), .number(test.errors.clb)],
    ]
    report.json["CLsb_error"] = JSONValue(test.errors.clsb)
    report.json["CLsb_exp_error"] = JSONValue(test.expectedTailErrors)
    report.json["CLb_error"] = JSONValue(test.errors.clb)
    if !statistic.isTwoSided {
      report.tables[0].rows.append([.text("error of CLs"), .number(test.errors.cls)])
      report.json["CLs_error"] = JSONValue(test.errors.cls)
      report.json["CLs_exp_error"] = JSONValue(test.expectedErrors)
    }
    report.tables[0].rows.append([.text("toys left out"), .number(Double(test.failureCount))])
    report.json["failed_toys"] = .integer(test.failureCount)
    return report
  }

  /// Whether the test statistic is for other strengths than the model's, in words (`pyhf.infer.test_statistics` warns
  /// of it).
  func remarks(_ model: some StatisticalModel) -> [String] {
    let space = model.parameterSpace
    guard let poi = space.poiIndex, let other = statistic.counterpart else { return [] }
    let (name, lowest) = (space.names[poi], space.bounds[poi].lowerBound)
    guard (lowest < 0) == statistic.isTilde else { return [] }
    let (sign, range) =
      statistic.isTilde ? ("is not", "may be \(lowest)") : ("may be", "is \(lowest) or more")
    return [
      "'\(statistic.rawValue)' is for a strength that \(sign) negative, but \(name) \(range); "
        + "'\(other.rawValue)' is for that"
    ]
  }

  /// How the distributions of the test statistic are known, in words.
  var method: String {
    toyCount.map { "\(counted($0, "toy")) of each hypothesis, seed \(seed)" } ?? "asymptotic formulas"
  }

  /// The same for a test by toys that may have been stopped.
  func method(_ test: ToyTest) -> String {
    test.wasStopped
      ? "\(counted(test.drawnCount, "toy")), half of them of each hypothesis, seed \(seed)" : method
  }

  /// What did not go well with the toys, in words.
  func toyProblems(_ test: ToyTest) -> [String] {
    var problems = test.failures.map { "\(counted($0.count, "toy")) failed: \($0.reason)" }
    if test.wasStopped {
      let asked = toyCount.map { " of \(2 * $0)" } ?? ""
      problems.append("stopped when \(test.drawnCount)\(asked) toys were drawn")
    }
    return problems
  }

  private func report(
    _ observed: PValues, _ expected: [PValues], _ value: TestStatisticValue, method: String,
    problems: [String], remarks: [String], isSound: Bool = true
  ) -> Report {
    let head: [[Display.Cell]] = [
      [.text("tested strength"), .number(value.tested)],
      [.text("test statistic"), .text("\(value.statistic.rawValue), by \(method)")],
      [.text("observed value"), .number(value.value)],
    ]
    // Of a two-sided statistic CLs+b is the p-value; its ratio to CLb may exceed 1, and says nothing.
    let kinds: [(title: String, key: String, kind: PValueKind)] =
      (statistic.isTwoSided ? [] : [("CLs", "CLs", .cls)]) + [("CLs+b", "CLsb", .clsb), ("CLb", "CLb", .clb)]
    let rows = [("observed", observed)] + Array(zip(bandNames.map { "expected \($0)" }, expected))
    var json: JSONObject = [:]
    for (_, key, kind) in kinds {
      json["\(key)_exp"] = JSONValue(expected.map { $0[kind] })
      json["\(key)_obs"] = JSONValue(observed[kind])
    }
    json["test_poi"] = JSONValue(value.tested)
    json["test_stat"] = .string(value.statistic.rawValue)
    json["test_stat_obs"] = JSONValue(value.value)
    json["method"] = .string(method)
    return Report(
      tables: [
        Display(title: "test", columns: ["", ""], rows: head),
        Display(
          title: "p-values", columns: [""] + kinds.map(\.title),
          rows: rows.map { name, values in [.text(name)] + kinds.map { .number(values[$0.kind]) } }),
      ], json: json, problems: problems, remarks: remarks,
      isSound: isSound && observed[kinds[0].kind].isFinite)
  }
}
