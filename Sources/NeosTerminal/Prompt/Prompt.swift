public import NeosEngine

/// The command line: a line that is edited, the lines before it, and what could come next.
///
/// A value without side effects, but that completion of file names reads directories. The context has to be set anew
/// whenever the session has changed.
public struct Prompt: Sendable {
  /// The line.
  public internal(set) var editor = LineEditor()
  /// The lines before.
  public internal(set) var history: CommandHistory
  /// What completion knows of the session.
  public var context = CompletionContext() { didSet { refreshHint() } }
  /// What stands before the line.
  public var sign: String
  /// What could be chosen, while that is shown.
  public internal(set) var menu: CompletionMenu?
  /// The search through the history, while it goes on.
  public internal(set) var search: HistorySearch?
  /// What is wrong with the line that was to be submitted, until the next key.
  public internal(set) var error: LanguageError?
  /// What the place at the cursor is for.
  public private(set) var hint = ""
  private var lastQuery = ""

  /// A command line.
  public init(sign: String = ":", history: CommandHistory = CommandHistory()) {
    self.sign = sign
    self.history = history
    refreshHint()
  }

  /// Does what a key stands for.
  ///
  /// - Returns: What is to be done; nil when the key was for the line alone.
  public mutating func handle(_ key: Key) -> PromptAction? {
    error = nil
    defer { refreshHint() }
    if search != nil { return handleInSearch(key) }
    if menu != nil, let action = handleInMenu(key) { return action.action }
    switch key {
    case .enter, .control("m"), .control("j"): return submit()
    case .escape, .control("g"), .control("c"): return cancel()
    case .control("d") where editor.text.isEmpty: return cancel()
    case .tab: return complete()
    case .up: return walkBack(beginningWith: editor.text)
    case .control("p"): return walkBack(beginningWith: "")
    case .down, .control("n"):
      guard let line = history.newer() else { return .bell }
      editor.replace(with: line)
      return nil
    case .control("r"):
      search = HistorySearch(typed: editor.text, cursor: editor.cursor)
      return nil
    default:
      let before = editor.text
      guard let isDone = editor.handle(key) else { return .ignored }
      if editor.text != before { history.leave() }
      return isDone ? nil : .bell
    }
  }

  /// Takes text that was pasted; ends of lines become spaces, so that nothing is submitted unseen.
  public mutating func paste(_ text: String) {
    error = nil
    menu = nil
    if search != nil {
      for character in text where !character.isNewline { search?.extend(by: character, in: history) }
    } else {
      history.leave()
      editor.insert(text)
    }
    refreshHint()
  }

  /// Empties the line and closes what is open around it; the history stays.
  public mutating func clear() {
    editor.clear()
    history.leave()
    menu = nil
    search = nil
    error = nil
    refreshHint()
  }

  // MARK: Lines

  private mutating func submit() -> PromptAction {
    let line = editor.text
    guard line.contains(where: { !$0.isWhitespace }) else { return cancel() }
    do {
      _ = try Command(line: line)
    } catch {
      // The line stays, to be set right.
      self.error = error
      return .bell
    }
    history.add(line)
    clear()
    return .submit(line)
  }

  private mutating func cancel() -> PromptAction {
    clear()
    return .cancel
  }

  private mutating func walkBack(beginningWith prefix: String) -> PromptAction? {
    guard let line = history.older(than: editor.text, beginningWith: prefix) else { return .bell }
    editor.replace(with: line)
    return nil
  }

  private mutating func refreshHint() {
    // A hint needs no file names.
    var context = context
    context.list = { _ in [] }
    hint = Completion(of: editor.text, cursor: editor.cursor, in: context).hint
  }

  // MARK: Search

  private mutating func handleInSearch(_ key: Key) -> PromptAction? {
    guard var search else { return nil }
    switch key {
    case .character(let character): search.extend(by: character, in: history)
    case .control("r"): search.goOn(.older, in: history, lastQuery: lastQuery)
    case .control("s"): search.goOn(.newer, in: history, lastQuery: lastQuery)
    case .backspace, .control("h"): search.shorten(in: history)
    case .escape, .control("g"), .control("c"):
      lastQuery = search.query
      self.search = nil
      return nil
    default:
      // Any other key takes what was found and does what it always does.
      lastQuery = search.query
      self.search = nil
      if let match = search.match {
        editor.replace(with: history.lines[match.place], cursor: match.characters.lowerBound)
      }
      return key == .tab ? nil : handle(key)
    }
    self.search = search
    return search.hasFailed ? .bell : nil
  }
}

/// What the command line asks for.
public enum PromptAction: Sendable, Hashable {
  /// Carry out a line, which is understood. It is in the history already; ``HistoryFile/append(_:)`` keeps it.
  case submit(String)
  /// Leave the command line.
  case cancel
  /// Say that nothing came of the key.
  case bell
  /// The key means nothing to the command line.
  case ignored
}
