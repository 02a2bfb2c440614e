import NeosEngine
import Testing

/// The compiled loops against plain ones, for widths on either side of those of registers.
@Suite struct NetworkKernelsTests {
  struct Shape: Sendable, CustomTestStringConvertible {
    var events: Int
    var inputs: Int
    var outputs: Int
    var testDescription: String { "\(events) x \(inputs) to \(outputs)" }
  }

  static let shapes =
    [1, 3, 4, 5, 18].flatMap { events in
      [1, 2, 3, 4].flatMap { inputs in
        [1, 2, 7, 8, 9, 15, 16, 17, 33, 100, 129, 300].map {
          Shape(events: events, inputs: inputs, outputs: $0)
        }
      }
    } + [longRun]
  /// More events than a tile has.
  private static let longRun = Shape(events: 300, inputs: 2, outputs: 17)

  @Test(arguments: KernelPath.all, shapes)
  func single(path: KernelPath, shape: Shape) { check(path.float, shape, within: 2e-5) }

  @Test(arguments: KernelPath.all, shapes)
  func double(path: KernelPath, shape: Shape) { check(path.double, shape, within: 1e-13) }

  /// Sums of up to three hundred terms of size 1, in another order.
  private func check<S: NetworkScalar & RandomScalar>(
    _ kernels: NetworkKernels<S>, _ shape: Shape, within tolerance: Double
  ) {
    let (events, inputs, outputs) = (shape.events, shape.inputs, shape.outputs)
    var seed: UInt64 = 0
    func numbers(_ count: Int) -> [S] {
      seed += 1
      return RandomKey(seed: seed).uniform(count, from: -1, to: 1)
    }
    func same(_ found: [S], _ expected: [S], _ what: Comment) {
      #expect(agree(found.map { Double($0) }, expected.map { Double($0) }, within: tolerance), what)
    }
    let (x, w, b) = (numbers(events * inputs), numbers(inputs * outputs), numbers(outputs))
    let (v, slopes, start) = (numbers(outputs), numbers(events), numbers((inputs + 1) * outputs))
    var hidden = [S](repeating: 0, count: events * outputs)
    for event in 0..<events {
      for output in 0..<outputs {
        hidden[event * outputs + output] = (0..<inputs).reduce(b[output]) {
          $0 + x[event * inputs + $1] * w[$1 * outputs + output]
        }
      }
    }
    let positive = hidden.map { max($0, 0) }

    var y = [S](repeating: .nan, count: events * outputs)
    kernels.denseForward(x, w, b, &y, events, inputs, outputs, 0)
    same(y, hidden, "dense")
    kernels.denseForward(x, w, b, &y, events, inputs, outputs, 1)
    same(y, positive, "dense with relu")
    y = hidden
    kernels.addBias(b, &y, events, outputs, 0)
    same(y, hidden.enumerated().map { $1 + b[$0 % outputs] }, "bias")
    y = hidden
    kernels.addBias(b, &y, events, outputs, 1)
    same(y, hidden.enumerated().map { max($1 + b[$0 % outputs], 0) }, "bias with relu")

    // One output: the sum over the hidden values, and its way back through the relu.
    func row(_ event: Int) -> Range<Int> { event * outputs..<(event + 1) * outputs }
    let sums = (0..<events).map { event in zip(positive[row(event)], v).reduce(b[0]) { $0 + $1.0 * $1.1 } }
    var sum = [S](repeating: .nan, count: events)
    kernels.unitForward(positive, nil, v, b[0], &sum, events, outputs)
    same(sum, sums, "one output")
    // The hidden values without their bias and relu, both of which come with the output.
    let bare = hidden.enumerated().map { $1 - b[$0 % outputs] }
    kernels.unitForward(bare, b, v, b[0], &sum, events, outputs)
    same(sum, sums, "one output over a relu")
    // A row of bits is a whole number of either precision.
    let words = (outputs + 31) / 32 * (MemoryLayout<S>.size / 4)
    var signs = [UInt32](repeating: .max, count: events * words)
    kernels.signsForward(bare, b, v, b[0], &sum, &signs, events, outputs)
    same(sum, sums, "one output over a relu, with signs")
    let isAbove = bare.indices.map { bare[$0] + b[$0 % outputs] > 0 }
    #expect(
      isAbove.indices.allSatisfy { index in
        let (event, output) = index.quotientAndRemainder(dividingBy: outputs)
        return (signs[event * words + output / 32] >> UInt32(output % 32) & 1 == 1) == isAbove[index]
      }, "signs")
    kernels.hiddenForward(x, w, b, v, b[0], &sum, events, inputs, outputs)
    same(sum, sums, "a hidden layer")

    var (dv, expectedV) = (Array(start.prefix(outputs)), Array(start.prefix(outputs)))
    var dy = y.map { _ in S.nan }
    let expected = y.indices.map { slopes[$0 / outputs] * v[$0 % outputs] }
    for index in y.indices { expectedV[index % outputs] += slopes[index / outputs] * positive[index] }
    kernels.unitPullback(positive, nil, v, slopes, &dy, &dv, nil, events, outputs)
    same(dy, expected, "back from one output")
    same(dv, expectedV, "back to its weights")

