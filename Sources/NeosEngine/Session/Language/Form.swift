/// What may follow a word that a line, or a part of a line, begins with, and the command that it makes.
///
/// The parser reads by it and completion proposes by it.
indirect enum Form: Sendable {
  /// What a count is of.
  enum Countable: Sendable { case steps, stepsBehind, stepsAhead, breakpoints }

  /// Nothing.
  case nothing(Command)
  /// A count, or nothing.
  case count(Countable, @Sendable (Int?) -> Command)
  /// The name of a copy of the session: a new one, or one that is there.
  case copy(isNew: Bool, @Sendable (String) -> Command)
  /// A file whose name ends like this, in some cases necessarily, or a word in its place.
  case file(
    [String], needsEnding: Bool = false, instead: [String: Command] = [:], @Sendable (String) -> Command)
  /// A file to write, whose name ends like this, in some cases necessarily, and keys that say what it is of.
  case keyedFile(
    [String], needsEnding: Bool, [ExportKey], @Sendable (String, _ options: ExportOptions) -> Command)
  /// A file to read, and the digest that it must have, if that is known.
  case pinnedFile([String], @Sendable (String, _ digest: String?) -> Command)
  /// A condition.
  case condition(@Sendable (Condition) -> Command)
  /// A condition, and `within` how many steps it is to hold.
  case conditionWithin(limit: Int, @Sendable (Condition, Int) -> Command)
  /// A quantity that is to improve, for how many steps it may not, and within how many.
  case improvement(patience: Int, limit: Int, @Sendable (Quantity, Int, Int) -> Command)
  /// One of some words, each with what follows it, or something else.
  case choice([Choice], otherwise: Form? = nil)
  /// A knob and its value.
  case setting
  /// The settings of the verb.
  case settings
  /// A topic, a knob or a quantity, or nothing.
  case showing
  /// Any text.
  case text(@Sendable (String) -> Command)
  /// A word that can be explained, or nothing.
  case helpWord
  /// A declaration.
  case declaration(DeclarationKey.Verb)
  /// The keys of a question.
  case question(InferenceQuestion.Verb)

  /// A word with what follows it.
  struct Choice: Sendable {
    let word: String
    let summary: String
    let form: Form
  }
}
