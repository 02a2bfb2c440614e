import NeosEngine
import Testing

/// `sessions/two-channel.neos` before its first step, against JAX's network and pyhf's model
/// (`learned_reference.py`).
@Suite struct TwoChannelTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var name: String
    var yields: [String: [Double]]
    var parameters: [String]
    var expectedData: [Double]
    var cls: Double
    var discovery: Double
    var uncertainty: Double
    var testDescription: String { name }

    /// Single precision: a few thousand outputs of hundreds of terms, each rounded at 6e-8, in another order. Double:
    /// the tail of the normal distribution and pyhf's fit, whose error enters q squared, leave 1e-9.
    var tolerance: Double { name == "single" ? 1e-6 : 1e-9 }
  }

  static let cases = (try? Figures.load("learned", as: CaseFile<Case>.self))?.cases ?? []

  /// A session with the settings that the file begins with.
  private func session(_ reference: Case) throws -> Session {
    let file = try SessionFile(path: sessionsFolder + "/two-channel.neos")
    var session = Session()
    session.folder = file.folder
    let settings = file.lines.prefix { if case .configure = $0.command { true } else { false } }
    try session.run(settings.map(\.text) + ["network precision=\(reference.name)", "metrics none"])
    return session
  }

  @Test func theFiguresAreThere() { #expect(Self.cases.map(\.name) == ["single", "double"]) }

  @Test(arguments: cases)
  func theTemplates(reference: Case) throws {
    var session = try session(reference)
    #expect(reference.yields.count == 12)
    for (name, expected) in reference.yields {
      let found = try session.values(of: .yields(name, bin: nil, test: false))
      // Sums of 2000 terms of order 1: their roundings are some 1e-13 of them.
      #expect(agree(found, expected, within: reference.name == "single" ? 1e-6 : 1e-12), "\(name)")
    }
  }

  @Test(arguments: cases)
  func theObjectives(reference: Case) throws {
    var session = try session(reference)
    for (objective, expected) in [
      ("cls", reference.cls), ("discovery", reference.discovery), ("uncertainty", reference.uncertainty),
    ] {
      #expect(agree(try session.value(objective), expected, within: reference.tolerance), "\(objective)")
      // As the loss that is stepped on.
      try session.run("objective \(objective)")
      #expect(agree(try session.value("loss"), expected, within: reference.tolerance), "\(objective)")
    }
  }

  /// The verb `cls` makes a fit of its own to the Asimov data, where the objective knows the best one.
  @Test(arguments: cases)
  func theVerbAgreesWithTheObjective(reference: Case) throws {
    var session = try session(reference)
    try session.run("cls")
    // q is a difference of two fits, each within 1e-10 of its maximum.
    #expect(agree(try session.value("result.CLs_obs"), reference.cls, within: max(1e-8, reference.tolerance)))
    #expect(
      agree(try session.value("result.CLs_exp[2]"), reference.cls, within: max(1e-8, reference.tolerance)))
  }
}
