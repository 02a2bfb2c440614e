/// Which numbers of a table are the events.
public struct TableRequest: Sendable, Hashable {
  /// The file: CSV, .npy, .npz or HDF5.
  public var path: String
  /// The columns that are the features, in their order.
  public var columns: [String]
  /// The column that is the weight, or none for unit weights.
  public var weight: String?
  /// The condition that the events fulfil, over any columns of the file, or none for all rows.
  ///
  /// It is written as for `DataFrame.query` of pandas: comparisons, also chained; `+ - * / **`; `and or not`, also
  /// written `&& || !` or `& | ~`; parentheses; `abs sqrt exp log min max`; and names of columns, in backticks where they
  /// have other characters than letters, digits, `_`, `.` and `:`. A comparison with NaN is false, but for `!=`.
  public var selection: String?
  /// The largest number of events that are kept, the first ones of the file that pass; none for all.
  public var limit: Int?
  /// The group or dataset of an HDF5 file, or the member of an .npz file, that the columns' names begin at.
  public var dataset: String?

  /// A request.
  public init(
    path: String, columns: [String], weight: String? = nil, selection: String? = nil, limit: Int? = nil,
    dataset: String? = nil
  ) {
    self.path = path
    self.columns = columns
    self.weight = weight
    self.selection = selection
    self.limit = limit
    self.dataset = dataset
  }
}

extension TableRequest {
  /// The columns that the selection names.
  var selectedColumns: Set<String> {
    var names: Set<String> = []
    _ = try? selection.map { text in
      try Selection(text) { name in
        names.insert(name)
        return 0
      }
    }
    return names
  }
}

/// The events that were read from a table.
public struct TableEvents: Sendable, Hashable {
  /// The features, events x columns in row-major order; all finite.
  public let features: [Double]
  /// One finite weight for each event, or none if no weight was asked for.
  public let weights: [Double]?
  /// The number of rows that were looked at.
  public let rowCount: Int

  /// The number of events, at least 1.
  public let eventCount: Int

  /// All events that fulfil the selection, also those beyond the limit; none if reading ended at the limit.
  let totals: TableTotals?
}

/// What the events of a table come to, kept or not.
struct TableTotals: Sendable, Hashable {
  /// How many there are.
  var eventCount = 0
  /// The sums of columns over them, by the columns' names.
  var sums: [String: Double] = [:]
}

/// What a table has, without its numbers.
public struct TableListing: Sendable, Hashable {
  /// The names of the columns that hold numbers, in the order of the file.
  public let columns: [String]
  /// The number of rows, where the file tells it: CSV does not, and arrays of different lengths have none.
  public let rowCount: Int?
}
