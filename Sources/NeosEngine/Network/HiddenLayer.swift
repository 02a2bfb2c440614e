/// y = max(x W + b, 0) v + c: a first layer with few inputs and a relu, and a second one with one output. Its hidden
/// values stay in registers, and are computed again on the way back.
struct HiddenLayer: Sendable, Hashable {
  let inputs: Int
  let units: Int
  let weightOffset: Int

  /// The two layers as one; nil where they are others.
  init?(_ first: DenseLayer, _ second: DenseLayer) {
    guard first.hasFewInputs, first.isRelu, second.outputs == 1, !second.isRelu else { return nil }
    inputs = first.inputs
    units = first.outputs
    weightOffset = first.weightOffset
  }

  private var b: Int { weightOffset + inputs * units }
  private var v: Int { b + units }
  private var c: Int { v + units }

  /// Writes y for `events` rows of x.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - y: one number for each event.
  func apply<S: NetworkScalar>(
    weights: UnsafePointer<S>, _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, events: Int
  ) {
    S.kernels.hiddenForward(
      x, weights + weightOffset, weights + b, weights + v, weights[c], y, events, inputs, units)
  }

  /// Pulls a gradient in y back.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - cotangent: dy, one number for each event.
  ///   - gradient: that of the whole network; this layer's part is added to.
  ///   - inputCotangent: dx, events x inputs, overwritten; nil where it is of no use.
  func pullback<S: NetworkScalar>(
    weights: UnsafePointer<S>, x: UnsafePointer<S>, cotangent: UnsafePointer<S>, events: Int,
    gradient: UnsafeMutablePointer<S>, inputCotangent: UnsafeMutablePointer<S>?
  ) {
    S.kernels.hiddenPullback(
      x, weights + weightOffset, weights + b, weights + v, cotangent, gradient + weightOffset, gradient + b,
      gradient + v, events, inputs, units)
    gradient[c] += S.sum(cotangent, count: events)
    guard let dx = inputCotangent else { return }
    for event in 0..<events {
      let (row, slope) = (x + event * inputs, dx + event * inputs)
      slope.update(repeating: 0, count: inputs)
      for unit in 0..<units {
        let w = weights + weightOffset + unit
        let hidden = (0..<inputs).reduce(weights[b + unit]) { $0 + row[$1] * w[$1 * units] }
        guard hidden > 0 else { continue }
        for input in 0..<inputs { slope[input] += cotangent[event] * weights[v + unit] * w[input * units] }
      }
    }
  }
}
