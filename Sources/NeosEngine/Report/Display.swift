/// A table to show: named columns, rows of numbers and words.
public struct Display: Sendable, Hashable {
  /// One cell.
  public enum Cell: Sendable, Hashable {
    /// A word or a sentence.
    case text(String)
    /// A number.
    case number(Double)
    /// Nothing.
    case empty
  }

  /// What the table is of: a topic or the name of a knob or quantity.
  public var title: String
  /// The columns' names; none for a plain list.
  public var columns: [String]
  /// The rows, each with as many cells as there are columns, or with one that stands for itself.
  public var rows: [[Cell]]

  /// A table.
  public init(title: String, columns: [String], rows: [[Cell]]) {
    self.title = title
    self.columns = columns
    self.rows = rows
  }
}

extension Display.Cell {
  var text: String {
    switch self {
    case .text(let text): text
    case .number(let value): short(value)
    case .empty: ""
    }
  }
}

extension Display: CustomStringConvertible {
  /// The table as aligned text, numbers with 9 digits.
  public var description: String {
    var lines = rows.map { $0.map(\.text) }
    if !columns.allSatisfy(\.isEmpty) { lines.insert(columns, at: 0) }
    let count = lines.map(\.count).max() ?? 0
    let rows = lines.filter { $0.count > 1 }
    let widths = (0..<count).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      let padded = line.enumerated().map { column, text in
        text + String(repeating: " ", count: max(widths[column] - text.count, 0))
      }
      let text = padded.joined(separator: "  ")
      return String(text[..<(text.lastIndex { $0 != " " }.map { text.index(after: $0) } ?? text.startIndex)])
    }.joined(separator: "\n")
  }
}
