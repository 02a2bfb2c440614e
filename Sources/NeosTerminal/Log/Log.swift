public import NeosEngine

/// What was said and done, to scroll through and to search.
///
/// It holds so many lines; the oldest entries are dropped. It shows the end and follows it until it is scrolled up; from
/// then on it stays where it is, whatever is added.
public struct Log: Sendable {
  /// A line of an entry, as wrapped for some width.
  struct Place: Sendable, Hashable, Comparable {
    /// The entry, counted from the first one that ever was.
    var entry: Int
    /// The line of the entry.
    var line: Int

    static func < (a: Place, b: Place) -> Bool { (a.entry, a.line) < (b.entry, b.line) }
  }

  /// The entries, oldest first.
  public private(set) var entries: [LogEntry] = []
  /// How many lines are held at most.
  public let limit: Int
  /// How many entries were dropped.
  public private(set) var droppedCount = 0
  private var lineCount = 0
  /// The line at the top; nil while the end is shown.
  var top: Place?
  /// What is looked for; empty if nothing is.
  public internal(set) var query = ""
  /// The entry that was found last, counted from the first one that ever was.
  var found: Int?

  /// A log that holds so many lines.
  public init(limit: Int = 10_000) { self.limit = max(limit, 1) }

  /// Whether the end is shown.
  public var isAtEnd: Bool { top == nil }

  /// Adds an entry.
  public mutating func add(_ entry: LogEntry) {
    entries.append(entry)
    lineCount += entry.lineCount
    // An eighth at a time, so that adding takes the same time however much is held.
    guard lineCount > limit, entries.count > 1 else { return }
    var dropped = 0
    while lineCount > limit - limit / 8, dropped < entries.count - 1 {
      lineCount -= entries[dropped].lineCount
      dropped += 1
    }
    entries.removeFirst(dropped)
    droppedCount += dropped
    if let top, top.entry < droppedCount { self.top = Place(entry: droppedCount, line: 0) }
    if let found, found < droppedCount { self.found = nil }
  }

  /// Adds an entry of a kind.
  public mutating func add(_ kind: LogEntry.Kind, _ text: String) { add(LogEntry(kind, text)) }

  /// Adds what a session says; a step is not in the log.
  public mutating func add(_ event: SessionEvent) {
    for entry in LogEntry.entries(event) { add(entry) }
  }

  /// Forgets everything.
  public mutating func clear() {
    self = Log(limit: limit)
  }
}
