/// What comes from the terminal.
public enum Input: Sendable, Hashable {
  /// A key was pressed.
  case key(Key)
  /// The mouse did something.
  case mouse(Mouse)
  /// Text was pasted: no keys, whatever it contains. Lines end with `\n`; other control characters but tabs are
  /// taken out.
  case paste(String)
  /// The window has this many columns and rows.
  case resized(width: Int, height: Int)
}

/// What the mouse did, and in which column and row.
public struct Mouse: Sendable, Hashable {
  /// What a mouse can do.
  public enum Action: Sendable, Hashable { case press, scrollUp, scrollDown }

  /// What it did.
  public var action: Action
  /// The column, from 0.
  public var x: Int
  /// The row, from 0.
  public var y: Int

  /// A mouse event.
  public init(_ action: Action, x: Int, y: Int) {
    self.action = action
    self.x = x
    self.y = y
  }
}
