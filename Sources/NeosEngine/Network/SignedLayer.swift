/// y = max(x W + b, 0) v + c: a layer with a relu above another layer, and one above it with one output. Of the values between
/// them the signs are kept, a bit each.
///
/// With s = 1 where a value is above 0 and else 0, the sums G = x^T (dy s) and g = sum of dy s over the events are all that
/// the way back has to gather: dv = sum_i W_i G_i + b g, then dW = G v and db = g v, and in the layer below
/// dx = (dy s) (W v)^T. The digits of dv are those of values near 0, as a layer leaves them; features, which may be far
/// from 0 beside their spread, would take some away, so that a first layer is none of these.
struct SignedLayer: Sendable, Hashable {
  let inputs: Int
  let units: Int
  let weightOffset: Int
  /// Where the signs are.
  let signs: Slot
  /// Where its W v begins among those of all such layers.
  let scaledOffset: Int

  private var b: Int { weightOffset + weightCount }
  private var v: Int { b + units }
  private var c: Int { v + units }
  /// The number of weights W.
  var weightCount: Int { inputs * units }

  /// The two layers as one; nil where they are others.
  ///
  /// - Parameters:
  ///   - first: the one that has a layer below it.
  ///   - second: the one above it.
  ///   - column: where the slot of the signs begins.
  ///   - scaledOffset: where its W v begins.
  init?(_ first: DenseLayer, _ second: DenseLayer, column: Int, scaledOffset: Int) {
    guard first.isRelu, second.outputs == 1, !second.isRelu, !first.hasFewInputs, !second.hasFewInputs
    else { return nil }
    inputs = first.inputs
    units = first.outputs
    weightOffset = first.weightOffset
    self.scaledOffset = scaledOffset
    // A row of bits takes a number of each precision for 32 of them.
    signs = Slot(column: column, width: (units + 31) / 32)
  }

  /// Writes y for `events` rows of x, and the signs.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - x: events x inputs.
  ///   - y: one number for each event.
  ///   - signs: a row of bits for each event.
  ///   - hidden: memory for events x units.
  func apply<S: NetworkScalar>(
    weights: UnsafePointer<S>, _ x: UnsafePointer<S>, to y: UnsafeMutablePointer<S>,
    signs: UnsafeMutablePointer<S>, hidden: UnsafeMutablePointer<S>, events: Int
  ) {
    S.product(
      rows: events, columns: units, inner: inputs, x, transposed: false, weights + weightOffset,
      transposed: false, to: hidden, isAdded: false)
    S.kernels.signsForward(
      hidden, weights + b, weights + v, weights[c], y, words(signs, events: events), events, units)
  }

  /// Pulls a gradient in y back, up to what ``finish(weights:gradient:threads:)`` does for all events at once.
  ///
  /// - Parameters:
  ///   - scaled: W v of all such layers, by ``scale(weights:into:)``.
  ///   - x: events x inputs.
  ///   - signs: those that ``apply(weights:_:to:signs:hidden:events:)`` wrote.
  ///   - cotangent: dy, one number for each event; then dx, events x inputs.
  ///   - hidden: memory for events x units.
  ///   - gradient: that of the whole network; G and g are added in the places of W and b.
  func pullback<S: NetworkScalar>(
    scaled: UnsafePointer<S>, x: UnsafePointer<S>, signs: UnsafeMutablePointer<S>,
    cotangent: UnsafeMutablePointer<S>, hidden: UnsafeMutablePointer<S>, events: Int,
    gradient: UnsafeMutablePointer<S>
  ) {
    gradient[c] += S.sum(cotangent, count: events)
    S.kernels.signsPullback(
      words(signs, events: events), cotangent, hidden, gradient + b, events, units)
    S.product(
      rows: inputs, columns: units, inner: events, x, transposed: true, hidden, transposed: false,
      to: gradient + weightOffset, isAdded: true)
    S.product(
      rows: events, columns: inputs, inner: units, hidden, transposed: false, scaled + scaledOffset,
      transposed: true, to: cotangent, isAdded: false)
  }

  /// The bits of a slot's numbers.
  private func words<S: NetworkScalar>(
    _ numbers: UnsafeMutablePointer<S>, events: Int
  ) -> UnsafeMutablePointer<UInt32> {
    UnsafeMutableRawPointer(numbers).bindMemory(
      to: UInt32.self, capacity: events * signs.width * (MemoryLayout<S>.size / MemoryLayout<UInt32>.size))
  }

  /// Writes W v, each weight times that of its unit, in its place among those of all such layers.
  func scale<S: NetworkScalar>(weights: UnsafePointer<S>, into scaled: UnsafeMutablePointer<S>) {
    for input in 0..<inputs {
      let (w, row) = (weights + weightOffset + input * units, scaled + scaledOffset + input * units)
      for unit in 0..<units { row[unit] = w[unit] * weights[v + unit] }
    }
  }

  /// Makes G and g, summed over all events, the gradient in W, v and b.
  ///
  /// - Parameters:
  ///   - weights: those of the whole network.
  ///   - gradient: that of the whole network.
  ///   - threads: how many threads work.
  func finish<S: NetworkScalar>(
    weights: UnsafePointer<S>, gradient: UnsafeMutablePointer<S>, threads: Int
  ) {
    let finish = Finish(layer: self, weights: weights, gradient: gradient)
    inParallel(finish.blocks, threads: threads, finish)
  }

  private struct Finish<S: NetworkScalar>: ParallelWork {
    let layer: SignedLayer
    let weights: UnsafePointer<S>
    let gradient: UnsafeMutablePointer<S>

    /// How many units a thread does at a time.
    private static var block: Int { 128 }
    var blocks: Int { (layer.units + Self.block - 1) / Self.block }

    func run(_ index: Int, worker: Int) {
      let first = index * Self.block
      let units = 0..<min(Self.block, layer.units - first)
      let (v, dv) = (weights + layer.v + first, gradient + layer.v + first)
      withoutSubnormals {
        let (b, db) = (weights + layer.b + first, gradient + layer.b + first)
        for unit in units {
          dv[unit] = b[unit] * db[unit]
          db[unit] *= v[unit]
        }
        for input in 0..<layer.inputs {
          let row = layer.weightOffset + input * layer.units + first
          let (w, dw) = (weights + row, gradient + row)
          for unit in units {
            dv[unit] += w[unit] * dw[unit]
            dw[unit] *= v[unit]
          }
        }
      }
    }
  }
}
