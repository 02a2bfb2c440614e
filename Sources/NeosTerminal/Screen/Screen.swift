public import NeosPlot

/// All that the screen knows: a value that messages change and that is drawn as it is.
public struct Screen: TerminalScreen {
  /// A screen.
  public init() {}

  /// Takes a message and gives what is to be done.
  public mutating func update(_ message: Message) -> [Effect] { [] }

  /// When it wants to hear that time went by; nil when nothing moves by itself, so that an idle program rests.
  public var nextTick: Double? { nil }

  /// The screen as cells.
  ///
  /// - Parameters:
  ///   - width: columns of the window.
  ///   - height: rows of the window.
  ///   - glyphs: the characters that the terminal can show.
  public func draw(width: Int, height: Int, glyphs: GlyphSet) -> Canvas {
    Canvas(width: width, height: height)
  }
}
