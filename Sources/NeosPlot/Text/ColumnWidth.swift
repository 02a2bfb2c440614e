// The columns that a character takes in a terminal, as wcwidth tells them for the common ranges: none for
// marks that combine with the character before, two for wide East Asian characters and for emoji.
// Sources: Unicode Standard Annex #11 (East Asian Width) and the general categories of the standard library.

extension Character {
  /// The columns that the character takes in a terminal: 0, 1 or 2. A control character takes 1, as a space.
  public var columns: Int {
    if isASCII { return 1 }
    var widest = 0
    var isEmoji = false
    var count = 0
    for scalar in unicodeScalars {
      widest = max(widest, scalar.columns)
      if scalar.value == 0xFE0F { isEmoji = true }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { count += 1 }
    }
    return (isEmoji && widest == 1) || count == 2 ? 2 : widest
  }

  /// Whether a terminal would act on the character instead of showing it.
  var isControl: Bool {
    unicodeScalars.contains { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || isSeparator($0) }
  }

  private func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value == 0x2028 || scalar.value == 0x2029
  }
}

extension StringProtocol {
  /// The columns that the text takes in a terminal.
  public var columnCount: Int { reduce(0) { $0 + $1.columns } }
}

extension Unicode.Scalar {
  fileprivate var columns: Int {
    let value = value
    if value < 0x300 || (0x2500...0x25A0).contains(value) || (0x2800...0x28FF).contains(value) { return 1 }
    if (0x1160...0x11FF).contains(value) { return 0 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide || properties.isEmojiPresentation ? 2 : 1
    }
  }

  private var isWide: Bool {
    guard value >= 0x1100 else { return false }
    return Self.wideRanges.contains { $0.contains(value) }
  }

  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
    0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
    0x16FE0...0x18DFF, 0x1B000...0x1B2FF, 0x20000...0x3FFFD,
  ]
}
