import NeosEngine
import Testing

/// `inspect` against pyhf's (`inspect_reference.py`).
@Suite struct WorkspaceSummaryTests {
  static let cases: [JSONObject] =
    ((try? JSONValue(path: Figures.path("inspect")))?.asObject?["cases"]?.asArray ?? []).compactMap(
      \.asObject)

  @Test func theFiguresAreThere() { #expect(Self.cases.count == 4) }

  @Test(arguments: cases.indices)
  func keysAndValuesAreThoseOfPyhf(index: Int) throws {
    let reference = Self.cases[index]
    let report = try Report(inspecting: Workspace(#require(reference["document"])))
    let expected = try #require(reference["inspected"]?.asObject)
    #expect(Set(report.json.keys) == Set(expected.keys))
    for key in expected.keys { #expect(report.json[key] == expected[key], "\(key)") }
    #expect(report.problems.isEmpty)
  }

  @Test(arguments: cases.indices)
  func theTablesHoldTheSame(index: Int) throws {
    let report = try Report(inspecting: Workspace(#require(Self.cases[index]["document"])))
    #expect(report.tables.map(\.title) == ["summary", "channels", "parameters", "measurements"])
    for table in report.tables { #expect(table.rows.allSatisfy { $0.count == table.columns.count }) }
    func count(_ key: String) -> Double { Double(report.json[key]?.asArray?.count ?? 0) }
    #expect(report.tables[0].rows[0] == [.text("channels"), .number(count("channels"))])
    #expect(report.tables[0].rows[2] == [.text("parameters"), .number(count("parameters"))])
    #expect(Double(report.tables[2].rows.count) == count("parameters"))
    let names = report.json["parameters"]?.asArray?.compactMap { $0.asArray?.first?.asString } ?? []
    #expect(report.tables[2].rows.map { $0[0] } == names.map { .text($0) })
  }

  /// A learned template has the number of bins that its edges or the observed counts say.
  @Test func learnedTemplatesAreListed() throws {
    let report = try Report(inspecting: Workspace(json: SpecFiles.learned.utf8))
    #expect(
      report.json["channels"]
        == .array([.array([.string("CR"), .integer(1)]), .array([.string("SR"), .integer(3)])]))
    let rows = try #require(report.tables.last).rows
    #expect(rows.count == 6)
    #expect(rows.contains([.text("CR.background.staterror.stat"), .text("nominal")]))
    #expect(rows.contains([.text("SR.background.hi.shape"), .text("up")]))
  }
}
