public import NeosEngine
internal import NeosPlot

/// One thing that was said or done.
public struct LogEntry: Sendable {
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
    /// A picture, which is drawn anew for each width.
    case chart
  }

  /// The kind.
  public let kind: Kind
  /// What was said, in one or more lines; the title of a picture.
  public let text: String
  /// The picture, if it is one.
  private let chart: TitledChart?

  /// The most characters of an entry; the rest is replaced by a sentence that says so.
  static let largestText = 200_000
  /// The least number of lines that a picture counts for: its numbers take more room than what is seen of them.
  private static let linesOfChart = 100

  /// An entry.
  public init(_ kind: Kind, _ text: String) {
    self.kind = kind
    chart = nil
    let isLong = text.utf8.count > Self.largestText
    self.text = isLong ? text.prefix(Self.largestText / 4) + "\n… the rest is too long for the log" : text
  }

  /// A picture.
  public init(_ chart: TitledChart) {
    kind = .chart
    text = chart.title
    self.chart = chart
  }

  /// An error at a place of a line, with the line and a caret.
  public init(_ error: LanguageError, in line: String) {
    self.init(.error, "\(error.text)\n\(error.excerpt(of: line))")
  }

  /// What a session says; nothing for a step.
  public static func entries(_ event: SessionEvent) -> [LogEntry] {
    switch event {
    case .step, .reading: []
    case .display(let table): [LogEntry(.table, table.description)]
    case .answer(let report, _):
      report.tables.map { LogEntry(.table, $0.description) } + report.problems.map { LogEntry(.warning, $0) }
    case .picture(let picture):
      picture.charts.map { LogEntry($0) }
    case .stopped: [LogEntry(.warning, event.description)]
    case .note(let text): [LogEntry(.note, text)]
    case .expectation(let expectation):
      [LogEntry(.expectation(holds: expectation.holds), expectation.description)]
    }
  }

  /// How many lines it counts for in what is held.
  var lineCount: Int {
    chart.map { max($0.height + 1, Self.linesOfChart) } ?? text.count { $0.isNewline } + 1
  }

  /// Whether a text stands in it, as it is shown in so many columns.
  func holds(_ query: String, columns: Int) -> Bool {
    if text.occurrence(of: query) != nil { return true }
    return chart != nil
      && lines(columns: columns, glyphs: .unicode).contains { $0.occurrence(of: query) != nil }
  }

  /// The number of lines in so many columns.
  func lineCount(columns: Int, glyphs: GlyphSet) -> Int {
    chart.map { $0.height + 1 } ?? lines(columns: columns, glyphs: glyphs).count
  }

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
    if let chart {
      let picture = chart.chart.text(width: room, height: chart.height, glyphs: glyphs)
      lines =
        [text.truncated(toColumns: room, glyphs)]
        + picture.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    } else {
      lines = text.spelled(in: glyphs).wrapped(toColumns: room, indent: kind == .table ? 4 : 2)
    }
    for index in lines.indices { lines[index] = (index == 0 ? mark : "  ") + lines[index] }
    return lines
  }
}
