// Upper limits and the significance of a discovery.

extension InferenceQuestion {
  func upperLimit(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
    guard level > 0, level < 1 else { throw .setting("the level lies between 0 and 1, found \(level)") }
    guard toyCount == nil else {
      throw .setting("limits are found by asymptotic formulas; leave out the toys")
    }
    var finder = UpperLimitFinder()
    finder.level = level
    finder.statistic = statistic
    let limit =
      scan.isEmpty
      ? try finder.limit(model, data: data, control: control)
      : try finder.limit(model, data: data, scan: scan, control: control)
    var problems = limit.points.flatMap { point in point.problems.map { "at \(brief(point.tested)): \($0)" } }
    if limit.wasStopped { problems.append("stopped before all was done") }
    let values =
      [("observed", limit.observed)] + Array(zip(bandNames.map { "expected \($0)" }, limit.expected))
    problems += values.compactMap { name, value in value.value == nil ? "\(name) limit: \(value)" : nil }
    let points = limit.points.compactMap { point in
      point.test.map { test -> [Display.Cell] in
        [.number(point.tested), .number(test.observed.cls)] + test.expected.map { .number($0.cls) }
      }
    }
    var tables = [
      Display(
        title: "limit", columns: ["CLs = \(short(level))", "upper limit"],
        rows: values.map { name, value in [.text(name), value.value.map { .number($0) } ?? .text("\(value)")]
        })
    ]
    if !scan.isEmpty {
      tables.append(
        Display(title: "scan", columns: ["strength", "CLs observed"] + bandNames, rows: points))
    }
    var json: JSONObject = [
      "limit_obs": JSONValue(limit.observed.value), "limit_exp": JSONValue(limit.expected.map(\.value)),
      "level": .number(level), "test_stat": .string(statistic.rawValue),
    ]
    if !scan.isEmpty {
      json["scan"] = .array(
        limit.points.compactMap { point in
          point.test.map { test in
            .object([
              "poi": .number(point.tested), "CLs_obs": JSONValue(test.observed.cls),
              "CLs_exp": JSONValue(test.expected.map(\.cls)),
            ])
          }
        })
    }
    return Report(tables: tables, json: json, problems: problems)
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
      ], json: json, problems: discovery.problems, isSound: discovery.observed.z.isFinite)
  }
}
