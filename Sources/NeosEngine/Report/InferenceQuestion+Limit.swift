// Upper limits.

extension InferenceQuestion {
  func upperLimit(
    _ model: some StatisticalModel, _ data: [Double], _ control: InferenceControl
  ) throws(InferenceError) -> Report {
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
      problems: limitProblems(limit, names, values), remarks: remarks(model),
      isSound: values.allSatisfy { $0.value != nil } && (scan.isEmpty || failedPoints(limit).isEmpty))
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
    if showsPoints(limit) {
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
    if showsPoints(limit) {
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

  /// Whether the tested strengths are told: those of a scan, and what there is of a search that was stopped.
  private func showsPoints(_ limit: UpperLimit) -> Bool { !scan.isEmpty || limit.wasStopped }

  /// The strengths of a scan that take no part in the limits.
  private func failedPoints(_ limit: UpperLimit) -> [UpperLimit.Point] {
    limit.points.filter { !$0.problems.isEmpty }
  }

  private func limitProblems(
    _ limit: UpperLimit, _ names: [String], _ values: [UpperLimit.Value]
  ) -> [String] {
    var problems = limit.points.flatMap { point in point.problems.map { "at \(brief(point.tested)): \($0)" } }
    if !scan.isEmpty {
      problems += failureSummary(failedPoints(limit).map { brief($0.tested) }, of: limit.points.count)
    }
    problems += limit.failedToys.map { "\(counted($0.count, "toy")) failed: \($0.reason)" }
    if limit.wasStopped {
      problems.append(
        scan.isEmpty
          ? "stopped before all limits were found; \(counted(limit.points.count, "strength")) tested to the end"
          : "stopped when \(limit.points.count) of \(Set(scan).count) points were done")
    }
    return problems
      + zip(names, values).compactMap { name, value in
        value.value == nil ? "\(name) limit: \(value)" : nil
      }
  }
}
