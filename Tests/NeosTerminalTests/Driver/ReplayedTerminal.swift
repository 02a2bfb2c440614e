import NeosPlot
import NeosTerminal

/// A terminal that understands what a recording of the screen contains, and nothing else.
struct ReplayedTerminal {
  /// A place of its screen.
  struct Place: Hashable {
    var text = " "
    var codes: [String] = []
    var isRightHalf = false
  }

  private(set) var width: Int
  private(set) var rows: [[Place]]
  private var x = 0
  private var y = 0
  private var codes: [String] = []
  /// What it did not understand.
  private(set) var unknown: [String] = []

  init(width: Int, height: Int) {
    self.width = width
    rows = Array(repeating: Array(repeating: Place(), count: width), count: height)
  }

  mutating func feed(_ text: String) {
    var rest = Substring(text)
    while let character = rest.popFirst() {
      guard character == "\u{1B}" else {
        put(character)
        continue
      }
      guard rest.popFirst() == "[", let end = rest.firstIndex(where: \.isLetter) else {
        unknown.append("escape")
        continue
      }
      control(String(rest[..<end]), rest[end])
      rest = rest[rest.index(after: end)...]
    }
  }

  private mutating func control(_ parameters: String, _ final: Character) {
    switch (parameters, final) {
    case ("2", "J"): rows = rows.map { $0.map { _ in Place() } }
    case ("?25", "l"): break
    case (_, "H"):
      let numbers = parameters.split(separator: ";").compactMap { Int($0) }
      guard numbers.count == 2 else { return unknown.append(parameters) }
      (y, x) = (numbers[0] - 1, numbers[1] - 1)
    case (_, "m"):
      let all = parameters.split(separator: ";").map { String($0) }
      if all.first != "0" { unknown.append("m without reset") }
      codes = Array(all.dropFirst())
    default: unknown.append(parameters + String(final))
    }
  }

  private mutating func put(_ character: Character) {
    guard rows.indices.contains(y), x + character.columns <= width else { return unknown.append("outside") }
    for column in x..<x + character.columns { separate(column) }
    rows[y][x] = Place(text: String(character), codes: codes)
    if character.columns == 2 { rows[y][x + 1] = Place(codes: codes, isRightHalf: true) }
    x += character.columns
  }

  /// A half of a wide character that stays alone is a space.
  private mutating func separate(_ column: Int) {
    if rows[y][column].isRightHalf {
      rows[y][column - 1].text = " "
      rows[y][column].isRightHalf = false
    } else if column + 1 < width, rows[y][column + 1].isRightHalf {
      rows[y][column + 1].isRightHalf = false
    }
  }
}
