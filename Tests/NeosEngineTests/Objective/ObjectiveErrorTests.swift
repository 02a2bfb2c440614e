import NeosEngine
import Testing

/// What an objective says where it has no value, or no gradient.
@Suite struct ObjectiveErrorTests {
  private func model(_ templates: [[Double]]) throws -> HepdataLikeModel {
    try HepdataLikeModel(
      Yields(names: ["signal", "background", "uncertainty"], templates: templates), scaleFactors: .perBin)
  }

  private func error(_ objective: Objective, _ templates: [[Double]]) throws -> String {
    let model = try model(templates)
    return try #require(throws: ObjectiveError.self) { try objective.evaluate(model) }.description
  }

  @Test func signalInAnEmptyBinNamesTheBin() throws {
    let templates = [[2.0, 1, 3], [10, 0, 0], [1, 0, 0]]
    #expect(
      try error(.significance, templates) == "significance is inf: no background is expected in bin 1, 2")
    #expect(
      try error(.discovery, templates)
        == "the fit of discovery: not defined at its start: the expected count is not positive in bin 1, 2")
    #expect(
      try error(.generalizedVariance, templates)
        == "generalized-variance is not defined: no background is expected in bin 1, 2")
  }

  @Test func aBinWithoutAnythingCountsNothing() throws {
    let alone = try Objective.significance.evaluate(model([[2], [10], [1]]))
    let beside = try Objective.significance.evaluate(model([[2, 0], [10, 0], [1, 0]]))
    #expect(beside.value == alone.value)
    #expect(beside.templateGradient == alone.templateGradient.map { $0 + [0] })
  }

  /// Z is s / sqrt(b) there, but for a share of s / (6 b), and for what the sum of signal and background leaves of the
  /// signal: the last place of the sum.
  @Test(arguments: [1e-6, 1e-9])
  func aSmallSignalKeepsItsDigits(share: Double) throws {
    let value = try Objective.significance.value(model([[100 * share], [100], [1]]))
    #expect(abs(value / (10 * share) - 1) < share + .ulpOfOne / share)
  }

  /// The expected CLs exists there, but falls without bound as the background leaves.
  @Test func aValueMayExistWhereItsGradientDoesNot() throws {
    let templates = [[2.0, 1], [10, 0], [0, 0]]
    let message = try error(.cls, templates)
    #expect(message.hasPrefix("the gradient of cls in bin 1 of "))
    #expect(message.hasSuffix(" is not finite"))
    let value = try Objective.cls.value(model(templates))
    let beside = try Objective.cls.value(model([[2, 1], [10, 1e-12], [0, 0]]))
    // b ln(1 + s / b) is 3e-11 there.
    #expect(abs(value - beside) < 1e-10)
  }

  @Test(arguments: [Objective.uncertainty, .generalizedVariance, .gaussianity])
  func aSingularInformationIsNamed(objective: Objective) throws {
    #expect(
      try error(objective, [[0, 0], [10, 20], [1, 2]])
        == "\(objective.rawValue): the information matrix is singular; "
        + "a parameter has no effect on the expected data")
  }

  @Test func withoutSignalNothingIsExcludedOrDiscovered() throws {
    let model = try model([[0, 0], [10, 20], [1, 2]])
    #expect(try Objective.cls.evaluate(model).value == 1)
    #expect(try Objective.discovery.evaluate(model).value == 0.5)
    #expect(try Objective.significance.evaluate(model).value == 0)
  }

  @Test func aNegativeBackgroundIsNamed() throws {
    let row = [10.0, -1]
    let model = try HistosysModel(
      Yields(names: ["signal", "nominal", "up", "down"], templates: [[2, 3], row, row, row]))
    for objective in [Objective.cls, .clsb, .significance, .generalizedVariance] {
      let error = try #require(throws: ObjectiveError.self) { try objective.evaluate(model) }
      #expect("\(error)".contains("bin 1"), "\(objective): \(error)")
    }
  }
}
