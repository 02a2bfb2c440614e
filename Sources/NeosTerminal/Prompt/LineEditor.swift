import NeosPlot

/// A line of text that is being typed, with the usual Emacs keys.
///
/// Places are counted in characters as a reader sees them: a letter with its accents is one, and so is an emoji.
public struct LineEditor: Sendable, Hashable {
  /// The text.
  public private(set) var text = ""
  /// How many characters stand before the cursor.
  public private(set) var cursor = 0

  private var undos: [State] = []
  private var kills: [String] = []
  private var lastAction = Action.other

  /// What can be undone to.
  private struct State: Sendable, Hashable {
    var text: String
    var cursor: Int
  }

  /// What the last key did, for keys that go on with it.
  private enum Action: Sendable, Hashable {
    case typing, killing, other
    /// A yank put the text of a kill before the cursor.
    case yank(kill: Int)
  }

  private static let mostUndos = 1000
  private static let mostKills = 30

  /// An empty line.
  public init() {}

  /// Puts a text in place of the whole line, as one change that can be undone.
  ///
  /// - Parameters:
  ///   - text: the new text.
  ///   - cursor: the new place of the cursor; the end if left out.
  ///   - goesOn: whether this is undone together with the change before.
  public mutating func replace(with text: String, cursor: Int? = nil, goesOn: Bool = false) {
    change(goesOn: goesOn) { characters, place in
      characters = Array(text)
      place = min(max(cursor ?? characters.count, 0), characters.count)
    }
    lastAction = .other
  }

  /// Empties the line and forgets what could be undone; kills are kept.
  public mutating func clear() {
    text = ""
    cursor = 0
    undos = []
    lastAction = .other
  }

  /// Inserts a text at the cursor, as one change; ends of lines become spaces.
  public mutating func insert(_ text: String) {
    let inserted = text.map { $0.isNewline || $0 == "\t" ? " " : $0 }
    change { characters, place in
      characters.insert(contentsOf: inserted, at: place)
      place += inserted.count
    }
    lastAction = .other
  }

  /// Does what a key stands for.
  ///
  /// - Returns: Whether it did something; nil when the key does not belong to editing.
  public mutating func handle(_ key: Key) -> Bool? {
    switch key {
    case .character(let character): return insert(character)
    case .left, .control("b"): return move(to: cursor - 1)
    case .right, .control("f"): return move(to: cursor + 1)
    case .home, .control("a"): return move(to: 0)
    case .end, .control("e"): return move(to: count)
    case .alt("b"): return move(to: wordStart)
    case .alt("f"): return move(to: wordEnd)
    case .backspace, .control("h"): return delete(cursor - 1..<cursor)
    case .delete, .control("d"): return delete(cursor..<cursor + 1)
    case .control("k"): return kill(cursor..<count, isForward: true)
    case .control("u"): return kill(0..<cursor, isForward: false)
    case .control("w"): return kill(blankStart..<cursor, isForward: false)
    case .alt("\u{7F}"), .alt("\u{8}"): return kill(wordStart..<cursor, isForward: false)
    case .alt("d"): return kill(cursor..<wordEnd, isForward: true)
    case .control("y"): return yank()
    case .alt("y"): return yankPop()
    case .control("t"): return transposeCharacters()
    case .alt("t"): return transposeWords()
    case .control("_"): return undo()
    default: return nil
    }
  }

  private var count: Int { text.count }

  // MARK: Changes

  /// Changes text and cursor; the state before can be undone to, unless the change goes on with the last one.
  private mutating func change(
    goesOn: Bool = false, _ body: (inout [Character], inout Int) -> Void
  ) {
    var characters = Array(text)
    var place = cursor
    body(&characters, &place)
    let before = String(characters[..<place])
    let changed = before + String(characters[place...])
    guard changed != text || place != cursor else { return }
    if changed != text, !goesOn {
      undos.append(State(text: text, cursor: cursor))
      if undos.count > Self.mostUndos { undos.removeFirst() }
    }
    text = changed
    // Characters may have grown together where they met, as a letter and an accent do.
    cursor = min(before.count, text.count)
  }

