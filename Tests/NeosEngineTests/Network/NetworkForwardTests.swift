import NeosEngine
import Testing

@Suite struct NetworkForwardTests {
  @Test(arguments: try NetworkFigures.load().passes)
  func outputsAreJAXs(reference: NetworkFigures.Pass) throws {
    let network = try Network(reference.inputCount, reference.layers.joined(separator: " "))
    let outputs = network.outputs(weights: reference.weights, inputs: reference.inputs)
    // A few roundings a layer.
    #expect(distance(outputs, reference.outputs) < 1e-14)
  }

  @Test func singlePrecisionAgreesWithDouble() throws {
    let network = try Network(3, "50 relu 20 tanh 1 sigmoid")
    let weights: [Float] = scattered(network.weightCount)
    let inputs: [Float] = scattered(3 * 300, seed: 2)
    let single = network.outputs(weights: weights, inputs: inputs)
    let double = network.outputs(weights: weights.map(Double.init), inputs: inputs.map(Double.init))
    // Sums of 50 terms of order 1, rounded to 6e-8 each.
    #expect(distance(single, double) < 2e-6)
  }

  @Test(arguments: [0, 1, 2, 255, 256, 257, 700], ["5 relu 1 sigmoid", "tanh 7 gelu relu 3 softmax", "2"])
  func outputsAloneAreTheTapesForAnyNumberOfEventsAndThreads(events: Int, layers: String) throws {
    let network = try Network(3, layers)
    let weights: [Float] = scattered(network.weightCount)
    let inputs: [Float] = scattered(3 * events, seed: 2)
    let tape = network.forward(weights: weights, inputs: inputs)
    #expect(tape.events == events)
    #expect(tape.outputs.count == events * network.outputCount)
    for threads in [1, 2, 3] {
      #expect(network.outputs(weights: weights, inputs: inputs, threads: threads) == tape.outputs)
      let other = network.forward(weights: weights, inputs: inputs, threads: threads)
      #expect(other.outputs == tape.outputs)
      #expect(other.logits == tape.logits)
    }
  }

  @Test func logitsAreTheValuesBeforeTheLastActivation() throws {
    let weights: [Double] = scattered(3 * 4 + 4)
    let inputs: [Double] = scattered(9, seed: 2)
    let dense = try Network(3, "4").forward(weights: weights, inputs: inputs)
    for activation in Activation.allCases {
      let network = try Network(inputCount: 3, layers: [.dense(4), .activation(activation)])
      #expect(network.forward(weights: weights, inputs: inputs).logits == dense.outputs)
    }
    #expect(dense.logits == dense.outputs)
    let relu = try Network(3, "4 relu").forward(weights: weights, inputs: inputs)
    let twice = try Network(3, "4 relu sigmoid").forward(weights: weights, inputs: inputs)
    #expect(twice.logits == relu.outputs)
  }

  @Test func wrongShapesStopTheProgram() async {
    await #expect(processExitsWith: .failure) {
      _ = try Network(2, "3").outputs(weights: [Float](repeating: 0, count: 8), inputs: [1, 2])
    }
    await #expect(processExitsWith: .failure) {
      _ = try Network(2, "3").outputs(weights: [Float](repeating: 0, count: 9), inputs: [1, 2, 3])
    }
  }

  @Test func theInputsAreLeftAlone() throws {
    let network = try Network(2, "relu 1")
    let inputs: [Double] = [-1, 2]
    _ = network.forward(weights: [1, 1, 0], inputs: inputs)
    #expect(inputs == [-1, 2])
  }
}
