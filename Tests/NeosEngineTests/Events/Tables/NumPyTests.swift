import NeosEngine
import Testing

@Suite struct NumPyTests {
  @Test(arguments: (try? TableFiles.content.get().arrays) ?? [])
  func readsWhatNumPyWrote(_ array: TableFiles.Array) throws {
    let read = try TableReader.read(
      TableRequest(path: TableFiles.path(array.file), columns: array.columns, dataset: array.dataset))
    #expect(read.features == array.values)
  }

  @Test func theFiguresAreThere() throws { #expect(try TableFiles.content.get().arrays.count > 40) }

  @Test func arraysThatAreNoColumnsAreToldApart() throws {
    let path = TableFiles.path("types.npz")
    let listing = try TableReader.listing(of: path)
    #expect(listing.columns.contains("columns:3") && listing.rowCount == 9)
    func problem(_ columns: String..., dataset: String? = nil) -> TableProblem? {
      TableFiles.problem(TableRequest(path: path, columns: columns, dataset: dataset))
    }
    #expect(problem("words") == .notNumbers(column: "words", found: "text (<U1)"))
    #expect(problem("cube") == .notNumbers(column: "cube", found: "an array of 3 axes"))
    #expect(problem("cube:0") == .notNumbers(column: "cube", found: "an array of 3 axes"))
    #expect(problem("0", dataset: "words") == .notNumbers(column: "words", found: "text (<U1)"))
    guard case .unknownDataset("gird", let known) = problem("0", dataset: "gird") else {
      Issue.record("there is no such member")
      return
    }
    #expect(known.contains("grid"))
    #expect(
      TableFiles.problem(TableRequest(path: TableFiles.path("compressed.npz"), columns: ["long", "yes"]))
        == nil)
    #expect(
      TableFiles.problem(TableRequest(path: TableFiles.path("records.npy"), columns: ["three"]))
        == .notNumbers(column: "three", found: "an array in each row"))
  }

  /// As NumPy writes some fields of a structured array: what lies before and between them is a gap.
  @Test func recordsMayBeginWithAGap() throws {
    let descr = "[('', '|V8'), ('b', '<f8'), ('', '|V4'), ('c', '<f4')]"
    let gap = [UInt8](repeating: 0xff, count: 8)
    let bytes =
      NumPyFiles.header("{'descr': \(descr), 'fortran_order': False, 'shape': (1,), }\n")
      + gap + NumPyFiles.bytes(2.5, "<f8") + gap.prefix(4) + NumPyFiles.bytes(-3, "<f4")
    let read = try TableFiles.with(bytes, "npy") {
      try TableReader.read(TableRequest(path: $0, columns: ["b", "c"]))
    }
    #expect(read.features == [2.5, -3])
  }

  @Test func aHeaderThatPromisesMoreThanThereIs() throws {
    for shape in [
      "(1000000000000,)", "(4611686018427387904, 4)", "(9223372036854775807, 9223372036854775807)",
    ] {
      let bytes = NumPyFiles.header("{'descr': '<f8', 'fortran_order': False, 'shape': \(shape), }\n")
      let problem = try TableFiles.with(bytes, "npy") {
        TableFiles.problem(TableRequest(path: $0, columns: ["0"]))
      }
      #expect(problem == .contents("the file ends early: it announces more bytes than it has"))
    }
  }

  @Test func aChangedByteOfAMemberIsNoticed() throws {
    let bytes = try TableFiles.bytes("repeats.npz")
    // In the middle of the compressed numbers.
    for place in [bytes.count / 3, bytes.count / 2] {
      var changed = bytes
      changed[place] ^= 0x10
      let problem = try TableFiles.with(changed, "npz") {
        TableFiles.problem(TableRequest(path: $0, columns: ["steps", "counts"]))
      }
      guard case .contents? = problem else {
        Issue.record("the byte \(place) was changed")
        continue
      }
    }
  }
}
