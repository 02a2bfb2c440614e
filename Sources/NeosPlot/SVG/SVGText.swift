/// A line of text with raised parts: `2×10` and a raised `−5`.
struct SVGText: Hashable {
  /// A part in one size.
  struct Piece: Hashable {
    var text: String
    var isRaised = false
  }

  /// How much smaller a raised part is, and how far it is raised, in font sizes.
  static let (raisedSize, rise) = (0.7, 0.38)

  var pieces: [Piece]

  /// A text as it is.
  init(_ text: String) { pieces = text.isEmpty ? [] : [Piece(text: text)] }

  private init(pieces: [Piece]) { self.pieces = pieces }

  /// A number in the program's notation, as a paper writes it: `-0.5` with a minus sign, `2e-5` as a power of ten.
  init(number: String) {
    let parts = number.split(separator: "e", maxSplits: 1).map { String($0).replacing("-", with: "−") }
    guard parts.count == 2, parts[0].contains(where: \.isNumber) else {
      self.init(number.replacing("-", with: "−"))
      return
    }
    let front: String =
      switch parts[0] {
      case "1": "10"
      case "−1": "−10"
      default: parts[0] + "×10"
      }
    self.init(pieces: [Piece(text: front), Piece(text: parts[1], isRaised: true)])
  }

  static func + (left: Self, right: Self) -> Self { Self(pieces: left.pieces + right.pieces) }

  /// The width in a font of a size.
  func width(_ size: Double) -> Double {
    pieces.reduce(0) { $0 + TextWidth.ems($1.text) * size * ($1.isRaised ? Self.raisedSize : 1) }
  }

  /// A name in so much room, shortened in the middle where it is too long.
  init(_ name: String, fitting width: Double, size: Double) {
    var limit = name.columnCount
    var text = name
    while TextWidth.ems(text) * size > width, limit > 1 {
      // The first guess is near for a long name.
      let surplus = TextWidth.ems(text) * size / max(width, 1e-3)
      limit = min(limit - 1, Int(saturating: Double(limit) / min(surplus, 1.5)))
      text = name.shortened(toColumns: limit)
    }
    self.init(text)
  }

  /// The contents of a text element.
  func markup(size: Double) -> String {
    var isRaised = false
    return pieces.map { piece in
      let text = piece.text.markupEscaped()
      defer { isRaised = piece.isRaised }
      guard piece.isRaised != isRaised else { return text }
      let shift = svgNumber((piece.isRaised ? -1 : 1) * Self.rise * size)
      let smaller = piece.isRaised ? " font-size=\"\(svgNumber(Self.raisedSize * size))\"" : ""
      return "<tspan dy=\"\(shift)\"\(smaller)>\(text)</tspan>"
    }.joined()
  }
}
