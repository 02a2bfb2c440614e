import NeosEngine
import Testing

@Suite struct OptimizerSettingsTests {
  @Test(arguments: OptimizerKind.allCases)
  func theDefaultsPass(kind: OptimizerKind) throws {
    #expect(try OptimizerKind(named: kind.rawValue) == kind)
    try OptimizerSettings(kind: kind).check()
  }

  @Test(arguments: [
    OptimizerSettings(rate: 0), OptimizerSettings(rate: -1), OptimizerSettings(rate: .nan),
    OptimizerSettings(rate: .infinity), OptimizerSettings(momentum: 1), OptimizerSettings(momentum: -0.1),
    OptimizerSettings(beta1: 1), OptimizerSettings(beta2: .nan), OptimizerSettings(epsilon: 0),
    OptimizerSettings(weightDecay: -1), OptimizerSettings(weightDecay: .infinity),
  ])
  func numbersOutOfRangeAreErrors(settings: OptimizerSettings) throws {
    let error = try #require(throws: OptimizerError.self) { try settings.check() }
    #expect(error.description.contains("must be"))
  }

  @Test func anUnknownNameIsAnErrorThatNamesTheKnownOnes() throws {
    let error = try #require(throws: OptimizerError.self) { _ = try OptimizerKind(named: "adma") }
    for kind in OptimizerKind.allCases { #expect(error.description.contains(kind.rawValue)) }
  }
}
