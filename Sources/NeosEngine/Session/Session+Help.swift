extension Session {
  /// What `help` shows: the whole language, or a word of it. All of it comes from the tables that the parser
  /// uses.
  func help(_ word: String?) throws(SessionError) -> Display {
    guard let word else { return Self.overview }
    if word == "show" { return Self.showHelp }
    if word == "expect" || Verb.helpOnConditions.contains(word) { return Self.conditionHelp }
    if let verb = Verb.table.first(where: { $0.name == word }) {
      var rows: [[Display.Cell]] = [
        [.text(word), .text(verb.summary)], [.text(""), .text(verb.usage)],
      ]
      func add(_ arguments: [Form.Argument]) {
        rows += arguments.map { [.text($0.name), .text($0.meaning)] }
      }
      if case .choice(let choices, _) = verb.form {
        for choice in choices {
          rows.append([.text("\(word) \(choice.word)"), .text(choice.summary)])
          add(choice.form.arguments)
        }
      }
      add(verb.form.arguments)
      return Display(title: word, columns: ["", ""], rows: rows)
    }
    let knobs =
      Knob.verbs.contains(word) ? Knob.table.filter { $0.verb == word } : Knob.named(word).map { [$0] } ?? []
    guard !knobs.isEmpty else {
      let nearest = nearestWord(to: word, among: Verb.allNames + Knob.allNames)
      throw .request("there is no help on '\(word)'" + (nearest.map { "; did you mean '\($0)'?" } ?? ""))
    }
    let standard = Configuration()
    func words(_ knob: Knob, _ configuration: Configuration) -> String {
      knob.read(configuration).joined(separator: " ")
    }
    let explanations = Knob.verbs.contains(word) ? Knob.explanations[word] ?? [] : []
    return Display(
      title: word, columns: ["setting", "values", "default", "now", ""],
      rows: knobs.map { knob in
        [
          .text(knob.name), .text(knob.values.text), .text(words(knob, standard)),
          .text(words(knob, configuration)), .text(knob.summary),
        ]
      } + explanations.map { [.text($0)] })
  }

  private static var overview: Display {
    // A long way to write a line stands above what the line does.
    func row(_ usage: String, _ summary: String) -> [[Display.Cell]] {
      usage.count > 50 ? [[.text(usage)], [.text(""), .text(summary)]] : [[.text(usage), .text(summary)]]
    }
    var rows = Verb.table.flatMap { row($0.usage, $0.summary) }
    rows.append([
      .text("settings:"), .text("a line changes what it names and leaves the rest; 'help VERB' says more"),
    ])
    rows.append([
      .text("\"...\""),
      .text("quotes hold white space, brackets and = in a word; a quote in them is written twice"),
    ])
    for verb in Knob.verbs {
      rows += row("\(verb) \(Knob.usage(Knob.settings(of: verb)))", Knob.explanations[verb]?.first ?? "")
    }
    return Display(title: "help", columns: ["", ""], rows: rows)
  }

  private static var showHelp: Display {
    Display(
      title: "show", columns: ["", ""],
      rows: Topic.allCases.map { [.text("show \($0.rawValue)"), .text($0.summary)] }
        + Picture.Topic.allCases.map { [.text("show \($0.rawValue)"), .text($0.summary)] } + [
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
    ]
    rows += Quantity.helpedForms.map { [.text($0.usage), .text($0.summary)] }
    rows.append([
      .text("train.METRIC, validation.METRIC, test.METRIC, best.METRIC"),
      .text(
        "a plain METRIC is that of the validation sample if there is one, else of the test sample if there is one, "
          + "else of the training sample"),
    ])
    return Display(title: "conditions", columns: ["", ""], rows: rows)
  }
}
