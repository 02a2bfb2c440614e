/// The colors of figures.
///
/// They are told apart by readers of any color vision: the palette of M. Okabe and K. Ito, "Color Universal Design"
/// (https://jfly.uni-koeln.de/color/, 2008), recommended by B. Wong, "Color blindness", Nature Methods 8, 441 (2011).
enum FigurePalette {
  static let black = "#000000"
  static let gray = "#999999"
  static let orange = "#e69f00"
  static let skyBlue = "#56b4e9"
  static let green = "#009e73"
  static let yellow = "#f0e442"
  static let blue = "#0072b2"
  static let vermilion = "#d55e00"
  static let purple = "#cc79a7"

  /// Grays of the bands of one and of two standard deviations.
  static let (oneSigma, twoSigma) = ("#d4d4d4", "#ececec")

  /// Those of series: none is that of the signal or of the first background.
  private static let series = [blue, orange, green, purple, yellow, gray, black]
  /// Those of samples, of which the first is `series(2)`: none would hide points, errors and bands in black.
  private static let samples = [green, orange, purple, yellow, blue, gray]

  /// The color of a curve.
  static func color(_ role: Role) -> String {
    switch role {
    case .signal: vermilion
    case .background: skyBlue
    case .series(let index): series[Int(index) % series.count]
    default: black
    }
  }

  /// The color of a sample, in every chart.
  static func sampleColor(_ role: Role) -> String {
    if case .series(let index) = role { return samples[(Int(index) + 4) % samples.count] }
    return color(role)
  }

  /// The lines that tell samples of one color apart.
  static func pattern(_ role: Role) -> SVGPath.Pattern? {
    guard case .series(let index) = role, index >= 2 + samples.count else { return nil }
    let patterns = SVGPath.Pattern.allCases
    return patterns[((Int(index) - 2) / samples.count - 1) % patterns.count]
  }

  /// The color of a level between 0 and 1: grays, darker the higher, as all others are those of samples.
  static func ramp(_ fraction: Double) -> String {
    let stops: [(Double, Double, Double)] = [(250, 250, 250), (205, 205, 205), (125, 125, 125)]
    let place = min(max(fraction.isNaN ? 0 : fraction, 0), 1) * Double(stops.count - 1)
    let first = min(Int(place), stops.count - 2)
    let share = place - Double(first)
    let (low, high) = (stops[first], stops[first + 1])
    func hex(_ low: Double, _ high: Double) -> String {
      let value = Int((low + share * (high - low)).rounded())
      return (value < 16 ? "0" : "") + String(value, radix: 16)
    }
    return "#" + hex(low.0, high.0) + hex(low.1, high.1) + hex(low.2, high.2)
  }

  /// How the lines of series are broken, beside their color; nil for a solid one.
  static func dash(_ index: Int) -> String? { [nil, "1.6 0.8", "0.5 0.7", "2.4 0.7 0.5 0.7"][index % 4] }
}
