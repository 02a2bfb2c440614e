// The significance of a discovery, by asymptotic formulas and by toys.

extension InferenceQuestion {
  func significance(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    guard let toyCount else {
      let discovery = try Discovery(model, data: data)
      return report(
        [discovery.observed] + discovery.expected, method: method, problems: discovery.problems,
        isSound: discovery.test.isSound)
    }
    var calculator = ToyCalculator(seed: seed)
    calculator.statistic = .q0
    calculator.toyCount = toyCount
    let test = try calculator.test(0, model, data: data, control: control)
    var problems = toyProblems(test)
    if test.observed.clsb == 0 {
      problems.append(
        "no toy without a signal is as signal-like as the data, so that p0 is below "
          + "\(brief(1 / Double(test.tested.samples.count))); draw more toys")
    }
    let values = [test.observed] + test.expected
    return report(
      values.map { Discovery.Significance(p0: $0.clsb) },
      errors: [test.errors.clsb] + test.expectedTailErrors, failures: test.failureCount, method: method(test),
      problems: problems)
  }

  /// The report of the observed significance and of the five expected ones, by toys with the errors of p0.
  private func report(
    _ values: [Discovery.Significance], errors: [Double] = [], failures: Int? = nil, method: String,
    problems: [String], isSound: Bool = true
  ) -> Report {
    // The smallest p0 comes first: an upward fluctuation.
    let names = ["observed"] + bandNames.reversed().map { "expected \($0)" }
    let rows = zip(names, values).enumerated().map { index, row -> [Display.Cell] in
      [.text(row.0), .number(row.1.p0), .number(row.1.z)] + (errors.isEmpty ? [] : [.number(errors[index])])
    }
    var json: JSONObject = [
      "p0_obs": JSONValue(values[0].p0), "p0_exp": JSONValue(values.dropFirst().map(\.p0)),
      "Z_obs": JSONValue(values[0].z), "Z_exp": JSONValue(values.dropFirst().map(\.z)),
      "test_stat": .string(TestStatistic.q0.rawValue), "method": .string(method),
    ]
    var head: [[Display.Cell]] = [
      [.text("test statistic"), .text("\(TestStatistic.q0.rawValue), by \(method)")]
    ]
    if let failures {
      json["p0_obs_error"] = JSONValue(errors[0])
      json["p0_exp_error"] = JSONValue(Array(errors.dropFirst()))
      json["failed_toys"] = .integer(failures)
      head.append([.text("toys left out"), .number(Double(failures))])
    }
    return Report(
      tables: [
        Display(title: "test", columns: ["", ""], rows: head),
        Display(
          title: "significance",
          columns: ["", "p0", "Z"] + (errors.isEmpty ? [] : ["statistical error of p0"]),
          rows: rows),
      ], json: json, problems: problems, isSound: isSound && values[0].z.isFinite)
  }
}
