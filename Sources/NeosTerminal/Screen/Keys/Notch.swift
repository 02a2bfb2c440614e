internal import Foundation

/// Steps of a knob that is turned by keys: round numbers with about the same ratio.
enum Notch {
  /// 1, 2, 5, 10 …
  static let coarse = [1.0, 2, 5]
  /// 1, 1.25, 1.6, 2, 2.5, 3, 4, 5, 6, 8, 10 …
  static let fine = [1, 1.25, 1.6, 2, 2.5, 3, 4, 5, 6, 8]

  /// The next round number above or below a positive one, as the language writes it.
  static func next(_ value: Double, up: Bool, _ series: [Double]) -> String? {
    guard value > 0, value.isFinite else { return nil }
    let power = Int(log10(value).rounded(.down))
    var marks: [(value: Double, text: String)] = []
    for exponent in power - 1...power + 1 {
      for factor in series {
        // The decimal text, so that 0.2 is 0.2 and not 2 times 0.1.
        let text = "\(factor)e\(exponent)"
        if let mark = Double(text) { marks.append((mark, text)) }
      }
    }
    let slack = 1e-9 * value
    let found = up ? marks.first { $0.value > value + slack } : marks.last { $0.value < value - slack }
    return found.map { "\($0.value)" }
  }
}
