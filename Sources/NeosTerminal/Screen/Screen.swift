public import NeosPlot

/// All that the screen knows: a value that messages change and that is drawn as it is.
public struct Screen: Sendable {
  /// A screen.
  public init() {}

  /// Takes a message and gives what is to be done.
  public mutating func update(_ message: Message) -> [Effect] { [] }

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
