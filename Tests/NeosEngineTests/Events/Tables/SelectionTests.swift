import NeosEngine
import Testing

@Suite struct SelectionTests {
  @Test func keepsTheRowsThatPandasKeeps() throws {
    let content = try TableFiles.content.get()
    #expect(content.selections.count > 15)
    let pt = try #require(content.events["pt"])
    for selection in content.selections {
      for file in ["events.csv", "events.npz", "events.npy"] {
        let request = TableRequest(path: TableFiles.path(file), columns: ["pt"], selection: selection.name)
        let read = try TableReader.read(request)
        #expect(read.features == selection.rows.map { pt[$0] }, "\(selection.name) in \(file)")
        #expect(read.rowCount == pt.count)
      }
    }
  }

  @Test(
    arguments: [
      ("x < 3", [1, 2]), ("min(x, 2, 9) == 2", [2, 3, 4]), ("max(x, 5 - x) == 3", [2, 3]),
      ("!(x == 2) && x<4", [1, 3]),
      ("x > 1 and `a/b` < 3 # 2", nil), ("`a/b` >= 30", [3, 4]), ("x == 1 or x == 4", [1, 4]),
      ("+x == --x", [1, 2, 3, 4]),
      ("1 < x < 4 == 4", [2, 3]), ("~(x > 1)", [1]), ("~(x > 1) | ~(x < 4)", [1, 4]), ("x > 1 > 2", []),
      ("((x)) > 3", [4]), ("x**2 >= 9", [3, 4]),
      ("log(exp(x)) > 2.5", [3, 4]),
    ] as [(String, [Double]?)])
  func selects(text: String, expected: [Double]?) throws {
    let table = "x,a/b\n1,10\n2,20\n3,30\n4,40\n"
    guard let expected else {
      guard case .selection? = try TableFiles.problem(table, "x", selection: text) else {
        Issue.record("'\(text)' is no condition")
        return
      }
      return
    }
    guard !expected.isEmpty else {
      #expect(
        try TableFiles.problem(table, "x", selection: text) == .nothingSelected(rows: 4, selection: text))
      return
    }
    #expect(try TableFiles.read(table, "x", selection: text).features == expected)
  }

  @Test(arguments: [
    ("", 1, 1), ("x", 1, 1), ("x +", 4, 1), ("x > 1 and", 10, 1), ("x > 1 y", 7, 1), ("(x > 1", 7, 1),
    ("x = 1", 3, 1),
    ("x > 1 and yy > 2", 11, 2), ("abs(x)", 1, 6), ("sine(x) > 1", 1, 4), ("not x", 5, 1),
    ("(x > 1) + 2 > 3", 1, 7),
    ("x > 1 and x", 11, 1), ("abs(x, 2) > 1", 6, 1), ("min(x) > 1", 1, 6), ("x > 1e999", 5, 5),
    ("x § 2", 3, 1),
    ("`x > 1", 1, 1), ("x > (1 > 2)", 5, 7),
  ])
  func whatIsWrongIsToldWithItsPlace(text: String, column: Int, length: Int) throws {
    guard case .selection(text, let error)? = try TableFiles.problem("x,y\n1,2\n", "x", selection: text)
    else {
      Issue.record("'\(text)' is no condition")
      return
    }
    #expect(error.column == column && error.length == length, "\(text): \(error)")
  }

  @Test(arguments: [
    ("x in [1, 2]", "x == 1 or x == 2"), ("x in (1, 2)", "'in' is not supported"),
    ("x not in (1, 2)", "'in' is not supported"), ("x % 2 == 0", "the remainder"),
    ("x // 2 == 0", "'/' divides"),
    ("x ^ 2 > 1", "'**' is the power"), ("x > @low", "write the number itself"),
    ("x.isna() or y > 1", "methods such as 'x.isna()'"), ("(x).abs() > 1", "methods are not supported"),
    ("y == 'a'", "single quotes"), ("'x > 1'", "stands in double quotes"),
    ("y == \"a\"", "texts are not supported"),
  ])
  func whatPandasHasBesidesIsSaidToBeMissing(text: String, part: String) throws {
    guard case .selection(_, let error)? = try TableFiles.problem("x,y\n1,2\n", "x", selection: text) else {
      Issue.record("'\(text)' is no condition")
      return
    }
    #expect(error.message.contains(part), "\(error.message)")
  }

  @Test func deepAndLongOnesAreRefusedOrRead() throws {
    for (open, close) in [("(", ")"), ("-", ""), ("abs(", ")"), ("not ", ""), ("!", ""), ("x ** ", "")] {
      let text = String(repeating: open, count: 3000) + "x" + String(repeating: close, count: 3000) + " > 0"
      guard case .selection? = try TableFiles.problem("x\n1\n", "x", selection: text) else {
        Issue.record("3000 times '\(open)' is too deep")
        continue
      }
    }
    let sum = Array(repeating: "x", count: 4000).joined(separator: " + ")
    #expect(try TableFiles.read("x\n1\n2\n", "x", selection: "\(sum) > 4000").features == [2])
  }
}
