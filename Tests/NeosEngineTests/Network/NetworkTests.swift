import NeosEngine
import Testing

@Suite struct NetworkTests {
  @Test func countsWeightsAndOutputs() throws {
    let network = try Network(2, "1024 relu 1 sigmoid")
    #expect(network.outputCount == 1)
    #expect(network.weightCount == 2 * 1024 + 1024 + 1024 + 1)
  }

  @Test func aNetworkHasADenseLayer() {
    #expect(throws: NetworkError.noDenseLayer) { try Network(inputCount: 2, layers: []) }
    #expect(throws: NetworkError.noDenseLayer) { try Network(2, "relu sigmoid") }
  }

  @Test(arguments: [0, -1, Int.min])
  func aLayerHasAWidth(width: Int) {
    #expect(throws: NetworkError.width(layer: 1, width)) {
      try Network(inputCount: 2, layers: [.activation(.relu), .dense(width)])
    }
    #expect(throws: NetworkError.inputCount(width)) { try Network(inputCount: width, layers: [.dense(1)]) }
  }

  @Test func absurdWidthsAreAnErrorNotATrap() {
    #expect(throws: NetworkError.tooManyWeights(layer: 0)) {
      try Network(inputCount: 2, layers: [.dense(.max)])
    }
    #expect(throws: NetworkError.tooManyWeights(layer: 0)) {
      try Network(inputCount: .max, layers: [.dense(1)])
    }
    #expect(throws: NetworkError.tooManyWeights(layer: 1)) {
      try Network(inputCount: 2, layers: [.dense(1 << 16), .dense(1 << 16)])
    }
  }

  @Test(arguments: [
    NetworkError.inputCount(0), .noDenseLayer, .width(layer: 0, 0), .tooManyWeights(layer: 0),
    .unknownActivation(""), .unknownInitializer(""),
  ])
  func everyErrorSaysWhatIsWrong(error: NetworkError) {
    #expect(error.description.count > 20)
  }
}
