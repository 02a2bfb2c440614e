/// What can be typed next at a place of a line.
///
/// ```swift
/// let completion = Completion(of: "set band", cursor: 8, in: session.completionContext)
/// print(completion.candidates.map(\.text))  // ["bandwidth"]
/// ```
///
/// All of it comes from the tables that the parser reads by.
public struct Completion: Sendable, Hashable {
  /// A word, or a part of one, that fits.
  public struct Candidate: Sendable, Hashable {
    /// What stands in place of what was typed, quoted as the language wants it.
    public let text: String
    /// What it means; empty if it says so itself.
    public let summary: String
    /// Whether the word ends with it, so that a space may follow.
    public let endsWord: Bool
  }

  /// What fits to what was typed, the likeliest first.
  public let candidates: [Candidate]
  /// The characters of the line, counted from 0, that a candidate replaces.
  public let range: Range<Int>
  /// What the place is for, in a few words; empty where nothing is expected.
  public let hint: String

  /// The beginning that all candidates share.
  public var commonPrefix: String {
    guard let first = candidates.first?.text else { return "" }
    return candidates.dropFirst().reduce(first) { prefix, candidate in
      String(zip(prefix, candidate.text).prefix { $0 == $1 }.map(\.0))
    }
  }

  /// What fits at a place of a line.
  ///
  /// - Parameters:
  ///   - line: the line; what stands after the cursor does not count.
  ///   - cursor: how many characters stand before the place.
  ///   - context: what the session knows.
  public init(of line: String, cursor: Int, in context: CompletionContext = CompletionContext()) {
    let line = Array(line.prefix(max(cursor, 0)))
    let completer = Completer(line: line, context: context)
    let proposal = completer.proposal()
    let start = min(proposal.start ?? completer.start, line.count)
    let raw = line[start...]
    let typed = Word.meaning(of: raw)
    candidates = proposal.drafts.matching(typed).map { $0.candidate(isQuoted: raw.first == "\"") }
    range = start..<line.count
    hint = proposal.hint
  }
}

/// A candidate before it is quoted.
struct Draft {
  var text: String
  var summary = ""
  var endsWord = true
  /// Whether white space and the like are put in quotes.
  var isQuotable = true
  /// Whether it is a path, in which `=` is a character like any other.
  var isPath = false

  func candidate(isQuoted: Bool) -> Completion.Candidate {
    guard isQuotable, isQuoted || needsQuotes else {
      return .init(text: text, summary: summary, endsWord: endsWord)
    }
    let whole = Word.inQuotes(text)
    return .init(text: endsWord ? whole : String(whole.dropLast()), summary: summary, endsWord: endsWord)
  }

  /// Whether it would be taken apart without quotes.
  private var needsQuotes: Bool {
    if isPath { return Word.quoted(text) != text }
    // What follows closes a bracket at the end.
    let isOpen = !endsWord && (text.hasSuffix("[") || text.hasSuffix("("))
    let closed = isOpen ? String(text.dropLast()) : text
    return Word.quotedValue(closed) != closed
  }
}

extension [Draft] {
  /// Those that begin with what was typed; if none does, those that do but for capital letters. None comes twice.
  func matching(_ typed: String) -> [Draft] {
    var seen: Set<String> = []
    let unique = filter { seen.insert($0.text).inserted }
    let exact = unique.filter { $0.text.hasPrefix(typed) }
    if !exact.isEmpty { return exact }
    let lowered = typed.lowercased()
    return unique.filter { $0.text.lowercased().hasPrefix(lowered) }
  }
}

/// What a place of a line can hold.
struct Proposal {
  var drafts: [Draft] = []
  /// The characters before what a candidate replaces; nil for the word at the cursor.
  var start: Int?
  var hint = ""
}
