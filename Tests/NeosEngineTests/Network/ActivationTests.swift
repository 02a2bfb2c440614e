import NeosEngine
import Testing

@Suite struct ActivationTests {
  @Test(arguments: Activation.allCases)
  func isFoundByItsName(activation: Activation) throws {
    #expect(try Activation(named: activation.rawValue) == activation)
  }

  @Test func anUnknownNameIsAnErrorThatNamesTheKnownOnes() throws {
    let error = try #require(throws: NetworkError.self) { _ = try Activation(named: "rleu") }
    #expect(error == .unknownActivation("rleu"))
    for activation in Activation.allCases { #expect(error.description.contains(activation.rawValue)) }
  }
}
