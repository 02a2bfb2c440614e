/// A verb of the language, for the parser, for `help` and for completion.
package struct Verb: Sendable {
  let name: String
  /// How a line with it is written.
  let usage: String
  let summary: String
  /// What follows it.
  let form: Form

  /// The verbs that are not settings.
  static let table: [Verb] = declarations + stepping + questions + files

  /// Every word that a line can begin with.
  package static let allNames: [String] = Knob.verbs + table.map(\.name)

  /// The verb of a name; nil if there is none.
  static func named(_ name: String) -> Verb? { byName[name] }

  private static let byName: [String: Verb] = {
    let settings = Knob.verbs.map { verb in
      Verb(
        name: verb, usage: "\(verb) \(Knob.usage(Knob.settings(of: verb)))",
        summary: Knob.settings(of: verb).map(\.key).joined(separator: ", "), form: .settings)
    }
    return Dictionary(uniqueKeysWithValues: (settings + table).map { ($0.name, $0) })
  }()

  /// The words beside verbs and knobs that `help` explains.
  static let helpOnConditions = ["quantities", "condition", "until"]

  private static let stepping: [Verb] = [
    Verb(
      name: "step", usage: "step [N]", summary: "take one step of the optimizer, or N",
      form: .count(.steps) { .step($0 ?? 1) }),
    Verb(
      name: "run", usage: "run until CONDITION [within N] | run while QUANTITY improves [for N] [within N]",
      summary:
        "step until the condition holds, or until the loss or a metric has not improved for N steps (50 unless "
        + "told) and then back to where it was best; at most N steps (10000 unless told)",
      form: .choice([
        .init(
          word: "until", summary: "what is to hold",
          form: .conditionWithin(limit: 10_000) { .runUntil($0, within: $1) }),
        .init(
          word: "while", summary: "what is to improve, as validation.cls",
          form: .improvement(patience: 50, limit: 10_000) { .runWhile($0, patience: $1, within: $2) }),
      ])),
    Verb(
      name: "set", usage: "set KNOB VALUE", summary: "change one setting, as 'set bandwidth 0.2'",
      form: .setting),
    Verb(
      name: "back", usage: "back [N]", summary: "undo one step, or N; settings stay as they are",
      form: .count(.stepsBehind) { .back($0 ?? 1) }),
    Verb(
      name: "forward", usage: "forward [N]", summary: "redo steps that were undone",
      form: .count(.stepsAhead) { .forward($0 ?? 1) }),
    Verb(
      name: "fork", usage: "fork NAME", summary: "go on in a copy of the session with that name",
      form: .copy(isNew: true) { .fork($0) }),
    Verb(
      name: "switch", usage: "switch NAME", summary: "go on in another copy; the first one is 'main'",
      form: .copy(isNew: false) { .switchTo($0) }),
    Verb(
      name: "compare", usage: "compare", summary: "show all copies side by side", form: .nothing(.compare)),
    Verb(
      name: "break", usage: "break when CONDITION | break list | break clear [N]",
      summary: "stop stepping where a condition holds",
      form: .choice([
        .init(word: "when", summary: "stop where a condition holds", form: .condition { .breakWhen($0) }),
        .init(word: "list", summary: "show the breakpoints", form: .nothing(.show(.topic(.breaks)))),
        .init(
          word: "clear", summary: "take breakpoint N away, or all",
          form: .count(.breakpoints) { .breakClear($0) }),
      ])),
    Verb(
      name: "show", usage: "show [TOPIC | KNOB | QUANTITY]",
      summary: "show something; 'help show' lists what",
      form: .showing),
    Verb(
      name: "expect", usage: "expect QUANTITY RELATION VALUE [± SIZE [rel]]",
      summary: "state what must hold; a run whose expectation fails exits with 1",
      form: .condition { .expect($0) }),
  ]

  /// Samples of events and how they vary.
  private static let declarations = DeclarationKey.Verb.allCases.map { verb in
    Verb(name: verb.rawValue, usage: verb.usage, summary: verb.summary, form: .declaration(verb))
  }

  /// Questions to the present model.
  private static let questions = InferenceQuestion.Verb.allCases.map { verb in
    Verb(
      name: verb.rawValue, usage: InferenceQuestion.usage(verb), summary: verb.summary, form: .question(verb))
  }

  private static let files: [Verb] = [
    Verb(
      name: "inspect", usage: "inspect", summary: "what is in the workspace of 'model spec'",
      form: .nothing(.inspect)),
    Verb(
      name: "save", usage: "save FILE", summary: "write the whole state to a file, all or nothing",
      form: .file(["json"]) { .save($0) }),
    Verb(
      name: "export", usage: Export.usage, summary: "write something of the session for other programs",
      form: .choice(
        Export.allCases.map { export in
          .init(
            word: export.rawValue, summary: export.summary,
            form: export.keys.isEmpty
              ? .file(export.endings, needsEnding: export.needsEnding) { .export(export, $0) }
              : .keyedFile(export.endings, needsEnding: export.needsEnding, export.keys) {
                .export(export, $0, $1)
              })
        })),
    Verb(
      name: "report", usage: "report FILE\(ExportKey.usage(Export.reportKeys))",
      summary: "write settings, model, fit, metrics and charts as one HTML page",
      form: .keyedFile(["html"], needsEnding: false, Export.reportKeys) { .report($0, $1) }),
    Verb(
      name: "load", usage: "load FILE | load network FILE [digest=]",
      summary: "go on from a saved state, to the same bits; a recording ends",
      form: .choice(
        [
          .init(
            word: "network", summary: "go on with weights from a safetensors file; the optimizer begins anew",
            form: .pinnedFile(["safetensors"]) { .loadNetwork($0, digest: $1) })
        ], otherwise: .file(["json"]) { .load($0) })),
    Verb(
      name: "record", usage: "record FILE | record off",
      summary: "write what led here, and every later command, as a session file",
      form: .file(["neos"], instead: ["off": .record(nil)]) { .record($0) }),
    Verb(name: "echo", usage: "echo TEXT", summary: "print the text", form: .text { .echo($0) }),
    Verb(
      name: "help", usage: "help [VERB | KNOB]", summary: "explain the language, or a word of it",
      form: .helpWord),
    Verb(name: "quit", usage: "quit", summary: "end the session file here", form: .nothing(.quit)),
  ]
}
