/// What a session says while it carries out a command.
public enum SessionEvent: Sendable {
  /// A step was taken.
  case step(StepRecord, Progress)
  /// Something to show.
  case display(Display)
  /// A sentence.
  case note(String)
  /// An expectation was tested.
  case expectation(Expectation)

  /// How far a command is.
  public struct Progress: Sendable, Hashable {
    /// Steps taken by the command.
    public var done: Int
    /// Steps that the command takes at most.
    public var total: Int
    /// Whether the command may end before.
    public var isLimit: Bool
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
    } else if found.count != expected.count {
      text += "; \(found.count) numbers against \(expected.count)"
    }
    return text
  }
}

/// A table to show: named columns, rows of numbers and words.
public struct Display: Sendable, Hashable {
  /// One cell.
  public enum Cell: Sendable, Hashable {
    /// A word or a sentence.
    case text(String)
    /// A number.
    case number(Double)
    /// Nothing.
    case empty
  }

  /// What the table is of: a topic or the name of a knob or quantity.
  public var title: String
  /// The columns' names; none for a plain list.
  public var columns: [String]
  /// The rows, each with as many cells as there are columns.
  public var rows: [[Cell]]
}

extension Display.Cell {
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let value): short(value)
    case .empty: ""
    }
  }
}

extension Display: CustomStringConvertible {
  /// The table as aligned text, numbers with 9 digits.
  public var description: String {
    var lines = rows.map { $0.map(\.text) }
    if !columns.allSatisfy(\.isEmpty) { lines.insert(columns, at: 0) }
    let count = lines.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in lines.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      let padded = line.enumerated().map { column, text in
        text + String(repeating: " ", count: widths[column] - text.count)
      }
      let text = padded.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }.joined(separator: "\n")
  }
}
