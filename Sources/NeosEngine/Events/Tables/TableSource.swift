internal import Foundation

/// A file whose columns are read some rows at a time.
protocol TableSource: AnyObject {
  /// The names of the columns that hold numbers, in the order of the file.
  var names: [String] { get }
  /// What the columns hold that do not hold numbers.
  var others: [String: String] { get }
  /// Why some columns cannot be read.
  var unreadable: [String: String] { get }
  /// Why its names may not be what was meant, if something speaks for that.
  var doubt: String? { get }
  /// The number of rows of the columns that were chosen, or of all columns before; nil where it is not known.
  var rowCount: Int? { get }
  /// The share of the file's bytes that was read; nil where the number of rows is known.
  var shareOfBytes: Double? { get }
  /// The rows of the chosen columns, where several threads can read them; nil where not.
  var plainRows: PlainRows? { get }
  /// How many rows are best read at a time.
  var rowsAtATime: Int { get }

  /// Chooses the columns to read by their positions in ``names``, each once.
  func choose(_ columns: [Int]) throws(TableProblem)

  /// Reads the next rows of the chosen columns; none at the end.
  func read(into block: TableBlock) throws(TableProblem)
}

extension TableSource {
  /// Rows are read one after the other.
  var plainRows: PlainRows? { nil }
  /// The number of rows is known once columns are chosen.
  var shareOfBytes: Double? { nil }

  /// How far the reading is after so many rows.
  func progress(rows: Int) -> TableProgress {
    let shareOfRows = rowCount.map { Double(rows) / Double(max(1, $0)) }
    return TableProgress(rows: rows, total: rowCount, share: shareOfBytes ?? shareOfRows ?? 0)
  }

  /// What is there can be read, if it is numbers.
  var unreadable: [String: String] { [:] }
  /// Formats with a header of their own leave no doubt.
  var doubt: String? { nil }
}

/// Some rows of a table, column by column.
final class TableBlock {
  /// The most rows that it takes.
  let capacity: Int
  /// How many rows it has.
  var rowCount = 0
  /// The position of its first row in the table.
  var firstRow = 0
  /// Whether ``lines`` says where its rows are.
  var hasLines = false

  private let owned: UnsafeMutablePointer<Double>
  private var storage: UnsafeMutablePointer<Double>
  /// What keeps the memory that is used in place of its own.
  private var borrowed: AnyObject?
  /// The lines of a text where the rows begin.
  let lines: UnsafeMutableBufferPointer<Int>
  private let columnCount: Int

  /// A block of so many columns, of at most 2^16 of them; it takes fewer rows where it would need much memory.
  init(columnCount: Int, rows: Int) {
    self.columnCount = columnCount
    capacity = max(16, min(rows, (1 << 20) / max(1, columnCount)))
    owned = .allocate(capacity: max(1, columnCount) * capacity)
    owned.initialize(repeating: 0, count: max(1, columnCount) * capacity)
    storage = owned
    lines = .allocate(capacity: capacity)
    lines.initialize(repeating: 0)
  }

  deinit {
    owned.deallocate()
    lines.deallocate()
  }

  /// The bytes of its numbers.
  var byteCount: Int { 8 * max(1, columnCount) * capacity }

  /// Has its numbers in other memory from now on, ``byteCount`` bytes that are there as long as their owner is.
  func use(_ memory: UnsafeMutableRawPointer, of owner: AnyObject) {
    borrowed = owner
    storage = memory.bindMemory(to: Double.self, capacity: max(1, columnCount) * capacity)
  }

  /// The numbers of a column, of which those of the rows count.
  func column(_ index: Int) -> UnsafeMutableBufferPointer<Double> {
    precondition(index >= 0 && index < columnCount, "a block has its own columns alone")
    return UnsafeMutableBufferPointer(start: storage + index * capacity, count: capacity)
  }

  /// The place of a row in the file.
  func place(of row: Int) -> TableRow {
    hasLines ? .line(lines[row]) : .index(firstRow + row)
  }
}

/// The bounds of what any file can make the reader hold.
enum TableBounds {
  /// The most columns of a table.
  static let columns = 1 << 16
  /// The most bytes of the name of a column.
  static let nameBytes = 1 << 12
  /// The most bytes of a row.
  static let rowBytes = 1 << 26
  /// The memory that events may take: half of the machine's.
  static let eventBytes = Double(ProcessInfo.processInfo.physicalMemory) / 2
}
