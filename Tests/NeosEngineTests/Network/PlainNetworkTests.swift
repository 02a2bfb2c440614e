import NeosEngine
import RealModule
import Testing

/// Networks in single precision, with all that makes them fast, against one number after the other in double precision.
@Suite struct PlainNetworkTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var activation: Activation
    var widths: [Int]
    var events: Int
    var testDescription: String { "\(activation.rawValue) \(widths), \(events) events" }
  }

  /// Every activation, widths on either side of those of registers, batches on either side of those of tiles.
  static let shapes = Activation.allCases.flatMap { activation in
    [([1], 1), ([7, 5], 3), ([16, 17], 255), ([100, 33], 257), ([129, 1, 65], 600)].map {
      Shape(activation: activation, widths: $0.0, events: $0.1)
    }
  }

  @Test(arguments: shapes)
  func outputsAndGradientsAgree(shape: Shape) throws {
    let layers =
      shape.widths.flatMap { [Layer.dense($0), .activation(shape.activation)] } + [
        .dense(1), .activation(.sigmoid),
      ]
    let network = try Network(inputCount: 3, layers: layers)
    let weights: [Float] = RandomKey(seed: 1).uniform(network.weightCount, from: -0.4, to: 0.6)
    let inputs: [Float] = RandomKey(seed: 2).uniform(3 * shape.events, from: -1, to: 1)
    let cotangent: [Float] = RandomKey(seed: 3).uniform(shape.events, from: -1, to: 1)
    let tape = network.forward(weights: weights, inputs: inputs, threads: 2)
    let plain = plain(layers, weights.map { Double($0) }, inputs.map { Double($0) }, shape.events)
    // Sums of up to 129 terms of size 1, rounded to 6e-8 each, in up to three layers.
    #expect(agree(tape.outputs.map { Double($0) }, plain, within: 2e-6))

    let gradient = network.pullback(
      weights: weights, inputs: inputs, tape: tape, cotangent: cotangent, threads: 2)
    let size = gradient.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    for seed in 4..<7 {
      let draws: [Double] = RandomKey(seed: UInt64(seed)).normal(network.weightCount)
      let length = draws.reduce(0) { $0 + $1 * $1 }.squareRoot()
      let direction = draws.map { $0 / length }
      let expected = slope(step: 1e-4) { step in
        let moved = zip(weights, direction).map { Double($0) + step * $1 }
        return zip(self.plain(layers, moved, inputs.map { Double($0) }, shape.events), cotangent)
          .reduce(0) { $0 + $1.0 * Double($1.1) }
      }
      let found = zip(gradient, direction).reduce(0) { $0 + Double($1.0) * $1.1 }
      #expect(abs(found - expected) <= 1e-5 * (1 + size))
    }
  }

  private func plain(_ layers: [Layer], _ weights: [Double], _ inputs: [Double], _ events: Int) -> [Double] {
    var (values, width, offset) = (inputs, 3, 0)
    for layer in layers {
      switch layer {
      case .dense(let outputs):
        let (w, b, x, before) = (offset, offset + width * outputs, values, width)
        values = (0..<events * outputs).map { place in
          let (event, output) = (place / outputs, place % outputs)
          return (0..<before).reduce(weights[b + output]) {
            $0 + x[event * before + $1] * weights[w + $1 * outputs + output]
          }
        }
        offset += (width + 1) * outputs
        width = outputs
      case .activation(.softmax):
        for event in 0..<events {
          let row = event * width..<(event + 1) * width
          let total = values[row].reduce(0) { $0 + .exp($1) }
          for place in row { values[place] = .exp(values[place]) / total }
        }
      case .activation(let activation): values = values.map { Self.value(activation, $0) }
      }
    }
    return values
  }

  private static func value(_ activation: Activation, _ x: Double) -> Double {
    switch activation {
    case .relu: max(x, 0)
    case .sigmoid: 1 / (1 + .exp(-x))
    case .tanh: .tanh(x)
    case .softplus: .log(1 + .exp(x))
    case .leakyRelu: x < 0 ? 0.01 * x : x
    case .elu: x < 0 ? .exp(x) - 1 : x
    case .gelu: x / 2 * (1 + .tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    case .identity, .softmax: x
    }
  }
}
