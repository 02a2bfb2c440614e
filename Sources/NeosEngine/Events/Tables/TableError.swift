/// Why a table cannot be read: the file, and what is wrong with it or with what was asked of it.
public struct TableError: Error, Sendable, Hashable {
  /// The file.
  public let path: String
  /// What is wrong.
  public let problem: TableProblem
}

extension TableError: CustomStringConvertible {
  /// The file and what is wrong.
  public var description: String { "\(TableProblem.shown(path)): \(problem)" }
}

/// What can be wrong with a table, or with what was asked of it.
public enum TableProblem: Error, Sendable, Hashable {
  /// The file cannot be had.
  case file(String)
  /// The bytes are not what a file of this format holds.
  case contents(String)
  /// The file is HDF5, and this program was built without it.
  case hdf5IsMissing

  /// The format has no datasets to choose from.
  case datasetNotTaken(String)
  /// There is no group, dataset or member of that name.
  case unknownDataset(String, known: [String])
  /// A list of columns is not understood.
  case columnList(String)
  /// No features were asked for.
  case noColumns
  /// A feature was asked for twice.
  case columnAskedTwice(String)
  /// There is no column of that name.
  case unknownColumn(String, known: [String])
  /// There is no column of that name, and the first line of the text does not look like names between commas or tabs.
  case doubtfulHeader(column: String, String)
  /// More than one column has that name.
  case ambiguousColumn(String)
  /// The column is there, but its values are not numbers.
  case notNumbers(column: String, found: String)
  /// The column is there, but its numbers cannot be had.
  case unreadable(column: String, String)
  /// Two of the columns have different numbers of rows.
  case rowCountsDiffer(column: String, found: Int, other: String, needed: Int)
  /// The limit is below 1.
  case limit(Int)
  /// The selection is not understood: the text, and where it is wrong.
  case selection(String, LanguageError)

  /// A line of a text has more or fewer fields than the first one.
  case fieldCount(line: Int, found: Int, needed: Int)
  /// A field of a text is not a number.
  case field(line: Int, column: String, found: String)
  /// A line of a text has a quote that is not closed, or is followed by more.
  case quote(line: Int)
  /// A feature or weight of an event is NaN or infinite.
  case notFinite(TableRow, column: String, found: Double)
  /// A feature or weight of an event is missing: its field is empty.
  case emptyField(line: Int, column: String)
  /// The table has no rows.
  case noRows
  /// None of the rows fulfils the selection.
  case nothingSelected(rows: Int, selection: String)
  /// More events pass than half of the machine's memory holds, of which so many were kept so far.
  case tooMany(events: Int)
  /// The reading was stopped after so many rows.
  case stopped(rows: Int)
}

/// The place of a row.
public enum TableRow: Sendable, Hashable {
  /// The line of a text where it begins, counted from 1.
  case line(Int)
  /// Its index in an array, counted from 0.
  case index(Int)
}

extension TableRow: CustomStringConvertible {
  /// The place in words.
  public var description: String {
    switch self {
    case .line(let line): "line \(line)"
    case .index(let index): "row \(index), counted from 0"
    }
  }
}

extension TableProblem: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .file(let reason), .contents(let reason): reason
    case .hdf5IsMissing:
      "this is an HDF5 file, and this program was built without HDF5; build it with 'swift build -c release "
        + "--traits HDF5', which needs libhdf5-dev"
    case .datasetNotTaken(let name):
      "a dataset ('\(Self.shown(name))') is chosen in HDF5 and .npz files, this file has none"
    case .unknownDataset(let name, let known):
      "there is no group or dataset '\(Self.shown(name))'\(Self.hint(name, known, "datasets"))"
    case .columnList(let reason): reason
    case .noColumns: "at least 1 column is needed, found none"
    case .columnAskedTwice(let name): "the column '\(Self.shown(name))' is asked for twice"
    case .unknownColumn(let name, let known):
      "there is no column '\(Self.shown(name))'\(Self.hint(name, known, "columns"))"
    case .doubtfulHeader(let column, let reason): "there is no column '\(Self.shown(column))': \(reason)"
    case .ambiguousColumn(let name): "more than one column is called '\(Self.shown(name))'"
    case .notNumbers(let column, let found):
      "the column '\(Self.shown(column))' holds \(Self.shown(found)), expected numbers"
    case .unreadable(let column, let reason):
      "the column '\(Self.shown(column))' cannot be read: \(Self.shown(reason))"
    case .rowCountsDiffer(let column, let found, let other, let needed):
      "all columns need the same number of rows: '\(Self.shown(column))' has \(found), "
        + "'\(Self.shown(other))' has \(needed)"
    case .limit(let limit): "the limit on events must be at least 1, found \(limit)"
    case .selection(let text, let error):
      "the selection, column \(error.column): \(error.text)\n\(error.excerpt(of: text))"
    case .fieldCount(let line, let found, let needed):
      "line \(line) has \(found) field\(found == 1 ? "" : "s"), expected \(needed), as in the first line"
    case .field(let line, let column, let found):
      "line \(line), column '\(Self.shown(column))': found '\(Self.shown(found))', expected a number"
    case .quote(let line):
      "the line \(line) has a quote that is not closed, or that is closed before the field ends"
    case .notFinite(let row, let column, let found):
      "\(row), column '\(Self.shown(column))': found \(found.isNaN ? "no number (NaN)" : "\(found)"), "
        + "expected a finite number; a selection can leave such rows out"
    case .emptyField(let line, let column):
      "line \(line), column '\(Self.shown(column))': the field is empty, expected a number; a selection can leave such "
        + "rows out"
    case .noRows: "the table has no rows, expected at least 1"
    case .nothingSelected(let rows, let selection):
      "none of the \(rows) rows fulfils '\(Self.shown(selection))'"
    case .tooMany(let events):
      "more than \(events) events, which take half of this machine's memory; 'limit=' keeps fewer, 'where=' selects some"
    case .stopped(let rows): "the reading was stopped after \(rows) rows"
    }
  }

  /// The nearest name, and the names that there are.
  private static func hint(_ name: String, _ known: [String], _ what: String) -> String {
    guard !known.isEmpty else { return "; the file has no \(what) of numbers" }
    let nearest = nearestWord(to: name, among: Array(known.prefix(1000)))
    let list = known.prefix(20).map { shown(ColumnNames.written($0)) }.joined(separator: ", ")
    let rest = known.count > 20 ? " and \(known.count - 20) more" : ""
    return (nearest.map { "; did you mean '\(shown(ColumnNames.written($0)))'?" } ?? "")
      + "; known \(what): \(list)\(rest)"
  }

  /// A text from a file as a terminal may show it: short, and without what it would act on.
  static func shown(_ text: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in text.unicodeScalars.prefix(200) {
      let isControl = scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value)
      scalars.append(isControl ? "\u{FFFD}" : scalar)
    }
    return String(scalars) + (text.unicodeScalars.dropFirst(200).isEmpty ? "" : "…")
  }
}
