import NeosEngine
import Testing

@Suite struct ReportTests {
  private let object: JSONObject = [
    "a": .number(1.5), "b": .array([.integer(1), .array([.number(2), .null]), .object(["c": .integer(7)])]),
    "d": .object(["e.f": .number(3), "g": .object(["h": .numbers([4, 5])])]), "s": .string("6"),
    "t": .bool(true),
  ]

  @Test(arguments: [
    ("a", 1.5), ("b[0]", 1), ("b[1][0]", 2), ("b[2].c", 7), ("d.g.h[1]", 5),
  ])
  func numbersAreFoundByTheirPath(path: String, number: Double) {
    #expect(object.number(at: path) == number)
  }

  @Test(arguments: [
    "", ".", "x", "b", "b[1]", "b[1][1]", "b[3]", "b[-1]", "b[0", "b[x]", "a.b", "a[0]", "s", "t", "d.g",
    "d.g.h",
    "[0]", "b[9223372036854775808]", "d.e.f", "b[2].c.d",
  ])
  func whatIsNoNumberIsNone(path: String) { #expect(object.number(at: path) == nil) }

  @Test func problemsStandInTheJSONWhereThereAreAny() {
    #expect(Report(tables: [], json: ["a": .null]).json.keys == ["a"])
    let report = Report(tables: [], json: [:], problems: ["one", "two"])
    #expect(report.json["problems"] == .array([.string("one"), .string("two")]))
  }

  @Test func numbersThatJSONDoesNotHaveAreNull() {
    #expect(JSONValue(Double.nan) == .null)
    #expect(JSONValue(-Double.infinity) == .null)
    #expect(JSONValue(nil as Double?) == .null)
    #expect(JSONValue(0.5) == .number(0.5))
  }

  /// What did not go well is said and does not end the answer.
  @Test func aFitThatIsNotDefinedIsReported() throws {
    // Nothing is expected in the first bin, but something was seen.
    let model = try HistosysModel(
      Yields(
        names: ["signal", "nominal", "up", "down"], templates: [[0, 4], [0, 30], [0, 33], [0, 27]]))
    let report = try InferenceQuestion(.fit).answer(model, data: [3, 30, 0])
    #expect(report.problems.contains { $0.contains("bin 0") }, "\(report.problems)")
    #expect(report.json["problems"]?.asArray?.count == report.problems.count)
    #expect(report.json["twice_nll"] == .null)
    #expect(report.json["correlations"] == nil)
  }

  @Test func questionsThatMakeNoSenseAreErrors() throws {
    let (model, data) = (try CheckModel.model(), try CheckModel.data())
    func message(_ verb: InferenceQuestion.Verb, _ change: (inout InferenceQuestion) -> Void) throws -> String
    {
      var question = InferenceQuestion(verb)
      change(&question)
      let error = try #require(throws: InferenceError.self) { try question.answer(model, data: data) }
      return "\(error)"
    }
    #expect(try message(.cls) { $0.testedStrength = 11 }.contains("outside its bounds"))
    for statistic in [TestStatistic.tMu, .q0] {
      #expect(
        try message(.limit) { $0.statistic = statistic }.contains("needs the test statistic q or qtilde"))
    }
    #expect(try message(.limit) { $0.level = 0 }.contains("between 0 and 1"))
    #expect(try message(.limit) { $0.toyCount = 0 }.contains("the number of toys is from 1 to"))
    #expect(try message(.fit) { $0.fixed = ["mu": -1] }.contains("outside its bounds"))
    #expect(try message(.fit) { $0.fixed = ["my": 1] }.contains("did you mean 'mu'?"))
    #expect(try message(.scan) { $0.parameter = "zz" }.contains("there is no parameter 'zz'; there are"))
  }
}
