extension Network {
  /// The weights that `stax.serial` of these layers starts from, drawn with this key.
  ///
  /// Every layer, activations too, splits its key off the chain (`stax.serial`); a dense layer splits that again,
  /// draws W as the ``initializer`` says and b from a normal distribution of standard deviation 0.01
  /// (`stax.Dense`).
  ///
  /// - Parameters:
  ///   - key: `RandomKey(seed: 13)` with ``Initializer/glorotTruncated`` is the published start.
  ///   - type: the numbers to return.
  ///   - precision: the numbers to draw. The published seeds were drawn in single precision: so is a start in
  ///     double precision unless 64-bit draws, which are other numbers, are asked for.
  /// - Returns: ``weightCount`` numbers.
  public func initialWeights<S: NetworkScalar>(
    key: RandomKey, as type: S.Type = S.self, drawing precision: Precision = .single
  ) -> [S] {
    switch precision {
    case .single: drawWeights(key, as: Float.self).map { S($0) }
    case .double: drawWeights(key, as: Double.self).map { S($0) }
    }
  }

  private func drawWeights<S: NetworkScalar & RandomScalar>(_ key: RandomKey, as type: S.Type) -> [S] {
    var weights: [S] = []
    weights.reserveCapacity(weightCount)
    var chain = key
    var inputs = inputCount
    for layer in layers {
      let keys = chain.split(2)
      chain = keys[0]
      guard case .dense(let outputs) = layer else { continue }
      let denseKeys = keys[1].split(2)
      weights += initializer.draw(inputs: inputs, outputs: outputs, key: denseKeys[0])
      let biases: [S] = denseKeys[1].normal(outputs)
      weights += biases.map { $0 * 0.01 }
      inputs = outputs
    }
    return weights
  }
}

extension Initializer {
  /// The matrix of a dense layer, inputs x outputs, in the operations of `jax.nn.initializers.variance_scaling`
  /// and their order, each rounded to the precision of the draws.
  fileprivate func draw<S: NetworkScalar & RandomScalar>(
    inputs: Int, outputs: Int, key: RandomKey
  ) -> [S] {
    let count = inputs * outputs
    let variance = S(variance(inputs: inputs, outputs: outputs))
    let draws: [S]
    let scale: S
    switch distribution {
    case .normal:
      draws = key.normal(count)
      scale = variance.squareRoot()
    case .uniform:
      draws = key.uniform(count, from: -1, to: 1)
      scale = (3 * variance).squareRoot()
    case .truncated:
      draws = key.truncatedNormal(count, from: -2, to: 2)
      scale = variance.squareRoot() / S(Self.truncatedDeviation)
    }
    return draws.map { $0 * scale }
  }

  /// The standard deviation of the unit normal distribution cut at -2 and 2.
  private static let truncatedDeviation = 0.87962566103423978
}
