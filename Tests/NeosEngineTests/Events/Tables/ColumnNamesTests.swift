import NeosEngine
import Testing

@Suite struct ColumnNamesTests {
  @Test(arguments: [
    ("a", ["a"]), ("a,b c,d:0", ["a", "b c", "d:0"]), ("`p,T`,w", ["p,T", "w"]), ("w,`p,T`", ["w", "p,T"]),
    ("`a`", ["a"]), ("`a``b`", ["a`b"]), ("a`b", ["a`b"]), ("````", ["`"]), ("`,`,`,,`", [",", ",,"]),
  ])
  func areReadAndWritten(list: String, names: [String]) throws {
    #expect(try ColumnNames.read(list) == names)
    #expect(try ColumnNames.read(names.map { ColumnNames.written($0) }.joined(separator: ",")) == names)
  }

  @Test(arguments: ["", ",", "a,,b", "a,", "`a", "`a`b", "``,b", "a,`b``"])
  func whatIsNoListIsRefused(list: String) {
    #expect(throws: TableProblem.self) { try ColumnNames.read(list) }
  }

  @Test func oneStandsAsItIsOrInBackticks() {
    #expect(["p,T", "`p,T`", "`a", "w"].map { ColumnNames.one($0) } == ["p,T", "p,T", "`a", "w"])
  }

  @Test func anErrorHasTheNamesAsTheyAreTyped() throws {
    let problem = try TableFiles.problem("\"p,T\",w\n1,2", "p.T")
    #expect(
      problem?.description == "there is no column 'p.T'; did you mean '`p,T`'?; known columns: `p,T`, w")
    let selected = try TableFiles.read("\"p,T\",w\n1,2\n3,4", "w", selection: "`p,T` > 2")
    #expect(selected.features == [4])
  }
}
