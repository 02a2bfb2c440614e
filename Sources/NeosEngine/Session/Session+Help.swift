extension Session {
  /// What `help` shows: the whole language, or a word of it. All of it comes from the tables that the parser
  /// uses.
  func help(_ word: String?) throws(SessionError) -> Display {
    guard let word else { return Self.overview }
    if word == "show" { return Self.showHelp }
    if ["expect", "until", "condition", "quantities"].contains(word) { return Self.conditionHelp }
    if let verb = Verb.table.first(where: { $0.name == word }) {
      let keys = QuestionKey.table.filter { key in key.verbs.contains { $0.rawValue == word } }
      if !keys.isEmpty {
        return Display(
          title: word, columns: ["key", "values"],
          rows: keys.map { [.text("\(word) \($0.name)="), .text($0.values)] })
      }
      return Display(title: word, columns: ["", ""], rows: [[.text(verb.usage), .text(verb.summary)]])
    }
    let knobs =
      Knob.verbs.contains(word) ? Knob.table.filter { $0.verb == word } : Knob.named(word).map { [$0] } ?? []
    guard !knobs.isEmpty else {
      let nearest = nearestWord(to: word, among: Verb.allNames + Knob.allNames)
      throw .request("there is no help on '\(word)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
    }
    return Display(
      title: word, columns: ["setting", "values", "now", ""],
      rows: knobs.map { knob in
        [
          .text(knob.name), .text(knob.values), .text(knob.read(configuration).joined(separator: " ")),
          .text(knob.summary),
        ]
      })
  }

  private static var overview: Display {
    var rows: [[Display.Cell]] = Verb.table.map { [.text($0.usage), .text($0.summary)] }
    rows.append([
      .text("settings:"), .text("a line changes what it names and leaves the rest; 'help VERB' says more"),
    ])
    for verb in Knob.verbs {
      let parts = Knob.table.filter { $0.verb == verb }.map {
        $0.place == .keyed ? "\($0.key)=" : $0.key.uppercased()
      }
      rows.append([.text(verb), .text(parts.joined(separator: " "))])
    }
    return Display(title: "help", columns: ["", ""], rows: rows)
  }

  private static var showHelp: Display {
    Display(
      title: "show", columns: ["", ""],
      rows: Topic.allCases.map { [.text("show \($0.rawValue)"), .text($0.summary)] } + [
        [.text("show KNOB"), .text("a setting, or all settings of a verb")],
        [.text("show QUANTITY"), .text("a number; 'help quantities' lists them")],
      ])
  }

  private static var conditionHelp: Display {
    var rows: [[Display.Cell]] = [
      [.text("QUANTITY RELATION VALUE"), .text("relations: = != < <= > >=")],
      [.text("VALUE"), .text("a number, a row such as [1, 2], or another quantity")],
      [
        .text("± SIZE [rel]"), .text("tolerance of = and !=, absolute or relative to VALUE; also written +-"),
      ],
      [.text("step, loss, best.loss, rate"), .text("updates made, objective, best so far, learning rate")],
      [.text("yields.NAME[i]"), .text("a template's bin, or the whole row without [i]")],
      [.text("test.yields.NAME[i]"), .text("the same on the test sample, with ordinary counts")],
      [.text("edges[i], bandwidth"), .text("the present binning and kernel width")],
      [
        .text("weights[i], gradient.weights[i]"),
        .text("one weight of the network, and the loss's derivative"),
      ],
      [.text("gradient.norm"), .text("of everything that can be trained")],
      [.text("gradient.bandwidth, gradient.edges[i]"), .text("derivatives of the loss")],
      [.text("gradient.yields.NAME[i]"), .text("derivatives of the loss in the templates")],
      [.text("fit.iterations, fit.PARAMETER"), .text("of the fit behind the loss")],
      [
        .text("result.KEY, result.KEY[i]"),
        .text("of the last answer, as result.CLs_obs or result.CLs_exp[2]"),
      ],
      [
        .text("logpdf(PARAMETER=x, ..., data=y)"),
        .text("log-likelihood, every datum at y, the other parameters initial"),
      ],
    ]
    for metric in Objective.allCases { rows.append([.text(metric.rawValue), .text(metric.summary)]) }
    rows.append([
      .text("train.METRIC, test.METRIC, best.METRIC"),
      .text("a plain METRIC is that of the test sample if there is one, else of the training sample"),
    ])
    return Display(title: "conditions", columns: ["", ""], rows: rows)
  }
}
