/// y = x W + b: its shape, and the place of its weights in the network's flat array.
struct DenseLayer: Sendable, Hashable {
  let inputs: Int
  let outputs: Int
  let weightOffset: Int

  private var biasOffset: Int { weightOffset + inputs * outputs }

  /// Below this number of inputs a product's packing costs more than its arithmetic.
  private var hasFewInputs: Bool { inputs <= 4 }

  /// Writes y for `events` rows of x.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - y: events x outputs.
  func apply<S: NetworkScalar>(
    weights: UnsafePointer<S>, _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>, events: Int
  ) {
    let w = weights + weightOffset
    let b = weights + biasOffset
    for event in 0..<events { (y + event * outputs).update(from: b, count: outputs) }
    if hasFewInputs {
      for event in 0..<events {
        for input in 0..<inputs {
          add(w + input * outputs, times: x[event * inputs + input], to: y + event * outputs, count: outputs)
        }
      }
    } else if outputs == 1 {
      S.addProduct(rows: events, columns: inputs, x, transposed: false, vector: w, stride: 1, to: y)
    } else {
      S.addProduct(
        rows: events, columns: outputs, inner: inputs, x, transposed: false, w, transposed: false, to: y)
    }
  }

  /// Pulls a gradient in y back: dW += x^T dy, db += sum of dy over events, dx = dy W^T.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - cotangent: dy, events x outputs.
  ///   - gradient: that of the whole network; this layer's part is added to.
  ///   - inputCotangent: dx, events x inputs, overwritten; nil where it is of no use.
  func pullback<S: NetworkScalar>(
    weights: UnsafePointer<S>, x: UnsafePointer<S>, cotangent: UnsafePointer<S>, events: Int,
    gradient: UnsafeMutablePointer<S>, inputCotangent: UnsafeMutablePointer<S>?
  ) {
    let w = weights + weightOffset
    let dw = gradient + weightOffset
    for event in 0..<events {
      add(cotangent + event * outputs, times: 1, to: gradient + biasOffset, count: outputs)
    }
    if hasFewInputs {
      for input in 0..<inputs {
        S.addProduct(
          rows: events, columns: outputs, cotangent, transposed: true, vector: x + input, stride: inputs,
          to: dw + input * outputs)
      }
    } else if outputs == 1 {
      S.addProduct(
        rows: events, columns: inputs, x, transposed: true, vector: cotangent, stride: 1, to: dw)
    } else {
      S.addProduct(
        rows: inputs, columns: outputs, inner: events, x, transposed: true, cotangent, transposed: false,
        to: dw)
    }
    guard let dx = inputCotangent else { return }
    dx.update(repeating: 0, count: events * inputs)
    if outputs == 1 {
      for event in 0..<events {
        add(w, times: cotangent[event], to: dx + event * inputs, count: inputs)
      }
    } else {
      S.addProduct(
        rows: events, columns: inputs, inner: outputs, cotangent, transposed: false, w, transposed: true,
        to: dx)
    }
  }
}

/// sum += factor * row.
@inline(__always) func add<S: NetworkScalar>(
  _ row: UnsafePointer<S>, times factor: S, to sum: UnsafeMutablePointer<S>, count: Int
) {
  for index in 0..<count { sum[index] += factor * row[index] }
}
