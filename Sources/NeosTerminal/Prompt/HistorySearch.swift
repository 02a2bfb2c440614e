/// A search through the lines before, that goes on with every letter of what is looked for.
public struct HistorySearch: Sendable, Hashable {
  /// The line that was typed before, and the cursor in it.
  public let typed: String
  /// The cursor in that line.
  public let cursor: Int
  /// What is looked for.
  public private(set) var query = ""
  /// The line that holds it.
  public private(set) var match: CommandHistory.Match?
  /// Whether no further line holds it.
  public private(set) var hasFailed = false

  enum Direction { case older, newer }

  init(typed: String, cursor: Int) {
    self.typed = typed
    self.cursor = cursor
  }

  mutating func extend(by character: Character, in history: CommandHistory) {
    query.append(character)
    take(history.match(query, before: match.map { $0.place + 1 }))
  }

  mutating func shorten(in history: CommandHistory) {
    guard !query.isEmpty else {
      hasFailed = true
      return
    }
    query.removeLast()
    match = nil
    hasFailed = false
    if !query.isEmpty { take(history.match(query)) }
  }

  /// Goes to the next line that holds the text; without a text, to that of the last search.
  mutating func goOn(_ direction: Direction, in history: CommandHistory, lastQuery: String) {
    if query.isEmpty {
      query = lastQuery
      take(history.match(query))
      return
    }
    switch direction {
    case .older: take(history.match(query, before: match?.place))
    case .newer: take(match.flatMap { history.match(query, after: $0.place) })
    }
  }

  /// Takes what was found; if nothing was, the line before stays.
  private mutating func take(_ found: CommandHistory.Match?) {
    hasFailed = found == nil
    if let found { match = found }
  }
}
