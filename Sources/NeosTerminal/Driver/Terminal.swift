public import NeosPlot

/// Where a screen is shown and keys come from.
public protocol Terminal: AnyObject {
  /// Seconds since the program started.
  var now: Double { get }
  /// The columns and rows of the window.
  var size: (width: Int, height: Int) { get }
  /// The characters that it can show.
  var glyphs: GlyphSet { get }
  /// How it colors the roles.
  var palette: Palette { get }

  /// Makes the window look like a canvas, by writing what has changed.
  func show(_ canvas: Canvas)
  /// Forgets what is in the window: the next canvas is written whole.
  func repaint()
  /// Sounds the bell.
  func bell()
  /// Listens to the mouse, or doesn't.
  func setMouse(_ isOn: Bool)
  /// Gives the terminal back to the shell until told to go on.
  func suspend()

  /// Waits until something comes from the terminal, a file descriptor can be read from, or it is time.
  ///
  /// - Parameters:
  ///   - deadline: until when, in seconds since the program started; nil for as long as it takes.
  ///   - descriptor: what else to wait for.
  func wait(until deadline: Double?, orFor descriptor: Int32) -> [TerminalEvent]
}

/// What comes from the terminal or the system.
public enum TerminalEvent: Sendable, Hashable {
  /// A key, the mouse, a paste, a new size.
  case input(Input)
  /// Text that something wrote to standard output or standard error.
  case output(String)
  /// The program should end: it was told so by this signal, or the terminal went away.
  case ended(signal: Int32)
}
