import NeosEngine
import Testing

@Suite struct RandomPermutationTests {
  @Test(arguments: try RandomFigures.load().cases)
  func agreesWithJAX(figures: RandomFigures.Case) {
    #expect([1, 2, 10, 100].map(figures.key.permutation) == figures.permutations)
    let long = figures.key.permutation(100_000)
    #expect(Array(long.prefix(5)) == figures.longPermutationStart)
    #expect(long.enumerated().reduce(0) { $0 + $1.offset * $1.element } == figures.longPermutationSum)
  }

  @Test func ofNothing() {
    #expect(RandomKey(seed: 1).permutation(0).isEmpty)
  }
}
