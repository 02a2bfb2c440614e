/// Names of columns as they are typed: between commas, and in backticks where there is a comma in a name, as names
/// stand in a selection. Within backticks, two are one.
public enum ColumnNames {
  /// The names of a list.
  ///
  /// - Throws: ``TableProblem/columnList(_:)`` where a name is missing or a backtick is not closed.
  public static func read(_ list: String) throws(TableProblem) -> [String] {
    var names: [String] = []
    var rest = list[...]
    while true {
      let name = rest.first == "`" ? try quoted(&rest, list) : plain(&rest)
      guard !name.isEmpty else { throw .columnList("a name is missing in '\(TableProblem.shown(list))'") }
      names.append(name)
      guard rest.popFirst() != nil else { return names }
    }
  }

  /// A name that stands alone, in backticks or as it is.
  public static func one(_ text: String) -> String {
    guard text.first == "`", let names = try? read(text), names.count == 1 else { return text }
    return names[0]
  }

  /// A name as it is typed in a list.
  public static func written(_ name: String) -> String {
    guard name.contains(",") || name.first == "`" else { return name }
    return "`\(name.replacing("`", with: "``"))`"
  }

  /// A list of names as it is typed.
  static func written(_ names: [String]) -> String { names.map { written($0) }.joined(separator: ",") }

  /// Reads a name as it is, up to the comma or the end behind it.
  private static func plain(_ rest: inout Substring) -> String {
    let end = rest.firstIndex(of: ",") ?? rest.endIndex
    defer { rest = rest[end...] }
    return String(rest[..<end])
  }

  /// Reads a name in backticks, up to the comma or the end behind it.
  private static func quoted(_ rest: inout Substring, _ list: String) throws(TableProblem) -> String {
    var parts: [Substring] = []
    repeat {
      rest.removeFirst()
      guard let end = rest.firstIndex(of: "`") else {
        throw .columnList("a backtick is not closed in '\(TableProblem.shown(list))'")
      }
      parts.append(rest[..<end])
      rest = rest[rest.index(after: end)...]
    } while rest.first == "`"
    let name = parts.joined(separator: "`")
    guard rest.isEmpty || rest.first == "," else {
      throw .columnList("a comma is missing behind '`\(TableProblem.shown(name))`'")
    }
    return name
  }
}
