import NeosEngine
import Testing

/// Activations seen through a network of one weight, which is 1, and one bias, which is 0.
@Suite struct ActivationFunctionsTests {
  @Test func valuesAndSlopesAreJAXs() throws {
    let figures = try NetworkFigures.load().functions
    #expect(figures.cases.count == Activation.allCases.count - 1)
    for reference in figures.cases {
      let found = try function(Activation(named: reference.name), at: figures.points)
      for (index, point) in figures.points.enumerated() {
        // Relative, with room for a few roundings; absolute where JAX loses the digits of a tail, as its gelu
        // does by the cancellation in 1 + tanh.
        let (value, slope) = (reference.values[index], reference.slopes[index])
        #expect(abs(found.values[index] - value) <= 1e-14 * abs(value) + 1e-15, "\(reference.name)(\(point))")
        #expect(
          abs(found.slopes[index] - slope) <= 1e-14 * abs(slope) + 2e-15, "\(reference.name)'(\(point))")
      }
    }
  }

  @Test func aReluIsFlatAtZero() throws {
    #expect(try function(.relu, at: [0.0, -0.0]).slopes == [0, 0])
  }

  @Test(arguments: Activation.allCases)
  func nothingOverflows(activation: Activation) throws {
    let ends: [Float] = [-3e38, -1e20, -1e4, -89, 89, 1e4, 1e20, 3e38]
    let found = try function(activation, at: ends)
    #expect(found.values.allSatisfy { $0.isFinite })
    #expect(found.slopes.allSatisfy { $0.isFinite })
  }

  @Test(arguments: Activation.allCases)
  func notANumberIsNotHidden(activation: Activation) throws {
    #expect(try function(activation, at: [Double.nan]).values[0].isNaN)
  }

  @Test func tailsKeepTheirDigits() throws {
    // exp(-100), rounded to the few bits that are left of a float there; 1 / (1 + exp(100)) would give 0.
    let tail = 3.720075976020836e-44
    let expected = Float(tail)
    #expect(try function(.sigmoid, at: [Float(-100)]).values == [expected])
    #expect(try function(.softplus, at: [Float(-100)]).values == [expected])
  }

  @Test func aSoftmaxAddsUpToOneForEachEvent() throws {
    let network = try Network(2, "5 softmax")
    let weights: [Double] = scattered(network.weightCount).map { 1000 * $0 }
    let outputs = network.outputs(weights: weights, inputs: scattered(6))
    for event in 0..<3 {
      // Five roundings of numbers up to 1.
      let sum: Double = outputs[event * 5..<event * 5 + 5].reduce(0, +)
      #expect(abs(sum - 1) < 1e-15)
    }
  }

  private func function<S: NetworkScalar>(
    _ activation: Activation, at points: [S]
  ) throws -> (values: [S], slopes: [S]) {
    let network = try Network(inputCount: 1, layers: [.dense(1), .activation(activation)])
    let tape = network.forward(weights: [1, 0], inputs: points)
    let ones = [S](repeating: 1, count: points.count)
    let slopes = network.pullbackToInputs(weights: [1, 0], inputs: points, tape: tape, cotangent: ones).inputs
    return (tape.outputs, slopes)
  }
}
