/// What the screen hears of: the only way by which it changes.
public enum Message: Sendable {
  /// Something came from the terminal.
  case input(Input)
  /// Something came from the session.
  case worker(WorkerMessage)
  /// Time went by; seconds since the program started. Comes before whatever else happens, and at the moment
  /// that ``Screen/nextTick`` asks for.
  case tick(Double)
  /// Something wrote to standard output or standard error, which are not the terminal's while the screen is up.
  case output(String)
}

/// What the screen asks for in answer to a message.
public enum Effect: Sendable, Hashable {
  /// Ask something of the session's thread.
  case work(WorkerRequest)
  /// Keep a line that was typed for later runs.
  case remember(String)
  /// Sound the bell, or flash.
  case bell
  /// Draw everything anew, whatever is on the terminal.
  case repaint
  /// Give the terminal back to the shell until told to go on.
  case suspend
  /// Listen to the mouse, or don't.
  case setMouse(Bool)
  /// Leave with this exit status.
  case quit(Int32)
}
