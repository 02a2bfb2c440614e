import NeosEngine
import Testing

@Suite struct NetworkPullbackTests {
  @Test(arguments: try NetworkFigures.load().passes)
  func gradientsAreJAXs(reference: NetworkFigures.Pass) throws {
    let network = try Network(reference.inputCount, reference.layers.joined(separator: " "))
    let tape = network.forward(weights: reference.weights, inputs: reference.inputs)
    let found = network.pullbackToInputs(
      weights: reference.weights, inputs: reference.inputs, tape: tape, cotangent: reference.cotangent)
    // A few roundings a layer.
    #expect(distance(found.weights, reference.weightGradient) < 1e-14)
    #expect(distance(found.inputs, reference.inputGradient) < 1e-14)
    let alone = network.pullback(
      weights: reference.weights, inputs: reference.inputs, tape: tape, cotangent: reference.cotangent)
    #expect(distance(alone, reference.weightGradient) < 1e-14)
  }

  @Test(arguments: Activation.allCases, 1...4)
  func gradientsAreCentralDifferences(activation: Activation, seed: UInt64) throws {
    let network = try Network(3, "6 \(activation.rawValue) 5 \(activation.rawValue) 2 \(activation.rawValue)")
    let weights: [Double] = scattered(network.weightCount, seed: seed)
    let inputs: [Double] = scattered(3 * 8, seed: seed + 10)
    let cotangent: [Double] = scattered(2 * 8, seed: seed + 20)
    func loss(_ weights: [Double], _ inputs: [Double]) -> Double {
      zip(network.outputs(weights: weights, inputs: inputs), cotangent).reduce(0) { $0 + $1.0 * $1.1 }
    }
    let tape = network.forward(weights: weights, inputs: inputs)
    let found = network.pullbackToInputs(
      weights: weights, inputs: inputs, tape: tape, cotangent: cotangent)
    let inWeights = differences(weights) { loss($0, inputs) }
    let inInputs = differences(inputs) { loss(weights, $0) }
    // The truncation of a central difference of step 1e-5 and the rounding of a loss of order 1.
    #expect(distance(found.weights, inWeights) < 1e-9)
    #expect(distance(found.inputs, inInputs) < 1e-9)
  }

