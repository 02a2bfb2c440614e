/// How wide text is in Helvetica, and so in Arial and Liberation Sans, which have its widths.
///
/// Source: the character widths (`WX`) of `Helvetica.afm`, Adobe Core 14 AFM files: thousandths of the font size. A
/// character that is not in the table is taken to be wide, so that a text never needs more room than it is given.
enum TextWidth {
  /// The width of a text in a font of size 1.
  static func ems(_ text: String) -> Double {
    text.reduce(0) { $0 + ems($1) }
  }

  private static func ems(_ character: Character) -> Double {
    if let code = character.asciiValue, code >= 32, Int(code) - 32 < ascii.count {
      return Double(ascii[Int(code) - 32]) / 1000
    }
    switch character {
    case "−", "±", "×", "÷": return 0.584
    case "·": return 0.278
    case "…": return 1
    case "–": return 0.556
    case _ where character.columns == 0: return 0
    case _ where character.columns == 1 && character.isLetter: return 0.78
    default: return 1
    }
  }

  /// From the space to the tilde.
  private static let ascii: [Int] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,  //
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,  //
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,  //
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,  //
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,  //
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
  ]
}
