/// How a cell looks: two roles and attributes.
public struct Style: Sendable, Hashable {
  /// What a terminal can do to a cell beside coloring it.
  public struct Attributes: OptionSet, Sendable, Hashable {
    /// One bit for each attribute.
    public let rawValue: UInt8

    /// Attributes from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Heavier or brighter.
    public static let bold = Attributes(rawValue: 1)
    /// Fainter.
    public static let faint = Attributes(rawValue: 2)
    /// Underlined.
    public static let underline = Attributes(rawValue: 4)
    /// Foreground and background swapped.
    public static let reverse = Attributes(rawValue: 8)
  }

  /// The role that colors the character.
  public var foreground: Role
  /// The role that colors what is behind the character.
  public var background: Role
  /// Bold, faint, underline, reverse.
  public var attributes: Attributes

  /// A style.
  public init(_ foreground: Role = .plain, on background: Role = .plain, _ attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// The terminal's own colors, no attributes.
  public static let plain = Style()
}

/// One place of a canvas: a character and how it looks.
public struct Cell: Sendable, Hashable {
  /// What is shown; a space in the right half of a wide character.
  public let character: Character
  /// How it looks.
  public var style: Style
  /// Whether the cell is the right half of the wide character to its left.
  public let isContinuation: Bool

  /// A cell; a character that takes no column, or controls the terminal, becomes a space.
  public init(_ character: Character, _ style: Style = .plain) {
    self.character = character.columns == 0 || character.isControl ? " " : character
    self.style = style
    isContinuation = false
  }

  private init(continuationIn style: Style) {
    character = " "
    self.style = style
    isContinuation = true
  }

  /// The right half of a wide character.
  static func continuation(_ style: Style) -> Cell { Cell(continuationIn: style) }

  /// A space in the terminal's own colors.
  public static let blank = Cell(" ")
}