    var gradient = start
    let masked = zip(expected, positive).map { $1 > 0 ? $0 : 0 }
    for index in masked.indices {
      for input in 0..<inputs {
        gradient[input * outputs + index % outputs] += x[index / outputs * inputs + input] * masked[index]
      }
      gradient[inputs * outputs + index % outputs] += masked[index]
    }
    var found = start
    func places(_ body: (UnsafeMutablePointer<S>, UnsafeMutablePointer<S>) -> Void) {
      found = start
      found.withUnsafeMutableBufferPointer { buffer in
        guard let first = buffer.baseAddress else { return }
        body(first, first + inputs * outputs)
      }
    }
    places { kernels.densePullback(x, positive, expected, $0, $1, events, inputs, outputs) }
    same(found, gradient, "back through a relu to the weights")
    places { kernels.densePullback(x, nil, masked, $0, $1, events, inputs, outputs) }
    same(found, gradient, "back to the weights")
    places { dw, db in
      dv = Array(start.prefix(outputs))
      kernels.hiddenPullback(x, w, b, v, slopes, dw, db, &dv, events, inputs, outputs)
    }
    same(found, gradient, "back through a hidden layer")
    same(dv, expectedV, "back to its second weights")
    dy = expected
    places { kernels.biasPullback(positive, &dy, $1, events, outputs) }
    same(dy, masked, "back through a relu")
    let biases = Array(gradient.suffix(outputs))
    var belowBiases = Array(start.suffix(outputs))
    dv = Array(start.prefix(outputs))
    kernels.unitPullback(bare, b, v, slopes, &dy, &dv, &belowBiases, events, outputs)
    same(dy, masked, "back from one output through a relu")
    same(dv, expectedV, "back to its weights over a relu")
    same(belowBiases, biases, "back to the biases of the relu")
    same(Array(found.suffix(outputs)), biases, "back to the biases")
    let passed = isAbove.indices.map { isAbove[$0] ? slopes[$0 / outputs] : 0 }
    var passedSums = Array(start.suffix(outputs))
    for index in passed.indices { passedSums[index % outputs] += passed[index] }
    belowBiases = Array(start.suffix(outputs))
    kernels.signsPullback(signs, slopes, &dy, &belowBiases, events, outputs)
    same(dy, passed, "back by the signs")
    same(belowBiases, passedSums, "sums by the signs")
  }

  /// Where features are far from 0 beside their spread, single precision leaves some 1e-6 of a sum, and a sum that is
  /// taken apart much less.
  @Test(arguments: KernelPath.all)
  func theWayBackKeepsItsDigitsFarFromZero(path: KernelPath) {
    let (events, inputs, units) = (256, 2, 33)
    let x: [Float] = RandomKey(seed: 1).uniform(events * inputs, from: 999, to: 1001)
    let w: [Float] = RandomKey(seed: 2).uniform(inputs * units, from: -1, to: 1)
    let b = (0..<units).map { -1000 * (w[$0] + w[units + $0]) }
    let slopes: [Float] = RandomKey(seed: 3).uniform(events, from: -1, to: 1)
    let v = [Float](repeating: 1, count: units)
    var (dw, db) = ([Float](repeating: 0, count: inputs * units), [Float](repeating: 0, count: units))
    var dv = db
    path.float.hiddenPullback(x, w, b, v, slopes, &dw, &db, &dv, events, inputs, units)
    for unit in 0..<units {
      var (expected, size) = (0.0, 0.0)
      for event in 0..<events {
        let hidden = (0..<inputs).reduce(Double(b[unit])) {
          $0 + Double(x[event * inputs + $1]) * Double(w[$1 * units + unit])
        }
        expected += Double(slopes[event]) * max(hidden, 0)
        size += abs(Double(slopes[event])) * max(hidden, 0)
      }
      // A hidden value of size 1 is the difference of numbers of size 1000.
      #expect(abs(Double(dv[unit]) - expected) <= 4e-5 * size, "unit \(unit)")
    }
  }

  /// A default value far off, as files have it, takes no digits from the other events' gradients.
  @Test(arguments: KernelPath.all)
  func anEventFarOffLeavesTheOthersTheirDigits(path: KernelPath) {
    let (events, units) = (256, 33)
    var x: [Float] = RandomKey(seed: 1).uniform(events, from: -1, to: 1)
    let w: [Float] = RandomKey(seed: 2).uniform(units, from: 0.5, to: 1)
    let b: [Float] = RandomKey(seed: 3).uniform(units, from: -1, to: 1)
    let slopes: [Float] = RandomKey(seed: 4).uniform(events, from: 0.5, to: 1)
    // No unit is above 0 there.
    x[17] = -1e10
    let v = [Float](repeating: 1, count: units)
    var (dw, db) = ([Float](repeating: 0, count: units), [Float](repeating: 0, count: units))
    var dv = db
    path.float.hiddenPullback(x, w, b, v, slopes, &dw, &db, &dv, events, 1, units)
    for unit in 0..<units {
      var (ofW, ofV, size) = (0.0, 0.0, 0.0)
      for event in 0..<events {
        let hidden = Double(b[unit]) + Double(x[event]) * Double(w[unit])
        guard hidden > 0 else { continue }
        ofW += Double(slopes[event]) * Double(x[event])
        ofV += Double(slopes[event]) * hidden
        size += Double(slopes[event])
      }
      // Some hundred terms of size 1, rounded at 1e-7 each.
      #expect(abs(Double(dw[unit]) - ofW) <= 1e-5 * size, "weight of unit \(unit)")
      #expect(abs(Double(dv[unit]) - ofV) <= 1e-5 * size, "second weight of unit \(unit)")
    }
  }
}
