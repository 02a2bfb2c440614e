public import NeosEngine
internal import NeosPlot

/// One thing that was said or done.
public struct LogEntry: Sendable, Hashable {
  /// What kind of thing.
  public enum Kind: Sendable, Hashable {
    /// A line that was carried out.
    case command
    /// A sentence of the session.
    case note
    /// Something that may be wrong.
    case warning
    /// Something that went wrong.
    case error
    /// A table, or another text with columns.
    case table
    /// An expectation, which holds or not.
    case expectation(holds: Bool)
    /// A picture, whose lines are cut and not wrapped.
    case chart
  }

  /// The kind.
  public let kind: Kind
  /// What was said, in one or more lines.
  public let text: String

  /// The most characters of an entry; the rest is replaced by a sentence that says so.
  static let largestText = 200_000

  /// An entry.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    let isLong = text.utf8.count > Self.largestText
    self.text = isLong ? text.prefix(Self.largestText / 4) + "\n… the rest is too long for the log" : text
  }

  /// An error at a place of a line, with the line and a caret.
  public init(_ error: LanguageError, in line: String) {
    self.init(.error, "\(error.text)\n\(error.excerpt(of: line))")
  }

  /// What a session says; nothing for a step.
  public static func entries(_ event: SessionEvent) -> [LogEntry] {
    switch event {
    case .step: []
    case .display(let table): [LogEntry(.table, table.description)]
    case .answer(let report, _):
      report.tables.map { LogEntry(.table, $0.description) } + report.problems.map { LogEntry(.warning, $0) }
    case .picture(let picture):
      picture.charts.map { LogEntry(.chart, "\($0.title)\n\($0.chart.text(width: 72, height: $0.height))") }
    case .stopped: [LogEntry(.warning, event.description)]
    case .note(let text): [LogEntry(.note, text)]
    case .expectation(let expectation):
      [LogEntry(.expectation(holds: expectation.holds), expectation.description)]
    }
  }

  /// The number of lines of the text.
  var lineCount: Int { text.count { $0.isNewline } + 1 }

  /// What stands before the text.
  var mark: String {
    switch kind {
    case .command: ": "
    case .note, .table, .chart: "  "
    case .warning: "! "
    case .error: "E "
    case .expectation(let holds): holds ? "= " : "E "
    }
  }

  /// How it looks.
  var style: Style {
    switch kind {
    case .command: Style(.title, on: .plain, .bold)
    case .note, .table, .chart: .plain
    case .warning: Style(.warning)
    case .error: Style(.error)
    case .expectation(let holds): holds ? .plain : Style(.error)
    }
  }

  /// The lines in so many columns, with the mark before the first one.
  func lines(columns: Int, glyphs: GlyphSet) -> [String] {
    let room = max(columns - 2, 1)
    var lines: [String]
    if kind == .chart {
      lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map {
        String($0).truncated(toColumns: room, glyphs)
      }
    } else {
      lines = text.wrapped(toColumns: room, indent: kind == .table ? 4 : 2)
    }
    for index in lines.indices { lines[index] = (index == 0 ? mark : "  ") + lines[index] }
    return lines
  }
}
