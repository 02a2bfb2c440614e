/// The columns of a source that are read, each once, and the slots where they are then found.
struct TableColumns {
  private let source: any TableSource
  private var known: [String: Int] = [:]
  private var ambiguous: Set<String> = []
  /// The positions of the columns in the source, by slot.
  private(set) var positions: [Int] = []
  private var slots: [Int: Int] = [:]

  init(_ source: any TableSource) {
    self.source = source
    for (position, name) in source.names.enumerated() where known.updateValue(position, forKey: name) != nil {
      ambiguous.insert(name)
    }
  }

  mutating func slots(of names: [String]) throws(TableProblem) -> [Int] {
    var slots: [Int] = []
    for name in names { slots.append(try slot(of: name)) }
    return slots
  }

  mutating func slot(of name: String) throws(TableProblem) -> Int {
    guard let position = known[name], !ambiguous.contains(name) else { throw problem(of: name) }
    if let slot = slots[position] { return slot }
    positions.append(position)
    slots[position] = positions.count - 1
    return positions.count - 1
  }

  /// Why a name is no column.
  private func problem(of name: String) -> TableProblem {
    if ambiguous.contains(name) { return .ambiguousColumn(name) }
    // A part of what is no column of numbers is none either.
    let ends = name.indices.reversed().filter { ":./".contains(name[$0]) }
    for whole in [name] + ends.map({ String(name[..<$0]) }) {
      if let found = source.others[whole] { return .notNumbers(column: whole, found: found) }
      if let reason = source.unreadable[whole] { return .unreadable(column: whole, reason) }
    }
    if let doubt = source.doubt { return .doubtfulHeader(column: name, doubt) }
    return .unknownColumn(name, known: source.names)
  }
}
