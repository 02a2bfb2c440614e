/// The lines that were typed before, and the place in them while one of them is looked for.
///
/// Each line is in it once, at the place where it was typed last.
public struct CommandHistory: Sendable, Hashable {
  /// The lines, oldest first.
  public private(set) var lines: [String] = []
  /// How many lines are kept; older ones are dropped.
  public let limit: Int

  /// The line that is shown in place of the typed one; nil for that one.
  private var place: Int?
  /// What was typed before another line took its place.
  private var typed = ""
  /// What the lines that are walked through begin with.
  private var prefix = ""

  /// A history of lines, oldest first.
  public init(_ lines: [String] = [], limit: Int = 2000) {
    self.limit = max(limit, 1)
    for line in lines { add(line) }
  }

  /// Whether a line is to be kept: a blank one is not, nor is one that begins with a space.
  public static func keeps(_ line: String) -> Bool {
    line.first.map { !$0.isWhitespace } ?? false && !line.contains(where: \.isNewline)
  }

  /// Adds a line as the latest one, if it is to be kept, and leaves the walk.
  public mutating func add(_ line: String) {
    leave()
    guard Self.keeps(line) else { return }
    lines.removeAll { $0 == line }
    lines.append(line)
    if lines.count > limit { lines.removeFirst(lines.count - limit) }
  }

  /// Forgets the walk; what was typed counts no more.
  public mutating func leave() {
    place = nil
    typed = ""
    prefix = ""
  }

  /// The next older line; nil if there is none.
  ///
  /// - Parameters:
  ///   - line: the line as it is now, which is kept when the walk begins.
  ///   - prefix: what the lines must begin with, if the walk begins here.
  public mutating func older(than line: String, beginningWith prefix: String = "") -> String? {
    if place == nil {
      typed = line
      self.prefix = prefix
    }
    let end = place ?? lines.count
    guard let found = lines[..<end].lastIndex(where: { $0.hasPrefix(self.prefix) && $0 != line }) else {
      return nil
    }
    place = found
    return lines[found]
  }

  /// The next newer line, and after the newest one what was typed; nil when that is shown already.
  public mutating func newer() -> String? {
    guard let place else { return nil }
    guard let found = lines[(place + 1)...].firstIndex(where: { $0.hasPrefix(prefix) && $0 != typed }) else {
      let line = typed
      leave()
      return line
    }
    self.place = found
    return lines[found]
  }

  /// The latest line before a place that holds a text, and where in the line it is.
  ///
  /// - Parameters:
  ///   - text: what is looked for; capital letters count if there is one in it.
  ///   - end: the place before which lines count; the end if left out.
  public func match(_ text: String, before end: Int? = nil) -> Match? {
    match(text, in: lines.indices.prefix(upTo: min(max(end ?? lines.count, 0), lines.count)).reversed())
  }

  /// The earliest line after a place that holds a text.
  public func match(_ text: String, after place: Int) -> Match? {
    match(text, in: lines.indices.suffix(from: min(max(place + 1, 0), lines.count)))
  }

  /// A line that holds a text.
  public struct Match: Sendable, Hashable {
    /// The place of the line.
    public var place: Int
    /// The characters of the line that are the text.
    public var characters: Range<Int>
  }

  private func match(_ text: String, in places: some Sequence<Int>) -> Match? {
    guard !text.isEmpty else { return nil }
    for place in places {
      if let characters = lines[place].occurrence(of: text) {
        return Match(place: place, characters: characters)
      }
    }
    return nil
  }
}

extension String {
  /// The first place, in characters, where a text is found; small letters stand for capital ones too, unless there is
  /// a capital one in the text.
  func occurrence(of text: String, from start: Int = 0) -> Range<Int>? {
    let isExact = text.contains(where: \.isUppercase)
    let characters = isExact ? Array(self) : map { Character($0.lowercased().first.map(String.init) ?? " ") }
    let wanted = Array(text)
    guard !wanted.isEmpty, start >= 0, characters.count - wanted.count >= start else { return nil }
    return (start...characters.count - wanted.count).first { offset in
      wanted.indices.allSatisfy { characters[offset + $0] == wanted[$0] }
    }.map { $0..<$0 + wanted.count }
  }
}
