extension Network {
  /// Initial weights, drawn as JAX draws them.
  ///
  /// Every layer, an activation too, takes a key off the stream by splitting it
  /// (`jax.example_libraries.stax.serial`). A dense layer splits its own into one for the weights and one for
  /// the biases, which are normal with standard deviation 0.01 (`stax.Dense`). With `glorot-truncated` the
  /// weights are those of `jax.nn.initializers.glorot_normal`.
  ///
  /// - Parameters:
  ///   - key: where the stream begins.
  ///   - type: the precision of the weights.
  ///   - precision: that of the draws; the published numbers were drawn in single precision.
  /// - Returns: ``weightCount`` numbers.
  public func initialWeights<S: NetworkScalar>(
    key: RandomKey, as type: S.Type, drawing precision: Precision = .single
  ) -> [S] {
    switch precision {
    case .single: draw(key, as: Float.self).map { S($0) }
    case .double: draw(key, as: Double.self).map { S($0) }
    }
  }

  private func draw<D: RandomScalar>(_ key: RandomKey, as type: D.Type) -> [D] {
    var weights: [D] = []
    weights.reserveCapacity(weightCount)
    var stream = key
    var inputs = inputCount
    for layer in layers {
      let keys = stream.split()
      stream = keys[0]
      guard case .dense(let outputs) = layer else { continue }
      let own = keys[1].split()
      weights += initializer.draw(inputs: inputs, outputs: outputs, key: own[0], as: D.self)
      let deviation: D = 0.01
      let biases: [D] = own[1].normal(outputs)
      weights += biases.map { $0 * deviation }
      inputs = outputs
    }
    return weights
  }
}

extension Initializer {
  /// The weights of a dense layer, inputs x outputs (`jax.nn.initializers.variance_scaling`).
  func draw<D: RandomScalar>(inputs: Int, outputs: Int, key: RandomKey, as type: D.Type) -> [D] {
    let count = inputs * outputs
    let variance = D(variance(inputs: inputs, outputs: outputs))
    switch distribution {
    case .normal:
      let deviation = variance.squareRoot()
      let numbers: [D] = key.normal(count)
      return numbers.map { $0 * deviation }
    case .uniform:
      let width = (3 * variance).squareRoot()
      return key.uniform(count, from: -1 as D, to: 1).map { $0 * width }
    case .truncated:
      // The standard deviation of a standard normal number that is kept within (-2, 2).
      let deviation = variance.squareRoot() / 0.87962566103423978
      return key.truncatedNormal(count, from: -2 as D, to: 2).map { $0 * deviation }
    }
  }
}
