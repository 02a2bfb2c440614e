public import NeosEngine

/// The candidates of a completion as a list to choose from.
public struct CompletionMenu: Sendable, Hashable {
  /// The candidates.
  public let candidates: [Completion.Candidate]
  /// The one that stands in the line; nil before one was chosen.
  public internal(set) var selected: Int?
  /// The characters of the typed line that a candidate replaces.
  let range: Range<Int>
  /// The line as it was typed, and the cursor in it.
  let typed: String
  let cursor: Int

  /// The first of so many rows that are shown.
  func firstRow(of count: Int) -> Int {
    let last = max(candidates.count - count, 0)
    return min(max((selected ?? 0) - count / 2, 0), last)
  }
}

extension Prompt {
  /// Completes the word at the cursor as far as it is certain, and shows what it could be.
  mutating func complete() -> PromptAction? {
    let completion = Completion(of: editor.text, cursor: editor.cursor, in: context)
    guard let first = completion.candidates.first else { return .bell }
    if completion.candidates.count == 1 {
      put(first.text, in: editor.text, completion.range, endsWord: first.endsWord)
      return nil
    }
    let prefix = completion.commonPrefix
    let typed = Array(editor.text)[completion.range]
    if prefix.count >= typed.count, prefix != String(typed) {
      put(prefix, in: editor.text, completion.range, endsWord: false)
    }
    openMenu()
    return nil
  }

  /// An action of the menu; its own nil says that the key was for the menu alone.
  struct MenuAction { var action: PromptAction? }

  /// Does what a key stands for in the menu; nil when the key is for the line.
  mutating func handleInMenu(_ key: Key) -> MenuAction? {
    guard let menu else { return nil }
    let count = menu.candidates.count
    switch key {
    case .tab, .down, .control("n"): select(menu.selected.map { ($0 + 1) % count } ?? 0)
    case .backTab, .up, .control("p"): select(((menu.selected ?? 0) + count - 1) % count)
    case .pageDown: select(min((menu.selected ?? 0) + 8, count - 1))
    case .pageUp: select(max((menu.selected ?? 0) - 8, 0))
    case .escape, .control("g"):
      editor.replace(with: menu.typed, cursor: menu.cursor, goesOn: menu.selected != nil)
      self.menu = nil
    case .enter where menu.selected != nil:
      let candidate = menu.candidates[menu.selected ?? 0]
      put(candidate.text, in: menu.typed, menu.range, endsWord: candidate.endsWord, goesOn: true)
      self.menu = nil
    case .character, .backspace, .control("h"):
      // What is chosen stays; without a choice, the list follows what is typed.
      guard menu.selected == nil, editor.handle(key) == true else {
        self.menu = nil
        return nil
      }
      history.leave()
      openMenu()
    default:
      self.menu = nil
      return nil
    }
    return MenuAction(action: nil)
  }

  private mutating func openMenu() {
    let completion = Completion(of: editor.text, cursor: editor.cursor, in: context)
    menu =
      completion.candidates.isEmpty
      ? nil
      : CompletionMenu(
        candidates: completion.candidates, range: completion.range, typed: editor.text, cursor: editor.cursor)
  }

  /// Puts a candidate into the line, for the time being.
  private mutating func select(_ index: Int) {
    guard let menu else { return }
    put(
      menu.candidates[index].text, in: menu.typed, menu.range, endsWord: false, goesOn: menu.selected != nil)
    self.menu?.selected = index
  }

  /// Puts a text in place of a range of a line, and a space after it if the word ends.
  private mutating func put(
    _ text: String, in line: String, _ range: Range<Int>, endsWord: Bool, goesOn: Bool = false
  ) {
    let characters = Array(line)
    let after = characters[range.upperBound...]
    let isSpaced = after.first == " "
    let before = String(characters[..<range.lowerBound]) + text + (endsWord && !isSpaced ? " " : "")
    history.leave()
    editor.replace(
      with: before + String(after), cursor: before.count + (endsWord && isSpaced ? 1 : 0), goesOn: goesOn)
  }
}