  @Test(arguments: ["301 relu 1 sigmoid", "33 tanh 65 relu 3 softmax", "5 gelu 1030 relu 257 elu 2"])
  func bitsDoNotDependOnThreads(layers: String) throws {
    // Several pieces of each lane's work, and some lanes with a tile more.
    let events = 256 * 33 * 2 + 5
    let network = try Network(2, layers)
    let weights: [Float] = scattered(network.weightCount)
    let inputs: [Float] = scattered(2 * events, seed: 2)
    let cotangent: [Float] = scattered(network.outputCount * events, seed: 3)
    let tape = network.forward(weights: weights, inputs: inputs)
    let gradient = network.pullback(weights: weights, inputs: inputs, tape: tape, cotangent: cotangent)
    #expect(gradient.contains { $0 != 0 })
    for threads in [2, 3, 64] {
      #expect(
        network.pullback(
          weights: weights, inputs: inputs, tape: tape, cotangent: cotangent, threads: threads) == gradient)
    }
  }

  #if arch(x86_64)
    /// As in JAX: many processors take a hundred times as long for such numbers, of which there are many once a network
    /// has converged.
    @Test(arguments: ["20 relu 1", "20 relu 30 tanh 1 sigmoid"], [1, 2])
    func whatIsBelowTheSmallestNormalNumberIsZero(layers: String, threads: Int) throws {
      let network = try Network(2, layers)
      let weights: [Float] = scattered(network.weightCount)
      let inputs: [Float] = scattered(2 * 600, seed: 2)
      let tape = network.forward(weights: weights, inputs: inputs, threads: threads)
      func gradient(_ slope: Float) -> [Float] {
        network.pullback(
          weights: weights, inputs: inputs, tape: tape, cotangent: [Float](repeating: slope, count: 600),
          threads: threads)
      }
      #expect(gradient(1e-30).contains { $0 != 0 })
      #expect(gradient(.leastNormalMagnitude / 2).allSatisfy { $0 == 0 })
      // Other numbers of the program stay as they are.
      let smallest = [Float.leastNormalMagnitude]
      #expect(smallest.map { $0 / 2 } != [0])
    }
  #endif

  @Test(arguments: ["3 tanh 1", "3 tanh 512 relu 1", "3 tanh 512 gelu 1"])
  func aSumOverManyTilesIsTheSumOverItsEvents(layers: String) throws {
    // More tiles than lanes, also of a wide layer, and a last tile that is not full.
    let network = try Network(2, layers)
    let events = 256 * 33 + 5
    let weights: [Double] = scattered(network.weightCount)
    let inputs: [Double] = scattered(2 * events, seed: 2)
    let cotangent: [Double] = scattered(events, seed: 3)
    func gradient(_ range: Range<Int>) -> [Double] {
      let some = Array(inputs[2 * range.lowerBound..<2 * range.upperBound])
      let tape = network.forward(weights: weights, inputs: some)
      return network.pullback(weights: weights, inputs: some, tape: tape, cotangent: Array(cotangent[range]))
    }
    var sum = [Double](repeating: 0, count: network.weightCount)
    for first in stride(from: 0, to: events, by: 100) {
      sum = zip(sum, gradient(first..<min(first + 100, events))).map { $0 + $1 }
    }
    // The rounding of sums of 8453 terms.
    #expect(distance(gradient(0..<events), sum) < 1e-12)
  }

  /// One by one, so many equal numbers would be added with an error of 6e-5.
  @Test(arguments: ["5 tanh 1", "5 relu 1", "5 tanh 6 relu 1"])
  func theLastBiasOfManyEvents(layers: String) throws {
    let network = try Network(1, layers)
    let (events, slope) = (100_000, Float(0.3))
    let weights: [Float] = scattered(network.weightCount)
    let inputs: [Float] = scattered(events, seed: 2)
    let gradient = network.pullback(
      weights: weights, inputs: inputs, tape: network.forward(weights: weights, inputs: inputs),
      cotangent: [Float](repeating: slope, count: events))
    let sum = Double(slope) * Double(events)
    // The sums of 24 or 25 tiles, then of 16 lanes, each rounded to 6e-8.
    #expect(abs(Double(gradient.last ?? 0) - sum) < 1e-6 * sum)
  }

  @Test func singlePrecisionAgreesWithDouble() throws {
    let network = try Network(3, "50 relu 20 tanh 1 sigmoid")
    let weights: [Float] = scattered(network.weightCount)
    let inputs: [Float] = scattered(3 * 300, seed: 2)
    let cotangent: [Float] = scattered(300, seed: 3)
    let single = network.pullback(
      weights: weights, inputs: inputs, tape: network.forward(weights: weights, inputs: inputs),
      cotangent: cotangent)
    let (wide, wideInputs) = (weights.map(Double.init), inputs.map(Double.init))
    let double = network.pullback(
      weights: wide, inputs: wideInputs, tape: network.forward(weights: wide, inputs: wideInputs),
      cotangent: cotangent.map(Double.init))
    // Sums of 300 terms of order 1, rounded to 6e-8 each.
    #expect(distance(single, double) < 1e-5)
  }

  @Test(arguments: Activation.allCases)
  func aGradientMayEnterAtTheLogits(activation: Activation) throws {
    let network = try Network(inputCount: 3, layers: [.dense(4), .activation(activation)])
    let dense = try Network(3, "4")
    let weights: [Double] = scattered(16)
    let inputs: [Double] = scattered(15, seed: 2)
    let cotangent: [Double] = scattered(20, seed: 3)
    let expected = dense.pullback(
      weights: weights, inputs: inputs, tape: dense.forward(weights: weights, inputs: inputs),
      cotangent: cotangent)
    let tape = network.forward(weights: weights, inputs: inputs)
    #expect(
      network.pullback(weights: weights, inputs: inputs, tape: tape, cotangent: cotangent, at: .logits)
        == expected)
  }

  @Test func noEventsNoGradient() throws {
    let network = try Network(2, "3 relu 1")
    let weights: [Double] = scattered(network.weightCount)
    let gradient = network.pullback(
      weights: weights, inputs: [], tape: network.forward(weights: weights, inputs: []), cotangent: [])
    #expect(gradient == [Double](repeating: 0, count: network.weightCount))
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let network = try Network(2, "3")
      let weights = [Float](repeating: 0, count: 9)
      let tape = network.forward(weights: weights, inputs: [1, 2])
      _ = network.pullback(weights: weights, inputs: [1, 2], tape: tape, cotangent: [1, 2])
    }
    await #expect(processExitsWith: .failure) {
      let network = try Network(2, "3")
      let weights = [Float](repeating: 0, count: 9)
      let tape = network.forward(weights: weights, inputs: [1, 2])
      _ = network.pullback(
        weights: weights, inputs: [1, 2, 3, 4], tape: tape, cotangent: [1, 2, 3, 4, 5, 6])
    }
  }

  private func differences(_ point: [Double], _ function: ([Double]) -> Double) -> [Double] {
    point.indices.map { index in
      var (up, down) = (point, point)
      up[index] += 1e-5
      down[index] -= 1e-5
      return (function(up) - function(down)) / (up[index] - down[index])
    }
  }
}
