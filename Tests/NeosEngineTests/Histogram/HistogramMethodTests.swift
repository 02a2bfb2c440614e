import NeosEngine
import Testing

@Suite struct HistogramMethodTests {
  @Test(arguments: HistogramMethod.allCases)
  func aMethodIsFoundByItsName(method: HistogramMethod) throws {
    #expect(try HistogramMethod(named: method.rawValue) == method)
  }

  @Test func anUnknownNameListsTheKnownOnes() {
    let error = #expect(throws: HistogramError.unknownMethod("KDE")) { try HistogramMethod(named: "KDE") }
    #expect(
      error?.description == "unknown histogram method 'KDE'; the known ones are kde, softmax, hard")
  }
}
