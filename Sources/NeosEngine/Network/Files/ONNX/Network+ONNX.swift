internal import Foundation
internal import SwiftProtobuf

extension Network {
  /// The network as an ONNX file (https://onnx.ai): from `features`, N x ``inputCount`` in double precision, to `score`,
  /// N x ``outputCount`` in the precision of the weights.
  ///
  /// Features come in as they are here: in single precision those far from 0, beside their width, would lose the digits
  /// that standardization brings out.
  ///
  /// Operators are those of version 13, the file is of IR version 8.
  ///
  /// - Parameters:
  ///   - weights: the weights.
  ///   - standardization: what is subtracted from every feature, and what it is divided by, first; nil for nothing.
  ///   - metadata: what is said of the network, by key.
  /// - Throws: ``ONNXError`` when the file would be larger than the format allows.
  public func onnx(
    weights: WeightVector, standardization: Standardization? = nil,
    metadata: [String: String] = [:]
  ) throws(ONNXError) -> [UInt8] {
    precondition(weights.count == weightCount, "the network has \(weightCount) weights")
    let size = weights.count * (weights.precision == .single ? 4 : 8)
    guard size < ONNXError.largestSize else { throw .tooLarge(size) }
    var graph = ONNXGraph(weights.precision)
    var x = "features"
    if let standardization {
      x = graph.add(
        "Sub", x, graph.tensor("standardization.mean", [inputCount], standardization.means[...]))
      x = graph.add(
        "Div", x, graph.tensor("standardization.scale", [inputCount], standardization.scales[...]))
    }
    if weights.precision == .single { x = graph.castToPrecision(x) }
    var dense = denseWeights[...]
    for layer in layers {
      switch layer {
      case .activation(let activation): x = graph.add(activation, x)
      case .dense:
        guard let next = dense.popFirst() else { continue }
        switch weights {
        case .single(let values): x = graph.add(next, values, x)
        case .double(let values): x = graph.add(next, values, x)
        }
      }
    }
    var model = ONNXModelProto()
    model.irVersion = 8
    model.producerName = "neos"
    model.graph = graph.message(
      name: "network", input: ("features", inputCount), output: ("score", outputCount))
    var operators = ONNXOperatorSetIdProto()
    operators.domain = ""
    operators.version = 13
    model.opsetImport = [operators]
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      var entry = ONNXStringStringEntryProto()
      (entry.key, entry.value) = (key, value)
      model.metadataProps.append(entry)
    }
    do {
      return try model.serializedBytes()
    } catch {
      throw .tooLarge(size)
    }
  }
}

extension ONNXGraph {
  /// Adds a dense layer, x W + b.
  fileprivate mutating func add<S: NetworkScalar>(_ dense: DenseWeights, _ weights: [S], _ x: String)
    -> String
  {
    let w = tensor(
      dense.weightName, [dense.inputs, dense.outputs], weights[dense.offset..<dense.biasOffset])
    let b = tensor(
      dense.biasName, [dense.outputs], weights[dense.biasOffset..<dense.biasOffset + dense.outputs])
    return add("Gemm", x, w, b)
  }
}

/// Why a network cannot be an ONNX file.
public enum ONNXError: Error, Sendable, Hashable {
  /// The weights, so many bytes, are more than a message of protocol buffers can hold.
  case tooLarge(Int)

  /// The bytes that weights may take; a message has less than 2^31 in all.
  static let largestSize = 1 << 31 - 1 << 20
}

extension ONNXError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .tooLarge(let bytes):
      "an ONNX file holds less than 2 GiB, the weights have \(bytes) bytes; a safetensors file holds them"
    }
  }
}
