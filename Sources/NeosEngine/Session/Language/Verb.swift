/// A verb of the language that is not a setting, for the parser and for `help`.
struct Verb: Sendable {
  let name: String
  /// How a line with it is written.
  let usage: String
  let summary: String

  static let table: [Verb] = stepping + questions + files

  /// Questions to the present model.
  private static let questions = InferenceQuestion.Verb.allCases.map { verb in
    Verb(name: verb.rawValue, usage: InferenceQuestion.usage(verb), summary: verb.summary)
  }

  private static let stepping: [Verb] = [
    Verb(name: "step", usage: "step [N]", summary: "take one step of the optimizer, or N"),
    Verb(
      name: "run", usage: "run until CONDITION [within N]",
      summary: "step until the condition holds, at most N steps (10000 unless told)"),
    Verb(name: "set", usage: "set KNOB VALUE", summary: "change one setting, as 'set bandwidth 0.2'"),
    Verb(name: "back", usage: "back [N]", summary: "undo one step, or N; settings stay as they are"),
    Verb(name: "forward", usage: "forward [N]", summary: "redo steps that were undone"),
    Verb(name: "fork", usage: "fork NAME", summary: "go on in a copy of the session with that name"),
    Verb(name: "switch", usage: "switch NAME", summary: "go on in another copy; the first one is 'main'"),
    Verb(name: "compare", usage: "compare", summary: "show all copies side by side"),
    Verb(
      name: "break", usage: "break when CONDITION | break list | break clear [N]",
      summary: "stop stepping where a condition holds"),
    Verb(
      name: "show", usage: "show [TOPIC | KNOB | QUANTITY]", summary: "show something; 'help show' lists what"
    ),
    Verb(
      name: "expect", usage: "expect QUANTITY RELATION VALUE [± SIZE [rel]]",
      summary: "state what must hold; a run whose expectation fails exits with 1"),
  ]

  private static let files: [Verb] = [
    Verb(name: "inspect", usage: "inspect", summary: "what is in the workspace of 'model spec'"),
    Verb(name: "save", usage: "save FILE", summary: "write the whole state to a file, all or nothing"),
    Verb(
      name: "export", usage: "export pyhf FILE",
      summary: "write the present model as a workspace that pyhf reads"),
    Verb(name: "load", usage: "load FILE", summary: "go on from a saved state, to the same bits"),
    Verb(
      name: "record", usage: "record FILE | record off",
      summary: "write what led here, and every later command, as a session file"),
    Verb(name: "echo", usage: "echo TEXT", summary: "print the text"),
    Verb(name: "help", usage: "help [VERB | KNOB]", summary: "explain the language, or a word of it"),
    Verb(name: "quit", usage: "quit", summary: "end the session file here"),
  ]

  /// Every word that a line can begin with.
  static let allNames: [String] = Knob.verbs + table.map(\.name)
}
