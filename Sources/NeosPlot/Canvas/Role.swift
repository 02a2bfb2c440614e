/// What a cell is part of. A renderer gives each role a color; a color never carries meaning alone.
public enum Role: Sendable, Hashable {
  /// The terminal's own color.
  case plain
  /// Less important text.
  case dim
  /// Axis lines, ticks and tick labels.
  case axis
  /// A heading.
  case title
  /// The signal sample.
  case signal
  /// A background sample.
  case background
  /// A systematic variation, up or down.
  case variation
  /// A statistical error.
  case statistics
  /// Observed or Asimov data.
  case data
  /// A contour or a bin edge.
  case contour
  /// The cursor that reads values.
  case cursor
  /// What to look at.
  case highlight
  /// What is chosen.
  case selection
  /// What may go wrong.
  case warning
  /// What went wrong.
  case error
  /// One of several curves or classes, from 0.
  case series(UInt8)
  /// A level of a color ramp, from 0 to ``Role/rampCount`` - 1.
  case ramp(UInt8)

  /// The number of levels of the color ramp.
  public static let rampCount = 16

  /// The ramp's level for a fraction between 0 and 1.
  static func ramp(fraction: Double) -> Role {
    .ramp(UInt8(min(max(Int(saturating: fraction * Double(rampCount)), 0), rampCount - 1)))
  }

  /// One letter, for snapshots of styles.
  var letter: Character {
    switch self {
    case .plain: "."
    case .dim: "d"
    case .axis: "a"
    case .title: "t"
    case .signal: "S"
    case .background: "B"
    case .variation: "V"
    case .statistics: "E"
    case .data: "D"
    case .contour: "c"
    case .cursor: "|"
    case .highlight: "H"
    case .selection: "s"
    case .warning: "w"
    case .error: "e"
    case .series(let index): Character(String(index % 10))
    case .ramp(let level): Character(Unicode.Scalar(UInt8(ascii: "A") + level % UInt8(Self.rampCount)))
    }
  }
}
