import NeosEngine
import Testing

@Suite struct NetworkMemoryTests {
  @Test func theTapeOfAWideNetworkIsMostOfIt() throws {
    let network = try Network(2, "1024 tanh 1 sigmoid")
    // A tape of 1024 values for each of 100,000 events; all the rest is under 3 million numbers.
    let tape = 4.0 * 1024 * 100_000
    let memory = network.workingMemory(events: 100_000, precision: .single)
    #expect(memory > tape && memory < tape + 4 * 3e6)
    #expect(network.workingMemory(events: 100_000, precision: .double) == 2 * memory)
  }

  /// The values of one hidden layer with a relu are computed again on the way back.
  @Test func oneHiddenLayerWithAReluIsNotOnTheTape() throws {
    let network = try Network(2, "1024 relu 1 sigmoid")
    #expect(network.workingMemory(events: 1_000_000, precision: .single) < 4 * 6e6)
  }

  /// Those of a first layer of few inputs with a relu, below others, are as well.
  @Test func aFirstLayerOfFewInputsIsNotOnTheTape() throws {
    let network = try Network(4, "1024 relu 10 relu 1 sigmoid")
    // A tape of ten signs for each event, in one number.
    let tape = 4.0 * 1_000_000
    let memory = network.workingMemory(events: 1_000_000, precision: .single)
    #expect(memory > tape && memory < tape + 4 * 3e6)
    // A fifth input is too many.
    let other = try Network(5, "1024 relu 10 relu 1 sigmoid")
    #expect(other.workingMemory(events: 1_000_000, precision: .single) > 4 * 1024 * 1e6)
  }

  @Test func theTapeEndsWhereTheLimitIs() throws {
    let network = try Network(2, "1024 tanh 1 sigmoid")
    let memory = network.workingMemory(events: 100_000, precision: .single, tapeLimit: 100_000_000)
    #expect(memory > 1e8 && memory < 1e8 + 4 * 3e6)
  }

  @Test func aSlipOfThePenIsANumberToo() throws {
    let network = try Network(1, Array(repeating: "relu", count: 100).joined(separator: " ") + " 1000000000")
    #expect(network.workingMemory(events: .max / 2, precision: .double, threads: .max) > 1e20)
  }
}
