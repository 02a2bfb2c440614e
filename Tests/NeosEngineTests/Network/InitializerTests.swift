import NeosEngine
import Testing

@Suite struct InitializerTests {
  @Test func sixNames() {
    #expect(
      Initializer.allCases.map(\.name) == [
        "glorot-normal", "glorot-uniform", "glorot-truncated", "he-normal", "he-uniform", "he-truncated",
      ])
  }

  @Test(arguments: Initializer.allCases)
  func isFoundByItsName(initializer: Initializer) throws {
    #expect(try Initializer(named: initializer.name) == initializer)
  }

  @Test func anUnknownNameIsAnErrorThatNamesTheKnownOnes() throws {
    let error = try #require(throws: NetworkError.self) { _ = try Initializer(named: "glorot") }
    #expect(error == .unknownInitializer("glorot"))
    for initializer in Initializer.allCases { #expect(error.description.contains(initializer.name)) }
  }
}
