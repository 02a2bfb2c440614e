/// What a session says while it carries out a command.
public enum SessionEvent: Sendable {
  /// A step was taken.
  case step(StepRecord, Progress)
  /// Something to show.
  case display(Display)
  /// Something to show as a chart.
  case picture(Picture)
  /// An answer to a question.
  case answer(Report, title: String)
  /// A sentence.
  case note(String)
  /// A file is being read.
  case reading(String, TableProgress)
  /// An expectation was tested.
  case expectation(Expectation)
  /// A breakpoint, counted from 1, stopped stepping at a step.
  case stopped(Condition, breakpoint: Int, step: Int)

  /// How far a command is.
  public struct Progress: Sendable, Hashable {
    /// Steps taken by the command.
    public var done: Int
    /// Steps that the command takes at most.
    public var total: Int
    /// Whether the command may end before.
    public var isLimit: Bool

    /// How far a command is.
    public init(done: Int, total: Int, isLimit: Bool) {
      self.done = done
      self.total = total
      self.isLimit = isLimit
    }
  }
}

extension SessionEvent: CustomStringConvertible {
  /// What happened, as text.
  public var description: String {
    switch self {
    case .step(let record, _): "step \(record.step)  loss \(short(record.loss))"
    case .display(let table): table.description
    case .picture(let picture): picture.topic.summary
    case .answer(let report, _): report.tables.map(\.description).joined(separator: "\n")
    case .note(let text): text
    case .reading(let path, let progress): "reading \(path): \(progress)"
    case .expectation(let expectation): expectation.description
    case .stopped(let condition, let number, let step):
      "stopped at step \(step) by breakpoint \(number): \(condition)"
    }
  }
}

/// The outcome of an `expect`.
public struct Expectation: Sendable, Hashable {
  /// What was expected.
  public var condition: Condition
  /// What was found.
  public var found: [Double]
  /// What stood on the right.
  public var expected: [Double]
  /// Whether it holds.
  public var holds: Bool
}

extension Expectation: CustomStringConvertible {
  /// What was expected and what was found.
  public var description: String {
    func row(_ values: [Double]) -> String {
      values.count == 1 ? "\(values[0])" : "[\(values.map { "\($0)" }.joined(separator: ", "))]"
    }
    if holds { return "\(condition): holds, found \(row(found))" }
    var text = "expected \(condition), found \(row(found))"
    if case .quantity(let quantity) = condition.operand { text += "; \(quantity) is \(row(expected))" }
    if condition.relation == .equal, found.count == 1, expected.count == 1, expected[0] != 0 {
      let difference = found[0] - expected[0]
      text += "; they differ by \(short(difference)) (\(short(abs(difference / expected[0]))) of the value)"
    } else if found.count != expected.count, expected.count != 1 {
      text += "; \(counted(found.count, "number")) against \(expected.count)"
    }
    return text
  }
}
