import NeosEngine
import Testing

/// What every question answers where a model is at the edge of what makes sense: numbers that are pyhf's (held
/// against pyhf in `ConformanceTests`), or a reason in words; never a trap or a search without end.
@Suite struct DegenerateModelTests {
  /// What an answer is.
  enum Outcome: Sendable, Equatable {
    /// Numbers, and nothing to say.
    case sound
    /// Numbers that can be used, with this said of them.
    case remarked(String)
    /// No numbers to trust, for this reason.
    case unsound(String)
    /// An error with this text.
    case error(String)
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let outcomes: [InferenceQuestion.Verb: Outcome]
    var testDescription: String { name }

    /// - Parameter rest: what all other verbs answer.
    init(_ name: String, _ outcomes: [InferenceQuestion.Verb: Outcome] = [:], rest: Outcome = .sound) {
      self.name = name
      let all = InferenceQuestion.Verb.allCases.map { ($0, rest) }
      self.outcomes = outcomes.merging(all) { own, _ in own }
    }
  }

  static let atBound = Outcome.remarked("mu is held by its bound")
  static let emptyBin = "the expected count is not positive in bin 0 of channel SR"
  static let notScanned = Outcome.error("mu is fixed in the measurement, and cannot be scanned")
  static let above = Outcome.unsound("the limit lies above the bound mu = ")

  static let cases = [
    Case("no background in an empty bin", [.ranking: atBound, .significance: .unsound(emptyBin)]),
    Case(
      "no background where something is seen",
      [
        .fit: .sound, .ranking: .sound, .scan: .unsound(emptyBin), .cls: .unsound(emptyBin),
        .limit: .unsound(emptyBin), .significance: .unsound(emptyBin),
      ]),
    Case(
      "nothing expected where something is seen",
      [.ranking: .error(emptyBin), .scan: .error(emptyBin)], rest: .unsound(emptyBin)),
    Case("negative interpolated yield"),
    Case(
      "negative template",
      [.fit: .sound, .ranking: .sound, .scan: .sound],
      rest: .unsound("the template of sample bkg is negative")),
    Case("all-zero signal", [.limit: above]),
    Case(
      "no free parameter", [.fit: .sound, .scan: notScanned],
      rest: .error("the parameter of interest mu is fixed; a test needs it free")),
    Case(
      "fixed parameter of interest", [.fit: .sound, .scan: notScanned],
      rest: .error("the parameter of interest mu is fixed; a test needs it free")),
    Case("no parameter of interest", [.fit: .sound], rest: .error("the model has no parameter of interest")),
    Case("observed counts of 0", [.ranking: atBound]),
    Case(
      "negative observation", rest: .error("the count of bin 0 of channel SR is -1.0; a count is 0 or more")),
    Case("10^9 of everything", [.ranking: atBound]),
    Case("10^9 observed", [.limit: .unsound("observed limit: the limit lies above"), .ranking: atBound]),
    Case(
      "overflow", [.ranking: .error("too large"), .scan: .error("too large")], rest: .unsound("too large")),
    Case(
      "strength 1 excluded by the bounds",
      [
        .cls: .error("mu = 1.0 is outside its bounds 0.0 to 0.5"),
        .significance: .error("mu = 1.0 is outside its bounds 0.0 to 0.5"), .limit: above,
      ]),
    Case(
      "strength 0 excluded by the bounds",
      [.fit: .sound, .scan: .sound, .ranking: atBound],
      rest: .error("mu = 0.0 is outside its bounds 0.5 to 5.0")),
    Case(
      "start outside its bounds", [.significance: .error("mu = 1.0 is outside its bounds 0.0 to 0.5")],
      rest: .error("mu starts at 1.0, outside its bounds 0.0 to 0.5")),
    Case("bounds without end", [.limit: .remarked("no step improves")]),
    Case("uncertainty of nearly nothing"),
  ]

  @Test func everyModelIsThere() {
    #expect(Set(Self.cases.map(\.name)) == Set(DegenerateModels.all.keys))
  }

  @Test(arguments: cases) func everyVerbAnswers(one: Case) throws {
    let workspace = try #require(DegenerateModels.all[one.name])
    let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    let data = try model.data(workspace.observations)
    for verb in InferenceQuestion.Verb.allCases {
      var found: Outcome
      do throws(InferenceError) {
        let report = try InferenceQuestion(verb).answer(model, data: data)
        let said = report.problems.joined(separator: "; ")
        found = report.isSound ? said.isEmpty ? .sound : .remarked(said) : .unsound(said)
      } catch {
        found = .error("\(error)")
      }
      let expected = try #require(one.outcomes[verb])
      #expect(found.isOne(expected), "\(verb): \(found)")
    }
  }

  /// Toys, where fits of some of them have no likelihood.
  @Test(arguments: [
    "no background in an empty bin", "negative interpolated yield", "all-zero signal", "observed counts of 0",
    "10^9 observed",
  ])
  func toysAnswerToo(name: String) throws {
    let workspace = try #require(DegenerateModels.all[name])
    let model = try HistFactoryModel(workspace, measurement: workspace.measurements[0])
    var question = InferenceQuestion(.cls)
    question.toyCount = 50
    let report = try question.answer(model, data: model.data(workspace.observations))
    guard let cls = report.json.number(at: "CLs_obs") else {
      #expect(name == "observed counts of 0")
      #expect(!report.isSound)
      #expect(report.problems.contains { $0.contains("draw more toys") }, "\(report.problems)")
      return
    }
    #expect((0...1.5).contains(cls))
    if name == "all-zero signal" { #expect(cls == 1) }
  }
}

extension DegenerateModelTests.Outcome {
  /// Whether it is of one kind with another one, and says what that says.
  fileprivate func isOne(_ other: Self) -> Bool {
    switch (self, other) {
    case (.sound, .sound): true
    case (.remarked(let text), .remarked(let part)), (.unsound(let text), .unsound(let part)),
      (.error(let text), .error(let part)):
      text.contains(part)
    default: false
    }
  }
}
