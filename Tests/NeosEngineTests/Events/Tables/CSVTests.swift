import NeosEngine
import Testing

@Suite struct CSVTests {
  @Test func everyDecimalIsTheNearestDouble() throws {
    let decimals = try TableFiles.content.get().decimals.filter { Double($0.text)?.isFinite ?? false }
    #expect(decimals.count > 2000)
    let text = "x\n" + decimals.map(\.text).joined(separator: "\n")
    let read = try TableFiles.read(text, "x")
    for (value, decimal) in zip(read.features, decimals) {
      #expect(String(value.bitPattern) == decimal.bits, "\(decimal.text)")
    }
  }

  @Test func quotedFieldsMayHoldDelimitersQuotesAndLineEnds() throws {
    let events = try TableFiles.content.get().events
    let read = try TableReader.read(
      TableRequest(path: TableFiles.path("quoted.csv"), columns: ["n", "pt"], weight: "w"))
    let expected = try zip(#require(events["n"]), #require(events["pt"])).prefix(12).flatMap { [$0, $1] }
    #expect(read.features == expected)
    #expect(read.weights == events["w"].map { Array($0.prefix(12)) })
    let names = try TableReader.listing(of: TableFiles.path("quoted.csv")).columns
    #expect(names == ["name, of\nevent", "pt", "n", "w"])
    let tabs = try TableReader.read(TableRequest(path: TableFiles.path("tabs.txt"), columns: ["n", "pt"]))
    #expect(tabs.features == expected)
  }

  @Test(arguments: [
    "a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4\r",
    "\u{FEFF}a,b\n1,2\n3,4\n\n",
    "\n\na,b\n\n1,2\n\n\n3,4\n\n", "\"a\",\"b\"\n\"1\",2\n3,\"4\"", " a , b \n 1 , 2 \n3, 4",
    "a\tb\n1\t2\n3\t4\n",
    "x,a,b\n\"1,\"\"2\n\",1,2\n,3,4\n", "a,b,c\n1,2,three\n3,4,\"f\r\nour\"\n", "a,b\n1e0,0.2e1\n+3,4.\n",
  ])
  func linesAndFields(text: String) throws {
    #expect(try TableFiles.read(text, "a", "b").features == [1, 2, 3, 4])
  }

  @Test func recordsThatCrossTheBuffer() throws {
    // Some MB, with lines of different lengths and line ends in quotes.
    var text = "x,text,y\r\n"
    for row in 0..<40_000 {
      text += "\(row),\"\(String(repeating: "a\"\"\n,", count: row % 37))\",\(Double(row) / 7)\r\n"
    }
    let read = try TableFiles.read(text, "y", "x")
    #expect(read.eventCount == 40_000)
    let expected = (0..<40_000).flatMap { row in
      let x = Double(row)
      return [x / 7, x]
    }
    #expect(read.features == expected)
    let word = String(repeating: "z", count: 1_000_000)
    let long: String = "x,y\n\"" + word + "\",1\n2,3"
    #expect(try TableFiles.read(long, "y").features == [1, 3])
  }

  @Test func whatIsWrongIsToldWithItsPlace() throws {
    func problem(_ text: String, selection: String? = nil) throws -> TableProblem? {
      try TableFiles.problem(text, "a", "b", selection: selection)
    }
    #expect(try problem("a,b\n1,2\n3\n") == .fieldCount(line: 3, found: 1, needed: 2))
    #expect(try problem("a,b\n\n1,2\n3,4,5\n") == .fieldCount(line: 4, found: 3, needed: 2))
    #expect(try problem("a,b,c\n1,2,\"\n\n\"\n1,x1,3") == .field(line: 5, column: "b", found: "x1"))
    #expect(try problem("a,b\n1,0x10\n") == .field(line: 2, column: "b", found: "0x10"))
    #expect(try problem("a,b\n1,\"2\n") == .quote(line: 2))
    #expect(try problem("a,b\n1,\"2\"3\n") == .quote(line: 2))
    #expect(try problem("a,b\n1,2\n3,-inf\n") == .notFinite(.line(3), column: "b", found: -.infinity))
    #expect(try problem("a,b\n1,2\r\n\r\n,4\n") == .emptyField(line: 4, column: "a"))
    #expect(try problem("a,b\n1, \n") == .emptyField(line: 2, column: "b"))
    guard case .notFinite(.line(2), column: "b", _) = try problem("a,b\n1,nan\n") else {
      Issue.record("a field that says so is no number")
      return
    }
    #expect(
      try TableFiles.read("a,b\n1,2\nnan,4\n5,inf", "a", "b", selection: "a > 0 and b < 9").features == [
        1, 2,
      ])
    #expect(try problem("a,b,a\n1,2,3") == .ambiguousColumn("a"))
    #expect(try TableFiles.read("a,b,a\n1,2,3", "b").features == [2])
    #expect(try problem("a,c\n1,2") == .unknownColumn("b", known: ["a", "c"]))
    for (header, part) in [
      ("a;b;c", "separated by ';'"), ("a b c", "by spaces"), ("# a,b", "begins with '#'"),
      ("# a b", "begins with '#'"),
    ] {
      guard case .doubtfulHeader(column: "a", let reason)? = try problem("\(header)\n1,2\n") else {
        Issue.record("'\(header)' has no column 'a'")
        continue
      }
      #expect(reason.contains(part), "\(header)")
    }
    #expect(try problem("a,b\n") == .noRows)
    #expect(try problem("\n\n") == .contents("the file has no line that names its columns"))
    #expect(
      try problem("1.5,2\n3,4\n")
        == .contents("the first line holds numbers, expected the names of the columns"))
    #expect(try problem("a,b\n1,2", selection: "a > 1") == .nothingSelected(rows: 1, selection: "a > 1"))
  }
}
