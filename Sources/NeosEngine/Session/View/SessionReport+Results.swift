extension Session {
  /// What is asked of the model of some templates, and what came of it.
  private struct Results {
    /// What made the templates, in words.
    var templates: String
    var answers: [InferenceQuestion.Verb: JSONObject] = [:]
    /// What went wrong, in words.
    var problems: [String] = []
  }

  /// One number of the results.
  private struct ResultRow {
    let name: String
    let verb: InferenceQuestion.Verb
    let path: String

    /// The results that a report has, in the order of reading.
    static func all(poi: String) -> [ResultRow] {
      func band(_ name: String, _ verb: InferenceQuestion.Verb, _ path: String) -> [ResultRow] {
        [ResultRow(name: name, verb: verb, path: "\(path)_obs")]
          + bandNames.enumerated().map { index, label in
            ResultRow(name: "\(name) expected, \(label)", verb: verb, path: "\(path)_exp[\(index)]")
          }
      }
      return band("CLs", .cls, "CLs") + [
        ResultRow(name: "CLs+b", verb: .cls, path: "CLsb_obs"),
        ResultRow(name: "CLb", verb: .cls, path: "CLb_obs"),
      ] + band("upper limit on \(poi)", .limit, "limit") + [
        ResultRow(name: "p0", verb: .significance, path: "p0_obs"),
        ResultRow(name: "Z", verb: .significance, path: "Z_obs"),
        ResultRow(name: "best fit of \(poi)", verb: .fit, path: "mle_parameters.\(poi)[0]"),
        ResultRow(name: "uncertainty of \(poi)", verb: .fit, path: "uncertainties.\(poi)[0]"),
      ]
    }
  }

  /// Tests, limits and the best fit of the templates that are asked for, and beside them those of the held events in
  /// ordinary counts, where there are some. Every number stands beside its data and under its templates.
  mutating func resultBlocks(
    _ basis: QuestionBasis, _ control: SessionControl
  ) throws(SessionError) -> [SessionReport.Block] {
    let model = try model(yields(counting: basis.counts))
    guard let poi = model.poiIndex.map({ model.parameters[$0].name }) else {
      return [.note("The model has no parameter of interest to test.")]
    }
    var columns = [results(basis, control)]
    if let part = heldPart(beside: basis.counts) {
      var held = basis
      held.counts = part
      columns.append(results(held, control))
    }
    let rows = ResultRow.all(poi: poi).map { row -> [Display.Cell] in
      let data = columns.lazy.compactMap { $0.answers[row.verb]?["data"] }.first
      let name: Display.Cell = if case .string(let text)? = data { .text(text) } else { .empty }
      return [.text(row.name), name]
        + columns.map { Display.Cell($0.answers[row.verb]?.number(at: row.path)) }
    }
    return [
      .note("CLs, CLs+b and CLb are those of a signal strength of 1, limits those of CLs = 0.05."),
      .table(
        Display(title: "results", columns: ["", "data"] + columns.map(\.templates), rows: rows)),
    ] + columns.flatMap { column in column.problems.map { .note("\(column.templates): \($0)") } }
  }

  /// The part of the events that is kept from training, if there is one and it is not counted already.
  func heldPart(beside counts: EventPart?) -> EventPart? {
    let parts = store.heldParts.map(\.part)
    let held = parts.contains(.test) ? .test : parts.first
    return held == counts ? nil : held
  }

  private mutating func results(_ basis: QuestionBasis, _ control: SessionControl) -> Results {
    var results = Results(templates: templatesInWords(basis.counts))
    for verb in [InferenceQuestion.Verb.cls, .limit, .significance, .fit] {
      do throws(SessionError) {
        let report = try answer(InferenceQuestion(verb), on: basis, control)
        results.answers[verb] = report.json
        results.problems += report.problems.map { "\(verb.rawValue): \($0)" }
      } catch {
        results.problems.append("\(error)")
      }
    }
    return results
  }
}
