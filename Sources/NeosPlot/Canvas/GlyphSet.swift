/// Which characters charts are drawn with. Both say the same; Unicode says it finer.
public enum GlyphSet: Sendable, Hashable, CaseIterable {
  /// Block, box and braille characters.
  case unicode
  /// Nothing beyond ASCII.
  case ascii

  var ellipsis: Character { self == .unicode ? "…" : "~" }
  var horizontal: Character { self == .unicode ? "─" : "-" }
  var vertical: Character { self == .unicode ? "│" : "|" }
  var corner: Character { self == .unicode ? "└" : "+" }
  var leftTick: Character { self == .unicode ? "┤" : "+" }
  var bottomTick: Character { self == .unicode ? "┴" : "+" }
  var point: Character { self == .unicode ? "●" : "o" }
  var plusMinus: String { "±".spelled(in: self) }
  var times: String { "×".spelled(in: self) }
  var hatch: Character { self == .unicode ? "░" : "/" }

  /// A cell filled from below to so many eighths.
  ///
  /// ASCII has two steps between empty and `full`: `.` stands for 2 eighths and `:` for 5, so that it is at
  /// most one eighth away.
  ///
  /// - Parameters:
  ///   - eighths: 0 to 8.
  ///   - full: the character of a filled cell.
  func fromBelow(_ eighths: Int, full: Character) -> Character {
    partial(eighths, Array("▁▂▃▄▅▆▇"), full)
  }

  /// A cell filled from the left to so many eighths; ASCII as in ``fromBelow(_:full:)``.
  func fromLeft(_ eighths: Int, full: Character) -> Character {
    partial(eighths, Array("▏▎▍▌▋▊▉"), full)
  }

  private func partial(_ eighths: Int, _ blocks: [Character], _ full: Character) -> Character {
    if eighths <= 0 { return " " }
    if eighths >= 8 { return full }
    if self == .unicode { return blocks[eighths - 1] }
    return eighths <= 3 ? "." : eighths <= 6 ? ":" : full
  }

  /// A cell filled from above: to one, four or eight eighths, whichever is nearest.
  func fromAbove(_ eighths: Int, full: Character) -> Character {
    fromFarSide(eighths, "▔", "▀", full)
  }

  /// A cell filled from the right: to one, four or eight eighths, whichever is nearest.
  func fromRight(_ eighths: Int, full: Character) -> Character {
    fromFarSide(eighths, "▕", "▐", full)
  }

  private func fromFarSide(_ eighths: Int, _ thin: Character, _ half: Character, _ full: Character)
    -> Character
  {
    if eighths <= 0 { return " " }
    if eighths >= 6 { return full }
    if self == .ascii { return eighths <= 2 ? "'" : "\"" }
    return eighths <= 2 ? thin : half
  }

  /// A horizontal line in a cell, so many eighths above its lower side.
  func level(_ eighths: Int) -> Character {
    let place = eighths <= 2 ? 0 : eighths <= 5 ? 1 : 2
    return (self == .unicode ? ["▁", "─", "▔"] : ["_", "-", "^"])[place]
  }

  /// Five shades from empty to full.
  var shades: [Character] { self == .unicode ? [" ", "░", "▒", "▓", "█"] : [" ", ".", ":", "%", "#"] }

  /// What tells several classes of points, or curves, apart.
  func marker(_ index: Int) -> Character {
    let markers: [Character] =
      self == .unicode ? ["●", "×", "+", "◆", "○", "▲"] : ["o", "x", "+", "*", "@", "&"]
    return markers[((index % markers.count) + markers.count) % markers.count]
  }
}
