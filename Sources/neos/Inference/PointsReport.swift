import NeosEngine

/// The answers to one question for all signal points of a patch set, each on a thread of its own.
struct PointsReport {
  let report: Report

  init(
    _ question: InferenceQuestion, _ points: [WorkspaceArguments.Point], _ input: WorkspaceArguments,
    _ control: InferenceControl
  ) {
    let answers = control.map(points.count) { index -> Result<Report, PointError> in
      do {
        let (model, data) = try input.model(points[index])
        let single = InferenceControl(threads: 1, isStopped: control.isStopped)
        return .success(try question.answer(model, data: data, control: single))
      } catch let error as WorkspaceFile.BadInput {
        return .failure(PointError(message: error.message))
      } catch {
        return .failure(PointError(message: "\(error)"))
      }
    }
    var problems: [String] = []
    var objects: JSONObject = [:]
    var rows: [[Display.Cell]] = []
    let labels = points.first?.values.map(\.label) ?? []
    for (point, answer) in zip(points, answers) {
      let name = point.name ?? ""
      var object: JSONObject = [:]
      var values: JSONObject = [:]
      for (label, value) in point.values { values[label] = value.json }
      object["values"] = .object(values)
      var row: [Display.Cell] = [.text(name)] + point.values.map { .text("\($0.value)") }
      switch answer {
      case .success(let report):
        for member in report.json.keys { object[member] = report.json[member] }
        problems += report.problems.map { "\(name): \($0)" }
        row += question.columns.map { column in
          report.json.number(at: column.path).map { .number($0) } ?? .empty
        }
      case .failure(let error):
        object["error"] = .string(error.message)
        problems.append("\(name): \(error.message)")
      case nil:
        object["error"] = .string("stopped before it was done")
      }
      row += [Display.Cell](
        repeating: .empty, count: 1 + labels.count + question.columns.count - row.count)
      rows.append(row)
      objects[name] = .object(object)
    }
    let failed = zip(points, answers).filter { _, answer in
      switch answer {
      case .success(let report): !report.isSound
      case .failure: true
      case nil: false
      }
    }.map { $0.0.name ?? "" }
    problems += failureSummary(failed, of: points.count)
    let done = answers.count { $0 != nil }
    if done < points.count { problems.append("stopped when \(done) of \(points.count) points were done") }
    let titles = ["point"] + labels + question.columns.map(\.title)
    report = Report(
      tables: [Display(title: "points", columns: titles, rows: rows)], json: ["points": .object(objects)],
      problems: problems, isSound: failed.isEmpty)
  }

  private struct PointError: Error {
    let message: String
  }
}

extension InferenceQuestion {
  /// The numbers of an answer that stand in the table of a patch set.
  fileprivate var columns: [(title: String, path: String)] {
    switch verb {
    case .fit: [("-2 ln L", "twice_nll")]
    case .cls where statistic.isTwoSided: [("CLs+b observed", "CLsb_obs"), ("expected", "CLsb_exp[2]")]
    case .cls: [("CLs observed", "CLs_obs"), ("expected", "CLs_exp[2]")]
    case .limit:
      [
        ("limit observed", "limit_obs"), ("expected", "limit_exp[2]"), ("-1 sigma", "limit_exp[1]"),
        ("+1 sigma", "limit_exp[3]"),
      ]
    case .significance: [("p0 observed", "p0_obs"), ("Z observed", "Z_obs"), ("Z expected", "Z_exp[2]")]
    case .ranking, .scan: []
    }
  }
}
