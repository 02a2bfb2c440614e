import NeosEngine
import Testing

@Suite struct NetworkInitialWeightsTests {
  @Test(arguments: try NetworkFigures.load().initialWeights)
  func weightsAreThoseOfStax(reference: NetworkFigures.InitialWeights) throws {
    let network = try Network(
      reference.inputs, reference.layers.joined(separator: " "),
      initializer: Initializer(named: reference.initializer))
    let weights: [Double] = network.initialWeights(key: RandomKey(seed: 13), drawing: reference.precision)
    try #require(weights.count == reference.count)
    // To the bit in single precision. In double a few units in the last place; near 0, where the uniform
    // number under a draw is a small difference, of numbers of the weights' size.
    let unit = reference.precision == .single ? 0 : 0x1p-52
    for (place, expected) in zip(reference.places, reference.weights) {
      #expect(abs(weights[place] - expected) <= unit * (4 * abs(expected) + 0.01), "weight \(place)")
    }
  }

  @Test func aDoublePrecisionNetworkStartsFromTheSameDraws() throws {
    let network = try Network(2, "8 relu 1 sigmoid")
    let key = RandomKey(seed: 13)
    let single = network.initialWeights(key: key, as: Float.self)
    #expect(network.initialWeights(key: key, as: Double.self) == single.map(Double.init))
    #expect(network.initialWeights(key: key, as: Double.self, drawing: .double) != single.map(Double.init))
  }

  @Test(arguments: Initializer.allCases)
  func theVarianceIsThatOfTheFamily(initializer: Initializer) throws {
    let network = try Network(100, "400", initializer: initializer)
    let weights = network.initialWeights(key: RandomKey(seed: 1), as: Double.self).prefix(40_000)
    let variance = weights.reduce(0) { $0 + $1 * $1 } / 40_000
    let expected = initializer.family == .glorot ? 1 / 250.0 : 1 / 50.0
    // Five standard deviations of the variance of 40,000 normal numbers.
    #expect(abs(variance / expected - 1) < 0.035)
  }
}
