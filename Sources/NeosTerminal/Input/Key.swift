/// A key, as it was pressed.
public enum Key: Sendable, Hashable {
  /// A key that types a character; the space bar is `" "`.
  case character(Character)
  /// Control with a letter, in lower case.
  case control(Character)
  /// Alt (or Esc before it) with a character.
  case alt(Character)
  case enter, tab, backTab, escape, backspace, delete
  case up, down, left, right, home, end, pageUp, pageDown
}
