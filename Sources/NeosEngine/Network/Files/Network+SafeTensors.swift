/// A dense layer with the place of its weights: W (inputs x outputs, row-major), then b.
struct DenseWeights {
  /// The position among all layers, counted from 0.
  let layer: Int
  let inputs: Int
  let outputs: Int
  /// Where W begins in the network's flat array.
  let offset: Int

  /// Where b begins.
  var biasOffset: Int { offset + inputs * outputs }
  /// The names of both in files: those of PyTorch's `Sequential`, under the name `layers`.
  var weightName: String { "layers.\(layer).weight" }
  var biasName: String { "layers.\(layer).bias" }
}

extension Network {
  /// The dense layers.
  var denseWeights: [DenseWeights] {
    var (width, offset) = (inputCount, 0)
    var dense: [DenseWeights] = []
    for case (let layer, .dense(let outputs)) in layers.enumerated() {
      dense.append(DenseWeights(layer: layer, inputs: width, outputs: outputs, offset: offset))
      offset += (width + 1) * outputs
      width = outputs
    }
    return dense
  }

  /// The layers as a line of a session has them, such as `1024 relu 1 sigmoid`.
  var words: String { layers.map(\.word).joined(separator: " ") }
}

extension SafeTensors {
  /// The weights of a network: for each dense layer `layers.I.weight`, outputs x inputs as `torch.nn.Linear` has them,
  /// and `layers.I.bias`, where I is the layer's position with the activations counted.
  ///
  /// - Parameters:
  ///   - network: the network.
  ///   - weights: its weights.
  ///   - standardization: of the features, if there is one; it stands in the metadata.
  ///   - metadata: what else is to be said.
  public init(
    _ network: Network, weights: WeightVector, standardization: Standardization? = nil,
    metadata: [String: String] = [:]
  ) {
    var all = metadata
    all["format"] = "neos network"
    all["layers"] = network.words
    all["inputs"] = "\(network.inputCount)"
    all["orientation"] = "layers.I.weight is outputs x inputs, I counts dense layers and activations from 0"
    all["precision"] = weights.precision.rawValue
    if let standardization {
      all["standardization.mean"] = JSONValue.numbers(standardization.means).text(.canonical)
      all["standardization.scale"] = JSONValue.numbers(standardization.scales).text(.canonical)
    }
    self.init(metadata: all)
    switch weights {
    case .single(let values): add(network, values)
    case .double(let values): add(network, values)
    }
  }

  private mutating func add<S: NetworkScalar>(_ network: Network, _ weights: [S]) {
    precondition(weights.count == network.weightCount, "the network has \(network.weightCount) weights")
    for dense in network.denseWeights {
      let (inputs, outputs) = (dense.inputs, dense.outputs)
      let transposed = (0..<inputs * outputs).map { index in
        weights[dense.offset + index % inputs * outputs + index / inputs]
      }
      add(dense.weightName, shape: [outputs, inputs], transposed)
      add(
        dense.biasName, shape: [outputs], Array(weights[dense.biasOffset..<dense.biasOffset + outputs]))
    }
  }

  /// The standardization of the features that the metadata name.
  ///
  /// - Throws: ``SafeTensorsError/entry(_:found:expected:)`` when they name one of another number of features, or a
  ///   scale that is not above 0.
  public func standardization(inputCount: Int) throws(SafeTensorsError) -> Standardization? {
    func row(_ key: String) throws(SafeTensorsError) -> [Double]? {
      guard let text = metadata[key] else { return nil }
      let numbers = (try? JSONValue(json: text.utf8))?.asArray?.compactMap(\.asNumber)
      guard let numbers, numbers.count == inputCount else {
        throw .entry(
          "\(Self.metadataKey).\(key)", found: JSONValue.string(text).account,
          expected: "an array of \(inputCount) numbers")
      }
      return numbers
    }
    switch (try row("standardization.mean"), try row("standardization.scale")) {
    case (nil, nil): return nil
    case (let means?, let scales?) where scales.allSatisfy { $0 > 0 }:
      return Standardization(means: means, scales: scales)
    default:
      throw .entry(
        "\(Self.metadataKey).standardization", found: "a mean or a scale that cannot be used",
        expected: "both, with scales above 0")
    }
  }
}

extension Network {
  /// The weights that a file has for this network, in a precision.
  ///
  /// - Throws: ``SafeTensorsError/entry(_:found:expected:)`` when a tensor is missing, has another shape, is not made of
  ///   floating-point numbers or has one that is not finite in that precision; when there is a tensor that belongs to
  ///   no layer; and when the metadata name other layers.
  public func weights(of file: SafeTensors, precision: Precision) throws(SafeTensorsError) -> WeightVector {
    switch precision {
    case .single: .single(try numbers(of: file))
    case .double: .double(try numbers(of: file))
    }
  }

  private func numbers<S: NetworkScalar>(of file: SafeTensors) throws(SafeTensorsError) -> [S] {
    if let found = file.metadata["layers"], found != words {
      throw .entry(
        "\(SafeTensors.metadataKey).layers", found: JSONValue.string(found).account,
        expected: "\"\(words)\", the network of the session")
    }
    let names = denseWeights.flatMap { [$0.weightName, $0.biasName] }
    if let extra = file.tensors.first(where: { !names.contains($0.name) }) {
      throw .entry(
        extra.name, found: "a tensor that the network \(words) has not",
        expected: names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : ""))
    }
    var weights = [S](repeating: 0, count: weightCount)
    for dense in denseWeights {
      let w: [S] = try file.numbers(dense.weightName, shape: [dense.outputs, dense.inputs])
      for output in 0..<dense.outputs {
        for input in 0..<dense.inputs {
          weights[dense.offset + input * dense.outputs + output] = w[output * dense.inputs + input]
        }
      }
      let b: [S] = try file.numbers(dense.biasName, shape: [dense.outputs])
      weights.replaceSubrange(dense.biasOffset..<dense.biasOffset + dense.outputs, with: b)
    }
    return weights
  }
}

extension SafeTensors {
  /// The numbers of a floating-point tensor, rounded to another precision.
  fileprivate func numbers<S: NetworkScalar>(_ name: String, shape: [Int]) throws(SafeTensorsError) -> [S] {
    guard let tensor = self[name] else {
      throw .entry(name, found: "no such tensor", expected: "one of the shape \(shape)")
    }
    guard tensor.shape == shape else {
      throw .entry(name, found: "the shape \(tensor.shape)", expected: "\(shape)")
    }
    func number(_ index: Int) -> S {
      let start = tensor.range.lowerBound + index * tensor.format.size
      let bits = (0..<tensor.format.size).reduce(UInt64(0)) {
        $0 | UInt64(data[start + $1]) << UInt64(8 * $1)
      }
      return switch tensor.format {
      case .f64: S(Double(bitPattern: bits))
      case .f32: S(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
      case .f16: S(Float(Float16(bitPattern: UInt16(truncatingIfNeeded: bits))))
      // The upper half of a float.
      default: S(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
      }
    }
    guard [.f64, .f32, .f16, .bf16].contains(tensor.format) else {
      throw .entry(name, found: "numbers in \(tensor.format.rawValue)", expected: "F64, F32, F16 or BF16")
    }
    let numbers = (0..<tensor.range.count / tensor.format.size).map { number($0) }
    if let index = numbers.firstIndex(where: { !$0.isFinite }) {
      throw .entry(
        name, found: "\(numbers[index]) as number \(index)",
        expected: "numbers that are finite in \(S.precision.rawValue) precision")
    }
    return numbers
  }
}
