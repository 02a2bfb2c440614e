/// How far the reading of a table is.
public struct TableProgress: Sendable, Hashable {
  /// The rows that were looked at.
  public let rows: Int
  /// All rows, where the file tells their number.
  public let total: Int?
  /// The share of it that is done, of rows or, where their number is not known, of the file's bytes.
  public let share: Double

  package init(rows: Int, total: Int?, share: Double) {
    (self.rows, self.total, self.share) = (rows, total, share)
  }
}

extension TableProgress: CustomStringConvertible {
  /// The row, and how much that is.
  public var description: String {
    total.map { "row \(rows) of \($0)" } ?? "row \(rows), \(Int(100 * share))% of the file"
  }
}
