extension Network {
  /// Whether the last values before a sigmoid, or the outputs themselves, are the logits of one class against
  /// another: one output, after which comes a sigmoid or nothing.
  package var endsInLogits: Bool {
    guard outputCount == 1, let last = layers.last else { return false }
    switch last {
    case .dense, .activation(.sigmoid), .activation(.identity): return true
    case .activation: return false
    }
  }

  /// The network without its last activation, if it ends in one; it has the same weights.
  package var beforeLastActivation: (network: Network, activation: Activation)? {
    guard case .activation(let activation) = layers.last,
      let network = try? Network(
        inputCount: inputCount, layers: Array(layers.dropLast()), initializer: initializer)
    else { return nil }
    return (network, activation)
  }

  /// The outputs alone, and what goes into the last activation.
  ///
  /// - Parameters: as of ``outputs(weights:inputs:threads:)``.
  package func outputsAndLogits<S: NetworkScalar>(
    weights: [S], inputs: [S], threads: Int
  ) -> (outputs: [S], logits: [S]) {
    guard let (network, activation) = beforeLastActivation else {
      let outputs = outputs(weights: weights, inputs: inputs, threads: threads)
      return (outputs, outputs)
    }
    let logits = network.outputs(weights: weights, inputs: inputs, threads: threads)
    var outputs = logits
    outputs.withUnsafeMutableBufferPointer { buffer in
      guard let values = buffer.baseAddress else { return }
      activation.apply(values, to: values, events: logits.count / outputCount, width: outputCount)
    }
    return (outputs, logits)
  }
}