  private mutating func insert(_ character: Character) -> Bool {
    guard !character.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      return false
    }
    // A run of typing is undone word by word.
    change(goesOn: lastAction == .typing && character != " ") { characters, place in
      characters.insert(character, at: place)
      place += 1
    }
    lastAction = .typing
    return true
  }

  private mutating func move(to place: Int) -> Bool {
    lastAction = .other
    guard place != cursor, (0...count).contains(place) else { return false }
    cursor = place
    return true
  }

  private mutating func delete(_ range: Range<Int>) -> Bool {
    lastAction = .other
    guard range.lowerBound >= 0, range.upperBound <= count, !range.isEmpty else { return false }
    change { characters, place in
      characters.removeSubrange(range)
      place = range.lowerBound
    }
    return true
  }

  private mutating func undo() -> Bool {
    lastAction = .other
    guard let state = undos.popLast() else { return false }
    text = state.text
    cursor = state.cursor
    return true
  }

  // MARK: Kills

  private mutating func kill(_ range: Range<Int>, isForward: Bool) -> Bool {
    guard !range.isEmpty else { return false }
    let killed = String(Array(text)[range])
    let goesOn = lastAction == .killing
    _ = delete(range)
    if goesOn, let last = kills.popLast() {
      kills.append(isForward ? last + killed : killed + last)
    } else {
      kills.append(killed)
      if kills.count > Self.mostKills { kills.removeFirst() }
    }
    lastAction = .killing
    return true
  }

  private mutating func yank() -> Bool {
    guard let kill = kills.indices.last else { return false }
    insertKill(kill)
    return true
  }

  /// The kill before the one that was just yanked, in its place.
  private mutating func yankPop() -> Bool {
    guard case .yank(let kill) = lastAction, kills.count > 1 else { return false }
    _ = undo()
    insertKill(kill == 0 ? kills.count - 1 : kill - 1)
    return true
  }

  private mutating func insertKill(_ kill: Int) {
    let killed = kills[kill]
    change { characters, place in
      characters.insert(contentsOf: killed, at: place)
      place += killed.count
    }
    lastAction = .yank(kill: kill)
  }

  // MARK: Transposition

  private mutating func transposeCharacters() -> Bool {
    lastAction = .other
    let second = cursor == count ? cursor - 1 : cursor
    guard second >= 1 else { return false }
    change { characters, place in
      characters.swapAt(second - 1, second)
      place = second + 1
    }
    return true
  }

  /// The word before the cursor, or around it, changes places with the one after it; at the end of the line, the last
  /// two do.
  private mutating func transposeWords() -> Bool {
    lastAction = .other
    let words = wordRanges
    guard words.count > 1 else { return false }
    let second = max(
      1, words.firstIndex { $0.upperBound > cursor && $0.lowerBound >= cursor } ?? words.count - 1)
    let (left, right) = (words[second - 1], words[second])
    change { characters, place in
      let swapped = characters[right] + characters[left.upperBound..<right.lowerBound] + characters[left]
      characters.replaceSubrange(left.lowerBound..<right.upperBound, with: swapped)
      place = right.upperBound
    }
    return true
  }
}

// MARK: - Words

extension LineEditor {
  /// The runs of letters and digits.
  private var wordRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    for (place, character) in text.enumerated() where character.isLetter || character.isNumber {
      if let last = ranges.last, last.upperBound == place {
        ranges[ranges.count - 1] = last.lowerBound..<place + 1
      } else {
        ranges.append(place..<place + 1)
      }
    }
    return ranges
  }

  /// The start of the word before the cursor.
  private var wordStart: Int { wordRanges.last { $0.lowerBound < cursor }?.lowerBound ?? 0 }

  /// The end of the word after the cursor.
  private var wordEnd: Int { wordRanges.first { $0.upperBound > cursor }?.upperBound ?? text.count }

  /// The start of what no white space separates from the cursor.
  private var blankStart: Int {
    let before = Array(text.prefix(cursor))
    let end = before.lastIndex { !$0.isWhitespace } ?? 0
    return before[..<end].lastIndex(where: \.isWhitespace).map { $0 + 1 } ?? 0
  }
}

// MARK: - Columns

extension LineEditor {
  /// The part of the line that is shown, and the column of the cursor in it.
  public struct Window: Sendable, Hashable {
    /// The characters that are shown.
    public var characters: Range<Int>
    /// The column of the cursor, from 0.
    public var cursorColumn: Int
    /// Whether there is more to the left.
    public var isCutLeft: Bool
    /// Whether there is more to the right.
    public var isCutRight: Bool
  }

  /// What of the line is shown in so many columns: all of it, with a place for the cursor at the end, or as many
  /// characters as fit around the cursor, with a column at each cut for a sign that there is more.
  ///
  /// A long line is turned by half a window at a time, so that the cursor moves and not the line.
  public func window(columns: Int) -> Window {
    let widths = text.map { max($0.columns, 0) }
    let starts = widths.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let total = starts[widths.count]
    if total < columns {
      return Window(
        characters: 0..<widths.count, cursorColumn: starts[cursor], isCutLeft: false, isCutRight: false)
    }
    // Where the shown part begins: a multiple of half a window, so far that the cursor fits before the cut.
    let page = max((columns - 2) / 2, 1)
    let cursorEnd = starts[cursor] + (cursor < widths.count ? max(widths[cursor], 1) : 1)
    var offset = 0
    while cursorEnd - offset > columns - (offset > 0 ? 1 : 0) - 1, offset <= total { offset += page }
    let first = offset == 0 ? 0 : min(starts.firstIndex { $0 >= offset } ?? 0, cursor)
    let room = columns - (first > 0 ? 1 : 0)
    func end(_ room: Int) -> Int {
      var last = first
      while last < widths.count, starts[last + 1] - starts[first] <= room { last += 1 }
      return last
    }
    let whole = end(room - (cursor == widths.count ? 1 : 0))
    let last = whole == widths.count ? whole : max(end(room - 1), first)
    return Window(
      characters: first..<last, cursorColumn: starts[cursor] - starts[first] + (first > 0 ? 1 : 0),
      isCutLeft: first > 0, isCutRight: last < widths.count)
  }
}
