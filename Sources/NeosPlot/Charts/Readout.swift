/// What is read of a chart at a place: where, and numbers with names, in as many rows above the chart as they need.
///
/// Where there are too few rows, names are shortened, but two stay two. No number is cut: what has no room at all is left out whole, with
/// an ellipsis for it.
struct Readout {
  /// A text that stands in one row.
  struct Piece {
    /// How it is drawn in the chart; empty where that is not said.
    var key = ""
    /// The name of the number; empty where it has none.
    var name = ""
    /// The number, or whatever else is not cut.
    var number: String
    /// How the key looks, or else all of it.
    var style: Style
  }

  /// The pieces, the most important first.
  private var pieces: [Piece] = []

  /// Adds where it is read.
  mutating func add(place: String, _ style: Style) { pieces.append(Piece(number: place, style: style)) }

  /// Adds a number; its name may be empty.
  mutating func add(_ name: String, _ number: String, key: String = "", _ style: Style) {
    pieces.append(Piece(key: key, name: name, number: number, style: style))
  }

  /// The most rows of a chart with so many rows: a third, and three where that leaves room to see the chart.
  static func rowLimit(height: Int) -> Int { max(height / 3, min(3, height - 5), 1) }

  /// How many rows it takes in so many columns.
  func rowCount(width: Int, limit: Int, _ glyphs: GlyphSet) -> Int {
    max(rows(width: width, limit: limit, glyphs).count, 1)
  }

  /// Writes it, in no more than so many rows.
  func draw(in canvas: inout Canvas, x: Int = 0, limit: Int, _ glyphs: GlyphSet) {
    for (y, row) in rows(width: canvas.width - x, limit: limit, glyphs).enumerated() {
      for (column, piece) in row {
        var column = x + column
        if !piece.key.isEmpty { column += canvas.write(piece.key, x: column, y: y, piece.style) + 1 }
        canvas.write(piece.text, x: column, y: y, piece.key.isEmpty ? piece.style : .plain)
      }
    }
  }

  private typealias Row = [(column: Int, piece: Piece)]

  /// The pieces in rows, each with its column.
  private func rows(width: Int, limit: Int, _ glyphs: GlyphSet) -> [Row] {
    let longest = pieces.map(\.name.columnCount).max() ?? 0
    let nameCount = Set(pieces.map(\.name)).count
    var rows: [Row] = []
    for nameColumns in [longest] + stride(from: min(longest - 1, 24), through: 3, by: -1) {
      let shortened = pieces.map { piece in
        var piece = piece
        piece.name = piece.name.abbreviated(toColumns: nameColumns, glyphs)
        return piece
      }
      if Set(shortened.map(\.name)).count < nameCount { break }
      rows = Self.rows(shortened, width)
      if rows.count <= limit, rows.joined().count == pieces.count { return rows }
    }
    // An ellipsis for what is left out.
    rows = Array(rows.prefix(limit))
    var last = rows.popLast() ?? []
    while let end = last.last, end.column + end.piece.columns + 2 > width { last.removeLast() }
    let column = last.last.map { $0.column + $0.piece.columns + 1 } ?? 0
    return rows + [last + [(column, Piece(number: String(glyphs.ellipsis), style: Style(.dim)))]]
  }

  /// Pieces side by side, in the next row where one has no room; one that is too wide for a row is left out.
  private static func rows(_ pieces: [Piece], _ width: Int) -> [Row] {
    var rows: [Row] = []
    var end = width
    for piece in pieces where piece.columns <= width {
      let gap = piece.key.isEmpty ? 1 : 2
      if end + gap + piece.columns > width {
        rows.append([(0, piece)])
        end = piece.columns
      } else {
        rows[rows.count - 1].append((end + gap, piece))
        end += gap + piece.columns
      }
    }
    return rows
  }
}

extension Readout.Piece {
  /// What stands beside the key.
  var text: String { name.isEmpty ? number : "\(name) \(number)" }

  /// The columns that it takes.
  var columns: Int { (key.isEmpty ? 0 : key.columnCount + 1) + text.columnCount }
}
