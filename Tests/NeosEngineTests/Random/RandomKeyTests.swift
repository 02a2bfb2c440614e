import NeosEngine
import Testing

@Suite struct RandomKeyTests {
  @Test(arguments: try RandomFigures.load().cases)
  func agreesWithJAX(figures: RandomFigures.Case) {
    let key = figures.key
    #expect(words(key) == figures.words)
    #expect(key.split().map(words) == figures.split2)
    #expect(key.split(5).map(words) == figures.split5)
    #expect([0, 1, UInt32.max].map { words(key.folded(in: $0)) } == figures.foldedIn)
    #expect([1, 2, 5, 8].map(key.bits32) == figures.bits32)
    #expect([1, 2, 5, 8].map(key.bits64) == figures.bits64)
  }

  @Test(arguments: KeyLayout.allCases)
  func handsItsLayoutDown(layout: KeyLayout) {
    let key = RandomKey(seed: 1, layout: layout)
    #expect(key.split().allSatisfy { $0.layout == layout })
    #expect(key.folded(in: 1).layout == layout)
  }

  @Test(arguments: KeyLayout.allCases)
  func drawsNothing(layout: KeyLayout) {
    let key = RandomKey(seed: 1, layout: layout)
    #expect(key.bits32(0).isEmpty)
    #expect(key.bits64(0).isEmpty)
    #expect(key.split(0).isEmpty)
  }

  private func words(_ key: RandomKey) -> [UInt32] { [key.words.0, key.words.1] }
}
