/// A line of text that is being typed, with the usual Emacs keys.
///
/// Places are counted in characters as a reader sees them: a letter with its accents is one, and so is an emoji.
public struct LineEditor: Sendable, Hashable {
  /// The text.
  public private(set) var text = ""
  /// How many characters stand before the cursor.
  public private(set) var cursor = 0

  var undos: [State] = []
  var kills: [String] = []
  var lastAction = Action.other

  /// What can be undone to.
  struct State: Sendable, Hashable {
    var text: String
    var cursor: Int
  }

  /// What the last key did, for keys that go on with it.
  enum Action: Sendable, Hashable {
    case typing, killing, other
    /// A yank put the text of a kill before the cursor.
    case yank(kill: Int)
  }

  private static let mostUndos = 1000
  static let mostKills = 30

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

  var count: Int { text.count }

  // MARK: Changes

  /// Changes text and cursor; the state before can be undone to, unless the change goes on with the last one.
  mutating func change(
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

  mutating func delete(_ range: Range<Int>) -> Bool {
    lastAction = .other
    guard range.lowerBound >= 0, range.upperBound <= count, !range.isEmpty else { return false }
    change { characters, place in
      characters.removeSubrange(range)
      place = range.lowerBound
    }
    return true
  }

  mutating func undo() -> Bool {
    lastAction = .other
    guard let state = undos.popLast() else { return false }
    text = state.text
    cursor = state.cursor
    return true
  }
}
