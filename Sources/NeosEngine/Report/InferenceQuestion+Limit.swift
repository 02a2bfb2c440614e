// Upper limits and the significance of a discovery.

extension InferenceQuestion {
  func upperLimit(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    guard level > 0, level < 1 else { throw .setting("the level lies between 0 and 1, found \(level)") }
    var finder = UpperLimitFinder()
    finder.level = level
    finder.statistic = statistic
    if let toyCount { finder.method = .toys(count: toyCount, seed: seed) }
    let limit =
      scan.isEmpty
      ? try finder.limit(model, data: data, control: control)
      : try finder.limit(model, data: data, scan: scan, control: control)
    let names = ["observed"] + bandNames.map { "expected \($0)" }
    let values = [limit.observed] + limit.expected
    let errors = [limit.observedError] + limit.expectedErrors
    return Report(
      tables: limitTables(limit, names, values, errors), json: limitJSON(limit),
      problems: limitProblems(limit, names, values), isSound: values.contains { $0.value != nil })
  }

  private func limitTables(
    _ limit: UpperLimit, _ names: [String], _ values: [UpperLimit.Value], _ errors: [Double?]
  ) -> [Display] {
    let rows = names.indices.map { index -> [Display.Cell] in
      [.text(names[index]), values[index].value.map { .number($0) } ?? .text("\(values[index])")]
        + (toyCount == nil ? [] : [Display.Cell(errors[index])])
    }
    var tables = [
      Display(
        title: "test", columns: ["", ""],
        rows: [[.text("test statistic"), .text("\(statistic.rawValue), by \(method)")]]),
      Display(
        title: "limit",
        columns: ["CLs = \(short(level))", "upper limit"] + (toyCount == nil ? [] : ["statistical error"]),
        rows: rows),
    ]
    if !scan.isEmpty {
      let points = limit.points.compactMap { point in
        point.observed.map { observed -> [Display.Cell] in
          [.number(point.tested), .number(observed.cls)] + point.expected.map { .number($0.cls) }
        }
      }
      tables.append(
        Display(title: "scan", columns: ["strength", "CLs observed"] + bandNames, rows: points))
    }
    return tables
  }

  private func limitJSON(_ limit: UpperLimit) -> JSONObject {
    var json: JSONObject = [
      "limit_obs": JSONValue(limit.observed.value), "limit_exp": JSONValue(limit.expected.map(\.value)),
      "level": .number(level), "test_stat": .string(statistic.rawValue), "method": .string(method),
    ]
    if toyCount != nil {
      json["limit_obs_error"] = JSONValue(limit.observedError)
      json["limit_exp_error"] = JSONValue(limit.expectedErrors)
      json["failed_toys"] = .integer(limit.failedToys.reduce(0) { $0 + $1.count })
    }
    if !scan.isEmpty {
      json["scan"] = .array(
        limit.points.compactMap { point in
          point.observed.map { observed in
            .object([
              "poi": .number(point.tested), "CLs_obs": JSONValue(observed.cls),
              "CLs_exp": JSONValue(point.expected.map(\.cls)),
            ])
          }
        })
    }
    return json
  }

  private func limitProblems(
    _ limit: UpperLimit, _ names: [String], _ values: [UpperLimit.Value]
  ) -> [String] {
    var problems = limit.points.flatMap { point in point.problems.map { "at \(brief(point.tested)): \($0)" } }
    problems += limit.failedToys.map { "\(counted($0.count, "toy")) failed: \($0.reason)" }
    if limit.wasStopped { problems.append("stopped before all was done") }
    return problems
      + zip(names, values).compactMap { name, value in
        value.value == nil ? "\(name) limit: \(value)" : nil
      }
  }

  func significance(_ model: some StatisticalModel, _ data: [Double]) throws(InferenceError) -> Report {
    let discovery = try Discovery(model, data: data)
    // The smallest p0 comes first: an upward fluctuation.
    let names = bandNames.reversed().map { "expected \($0)" }
    let values = [("observed", discovery.observed)] + Array(zip(names, discovery.expected))
    let json: JSONObject = [
      "p0_obs": JSONValue(discovery.observed.p0), "p0_exp": JSONValue(discovery.expected.map(\.p0)),
      "Z_obs": JSONValue(discovery.observed.z), "Z_exp": JSONValue(discovery.expected.map(\.z)),
    ]
    return Report(
      tables: [
        Display(
          title: "significance", columns: ["", "p0", "Z"],
          rows: values.map { [.text($0), .number($1.p0), .number($1.z)] })
      ], json: json, problems: discovery.problems,
      isSound: discovery.test.isSound && discovery.observed.z.isFinite)
  }
}
