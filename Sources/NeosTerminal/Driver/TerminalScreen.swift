public import NeosPlot

/// What a terminal program shows and how it answers: a value, so that it can be tested without a terminal.
public protocol TerminalScreen: Sendable {
  /// Takes a message and gives what is to be done.
  mutating func update(_ message: Message) -> [Effect]

  /// When it wants to hear that time went by, in seconds since the program started; nil for never.
  var nextTick: Double? { get }

  /// The screen as cells.
  func draw(width: Int, height: Int, glyphs: GlyphSet) -> Canvas
}
