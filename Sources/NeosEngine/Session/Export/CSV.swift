/// A table as comma-separated values (RFC 4180): fields are quoted where they must be, lines end in a line feed, and
/// numbers have the digits that read back to the same bits.
struct CSV {
  /// The lines so far.
  private(set) var text = ""

  /// A table of those columns, without rows.
  init(columns: [String]) { add(columns.map { .text($0) }) }

  /// A whole table.
  init(_ table: Display) {
    self.init(columns: table.columns)
    for row in table.rows { add(row) }
  }

  /// Adds a row.
  mutating func add(_ row: some Sequence<Display.Cell>) {
    var isFirst = true
    for cell in row {
      if !isFirst { text += "," }
      isFirst = false
      switch cell {
      case .text(let field): text += Self.quoted(field)
      case .number(let value): text += written(value)
      case .empty: break
      }
    }
    text += "\n"
  }

  private static func quoted(_ field: String) -> String {
    let isPlain = field.utf8.allSatisfy {
      $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\n")
        && $0 != UInt8(ascii: "\r")
    }
    return isPlain && field.first != " " && field.last != " "
      ? field : "\"\(field.replacing("\"", with: "\"\""))\""
  }
}

extension Display {
  /// The rows as JSON objects with the columns' names as keys; null for what has no number.
  var records: JSONValue {
    .array(
      rows.map { row in
        .object(
          JSONObject(
            unchecked: zip(columns, row).map { column, cell in
              switch cell {
              case .text(let text): .init(key: column, value: .string(text))
              case .number(let value):
                .init(key: column, value: Int(exactly: value).map { .integer($0) } ?? JSONValue(value))
              case .empty: .init(key: column, value: .null)
              }
            }))
      })
  }
}
