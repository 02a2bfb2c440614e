#if HDF5
  /// What a process sends to the one that waits for it: counts and texts, or a problem.
  ///
  /// A damaged file may have changed anything in the process that read it: a message is no more trusted than the file.
  struct ChildMessage {
    private(set) var bytes: [UInt8]
    private var place = 0

    /// The most bytes: those of the names of as many columns as there may be.
    static let longest = 2 * TableBounds.columns * TableBounds.nameBytes
    static let damaged = TableProblem.contents("HDF5 cannot read it: the library failed; the file is damaged")

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// A message that begins with a problem, or with none.
    init(problem: TableProblem?) {
      bytes = []
      switch problem {
      case nil: add(0)
      case .file(let reason):
        add(1)
        add(reason)
      case .unknownDataset(let name, let known):
        add(2)
        add(name)
        add(known)
      case .notNumbers(let column, let found):
        add(3)
        add(column)
        add(found)
      case .rowCountsDiffer(let column, let found, let other, let needed):
        add(4)
        add(column)
        add(found)
        add(other)
        add(needed)
      case .unreadable(let column, let reason):
        add(6)
        add(column)
        add(reason)
      case let other?:
        add(5)
        add("\(other)")
      }
    }

    /// The problem that it begins with.
    mutating func problem() throws(TableProblem) -> TableProblem? {
      switch try count() {
      case 0: nil
      case 1: .file(try text())
      case 2: .unknownDataset(try text(), known: try texts())
      case 3: .notNumbers(column: try text(), found: try text())
      case 4:
        .rowCountsDiffer(column: try text(), found: try count(), other: try text(), needed: try count())
      case 5: .contents(try text())
      case 6: .unreadable(column: try text(), try text())
      default: throw Self.damaged
      }
    }

    mutating func add(_ count: Int) {
      withUnsafeBytes(of: count) { bytes += $0 }
    }

    mutating func add(_ text: String) {
      add(text.utf8.count)
      bytes += text.utf8
    }

    mutating func add(_ texts: [String]) {
      add(texts.count)
      for text in texts { add(text) }
    }

    /// The next count, at least 0.
    mutating func count() throws(TableProblem) -> Int {
      guard bytes.count - place >= 8 else { throw Self.damaged }
      let count = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: place, as: Int.self) }
      place += 8
      guard count >= 0 else { throw Self.damaged }
      return count
    }

    mutating func text() throws(TableProblem) -> String {
      let length = try count()
      guard length <= bytes.count - place else { throw Self.damaged }
      defer { place += length }
      return String(decoding: bytes[place..<(place + length)], as: UTF8.self)
    }

    mutating func texts() throws(TableProblem) -> [String] {
      var texts: [String] = []
      for _ in 0..<(try count()) { texts.append(try text()) }
      return texts
    }
  }
#endif
