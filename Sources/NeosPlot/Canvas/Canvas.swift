/// A grid of cells. Whatever is drawn outside of it is left out.
///
/// The right half of a wide character is a cell of its own that shows nothing; whatever overwrites one half
/// blanks the other, so that the columns of a row always add up.
public struct Canvas: Sendable, Hashable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  private var cells: [Cell]

  /// The most columns or rows of a canvas; larger sizes are cut to this.
  public static let largestSize = 4096

  /// A canvas filled with one cell.
  public init(width: Int, height: Int, filledWith cell: Cell = .blank) {
    self.width = min(max(width, 0), Self.largestSize)
    self.height = min(max(height, 0), Self.largestSize)
    let cell = cell.character.columns > 1 ? Cell(" ", cell.style) : cell
    cells = Array(repeating: cell, count: self.width * self.height)
  }

  /// All of the canvas.
  public var bounds: Rectangle { Rectangle(x: 0, y: 0, width: width, height: height) }

  /// The cell in a column and a row; blank outside. Setting a cell outside does nothing.
  public subscript(x: Int, y: Int) -> Cell {
    get { contains(x, y) ? cells[y * width + x] : .blank }
    set { set(newValue, x, y) }
  }

  private func contains(_ x: Int, _ y: Int) -> Bool { x >= 0 && x < width && y >= 0 && y < height }

  private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
    guard contains(x, y), !cell.isContinuation else { return }
    let place = y * width + x
    let isWide = cell.character.columns > 1
    separate(x, place)
    guard isWide else {
      cells[place] = cell
      return
    }
    guard x + 1 < width else {
      cells[place] = Cell(" ", cell.style)
      return
    }
    separate(x + 1, place + 1)
    cells[place] = cell
    cells[place + 1] = .continuation(cell.style)
  }

  /// Blanks the other half of a wide character of which one half is about to be overwritten.
  private mutating func separate(_ x: Int, _ place: Int) {
    if cells[place].isContinuation {
      cells[place - 1] = Cell(" ", cells[place - 1].style)
      cells[place] = Cell(" ", cells[place].style)
    } else if x + 1 < width, cells[place + 1].isContinuation {
      cells[place + 1] = Cell(" ", cells[place + 1].style)
    }
  }

  /// Changes the style of the cells of a rectangle and leaves the characters.
  public mutating func restyle(_ area: Rectangle, _ change: (inout Style) -> Void) {
    let area = area.intersection(bounds)
    for y in area.rows {
      for x in area.columns { change(&cells[y * width + x].style) }
    }
  }

  /// A row's cells.
  func row(_ y: Int) -> ArraySlice<Cell> { cells[y * width..<(y + 1) * width] }
}

extension Canvas: CustomStringConvertible {
  /// The characters, a line for each row, without spaces at the ends of lines.
  public var description: String {
    (0..<height).map { y in
      var line = ""
      for cell in row(y) where !cell.isContinuation { line.append(cell.character) }
      return line.withoutTrailingSpaces
    }.joined(separator: "\n")
  }

  /// The foreground roles, a letter for each cell that is not a space, a line for each row.
  public var foregroundDescription: String {
    (0..<height).map { y in
      String(row(y).map { $0.character == " " ? " " : $0.style.foreground.letter }).withoutTrailingSpaces
    }.joined(separator: "\n")
  }

  /// The background roles, a letter for each cell, a space for plain ones, a line for each row.
  public var backgroundDescription: String {
    (0..<height).map { y in
      String(row(y).map { $0.style.background == .plain ? " " : $0.style.background.letter })
        .withoutTrailingSpaces
    }.joined(separator: "\n")
  }
}

extension String {
  var withoutTrailingSpaces: String {
    guard let last = lastIndex(where: { $0 != " " }) else { return "" }
    return String(self[...last])
  }
}
