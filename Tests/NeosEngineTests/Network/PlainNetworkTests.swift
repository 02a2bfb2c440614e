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
    let draws: [Double] = RandomKey(seed: 4).normal(network.weightCount)
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

  /// The gradient in each weight of a network of relus, whose last layers are one, and one that keeps signs.
  @Test(arguments: [[7, 5], [16, 17], [100, 33], [9, 40, 64], [6, 1, 65]], [1, 255, 600])
  func everyWeightOfRelus(widths: [Int], events: Int) throws {
    let layers =
      widths.flatMap { [Layer.dense($0), .activation(.relu)] } + [.dense(1), .activation(.sigmoid)]
    let network = try Network(inputCount: 3, layers: layers)
    let weights: [Float] = RandomKey(seed: 1).uniform(network.weightCount, from: -0.5, to: 0.5)
    let inputs: [Float] = RandomKey(seed: 2).uniform(3 * events, from: -1, to: 1)
    let cotangent: [Float] = RandomKey(seed: 3).uniform(events, from: -1, to: 1)
    let found = network.pullback(
      weights: weights, inputs: inputs,
      tape: network.forward(weights: weights, inputs: inputs, threads: 2),
      cotangent: cotangent, at: .logits, threads: 2)
    let expected = plainGradient(
      widths + [1], weights.map { Double($0) }, inputs.map { Double($0) }, cotangent.map { Double($0) })
    let largest = expected.reduce(0) { max($0, abs($1)) }
    for (one, other) in zip(found, expected) {
      // Sums over events and up to a hundred values of a layer, rounded at 6e-8 of the largest.
      #expect(abs(Double(one) - other) <= 1e-5 * largest)
    }
  }

  /// The sum over the events of the gradients of a logit times its cotangent.
  private func plainGradient(
    _ widths: [Int], _ weights: [Double], _ inputs: [Double], _ cotangent: [Double]
  ) -> [Double] {
    var gradient = weights.map { _ in 0.0 }
    for event in cotangent.indices {
      var values = [Array(inputs[3 * event..<3 * event + 3])]
      var offsets = [0]
      for (index, width) in widths.enumerated() {
        let (x, offset) = (values[index], offsets[index])
        values.append(
          (0..<width).map { unit in
            let sum = x.indices.reduce(weights[offset + x.count * width + unit]) {
              $0 + x[$1] * weights[offset + $1 * width + unit]
            }
            return index < widths.count - 1 ? max(sum, 0) : sum
          })
        offsets.append(offset + (x.count + 1) * width)
      }
      var slope = [cotangent[event]]
      for (index, width) in widths.enumerated().reversed() {
        let (x, offset) = (values[index], offsets[index])
        var below = x.map { _ in 0.0 }
        for unit in 0..<width where slope[unit] != 0 {
          gradient[offset + x.count * width + unit] += slope[unit]
          for input in x.indices {
            gradient[offset + input * width + unit] += x[input] * slope[unit]
            if x[input] > 0 { below[input] += weights[offset + input * width + unit] * slope[unit] }
          }
        }
        slope = below
      }
    }
    return gradient
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
