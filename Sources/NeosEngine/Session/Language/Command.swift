/// One line of the command language, understood.
public enum Command: Sendable, Hashable {
  /// A change of one or more settings.
  case configure([Assignment])
  /// A sample or a variation that is declared, or taken away.
  case declare(Declaration)
  /// Steps of the optimizer.
  case step(Int)
  /// Steps until a condition holds.
  case runUntil(Condition, within: Int)
  /// Steps while a quantity improves: until it has not done so for some steps. The session then goes back to where it
  /// was best.
  case runWhile(Quantity, patience: Int, within: Int)
  /// Steps to undo.
  case back(Int)
  /// Undone steps to take again.
  case forward(Int)
  /// A copy in which the session goes on.
  case fork(String)
  /// Another copy in which the session goes on.
  case switchTo(String)
  /// All copies side by side.
  case compare
  /// A breakpoint.
  case breakWhen(Condition)
  /// One breakpoint less, counted from 1, or none left.
  case breakClear(Int?)
  /// Something to show.
  case show(Showing)
  /// A question to the present model.
  case ask(InferenceQuestion, on: QuestionBasis)
  /// The present workspace, summarized.
  case inspect
  /// What must hold.
  case expect(Condition)
  /// A file for the state.
  case save(String)
  /// A file for something of the session, and what it is of.
  case export(Export, String, ExportOptions = ExportOptions())
  /// A file for a report of the session, and what it is of.
  case report(String, ExportOptions = ExportOptions())
  /// A file with a state.
  case load(String)
  /// A file with weights for the network, and the first digits of what its digest must be, if that is known.
  case loadNetwork(String, digest: String?)
  /// A file for the recording, or none.
  case record(String?)
  /// A text to print.
  case echo(String)
  /// A word to explain, or none for all.
  case help(String?)
  /// The end.
  case quit

  /// A setting with the words of its value, checked when the line was read.
  public struct Assignment: Sendable, Hashable {
    /// The knob's full name.
    public let knob: String
    /// The words of its value.
    public let words: [String]
  }

  /// What `show` shows.
  public enum Showing: Sendable, Hashable {
    /// A topic.
    case topic(Topic)
    /// A chart.
    case picture(Picture.Topic)
    /// The settings of a verb, or one setting.
    case knob(String)
    /// A quantity.
    case quantity(Quantity)
  }
}

extension Command {
  /// Whether it takes steps.
  package var isStepping: Bool {
    // Without a default, so that no new command is forgotten.
    switch self {
    case .step, .runUntil, .runWhile: true
    case .configure, .declare, .back, .forward, .fork, .switchTo, .compare, .breakWhen, .breakClear, .show,
      .ask, .inspect, .expect, .save, .export, .report, .load, .loadNetwork, .record, .echo, .help, .quit:
      false
    }
  }

  /// Whether it changes settings alone.
  var isSetting: Bool {
    switch self {
    case .configure, .declare: true
    default: false
    }
  }

  /// Whether the journal takes the command as it was written. Stepping is journaled by the steps it took; questions
  /// are, since conditions can name their results.
  var isJournaled: Bool {
    switch self {
    case .load, .show, .inspect, .compare, .help, .save, .export, .report, .record, .quit, .echo, .step,
      .runUntil,
      .runWhile:
      false
    default: true
    }
  }

  /// Whether a journal can have it.
  var leadsOn: Bool {
    if case .step = self { true } else { isJournaled }
  }
}
