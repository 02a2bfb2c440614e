internal import NeosKernels

/// y = x W + b, with negative values set to 0 where it ends in a relu: its shape, and the place of its weights in the
/// network's flat array.
struct DenseLayer: Sendable, Hashable {
  let inputs: Int
  let outputs: Int
  let weightOffset: Int
  /// Whether negative values become 0.
  var isRelu = false
  /// Whether the layer above, which has one output, does this one's bias and relu, there and back, as it goes over the
  /// values anyhow: they stay without.
  var isFinishedAbove = false
  /// Where the biases of the layer below are, whose bias and relu this one does.
  var biasBelow: Int?

  var biasOffset: Int { weightOffset + inputs * outputs }

  /// Up to this number of inputs a product's packing costs more than its arithmetic.
  var hasFewInputs: Bool { inputs <= neos_few_inputs }

  /// Writes y for `events` rows of x.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - y: events x outputs.
  func apply<S: NetworkScalar>(
    weights: UnsafePointer<S>, _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, events: Int
  ) {
    let (w, b) = (weights + weightOffset, weights + biasOffset)
    if hasFewInputs {
      S.kernels.denseForward(x, w, b, y, events, inputs, outputs, isRelu ? 1 : 0)
    } else if outputs == 1 {
      S.kernels.unitForward(x, biasBelow.map { weights + $0 }, w, b[0], y, events, inputs)
      if isRelu { for event in 0..<events where y[event] < 0 { y[event] = 0 } }
    } else {
      S.product(
        rows: events, columns: outputs, inner: inputs, x, transposed: false, w, transposed: false, to: y,
        isAdded: false)
      if !isFinishedAbove { S.kernels.addBias(b, y, events, outputs, isRelu ? 1 : 0) }
    }
  }

  /// Pulls a gradient in y back: dW += x^T dy, db += sum of dy over events, dx = dy W^T.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - y: events x outputs; read only where the layer ends in a relu.
  ///   - cotangent: dy, events x outputs; where the layer ends in a relu it may be set to 0 in places.
  ///   - gradient: that of the whole network; this layer's part is added to.
  ///   - inputCotangent: dx, events x inputs, overwritten; nil where it is of no use.
  func pullback<S: NetworkScalar>(
    weights: UnsafePointer<S>, x: UnsafePointer<S>, y: UnsafePointer<S>, cotangent: UnsafeMutablePointer<S>,
    events: Int, gradient: UnsafeMutablePointer<S>, inputCotangent: UnsafeMutablePointer<S>?
  ) {
    let (w, dw, db) = (weights + weightOffset, gradient + weightOffset, gradient + biasOffset)
    let values = isRelu ? y : nil
    if hasFewInputs, inputCotangent == nil {
      S.kernels.densePullback(x, values, cotangent, dw, db, events, inputs, outputs)
      return
    }
    if outputs == 1, !isRelu {
      db[0] += S.sum(cotangent, count: events)
    } else if !isFinishedAbove {
      S.kernels.biasPullback(values, cotangent, db, events, outputs)
    }
    if outputs == 1, let dx = inputCotangent {
      S.kernels.unitPullback(
        x, biasBelow.map { weights + $0 }, w, cotangent, dx, dw, biasBelow.map { gradient + $0 }, events,
        inputs)
      return
    }
    S.product(
      rows: inputs, columns: outputs, inner: events, x, transposed: true, cotangent, transposed: false,
      to: dw, isAdded: true)
    if let dx = inputCotangent {
      S.product(
        rows: events, columns: inputs, inner: outputs, cotangent, transposed: false, w, transposed: true,
        to: dx, isAdded: false)
    }
  }
}
