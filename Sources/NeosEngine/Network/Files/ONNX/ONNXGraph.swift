internal import Foundation

/// The operations of an ONNX graph under construction. All values are in one precision, rows are events.
struct ONNXGraph {
  let precision: Precision
  private var nodes: [ONNXNodeProto] = []
  private var tensors: [ONNXTensorProto] = []

  /// A graph without operations.
  init(_ precision: Precision) { self.precision = precision }

  /// The number that stands for the precision in ONNX (`TensorProto.DataType`).
  private var dataType: Int32 { precision == .single ? 1 : 11 }

  /// Adds an operation without attributes.
  ///
  /// - Returns: The name of its value.
  mutating func add(_ type: String, _ inputs: String...) -> String {
    var node = ONNXNodeProto()
    node.opType = type
    node.input = inputs
    node.name = "\(type).\(nodes.count)"
    node.output = [node.name]
    nodes.append(node)
    return node.name
  }

  /// Adds a tensor of constants.
  ///
  /// - Parameters:
  ///   - shape: the lengths of the axes; none for one number.
  ///   - values: the numbers, rounded to the graph's precision; the last axis runs fastest.
  /// - Returns: The name.
  mutating func constant(_ name: String, shape: [Int] = [], _ values: [Double]) -> String {
    switch precision {
    case .single: tensor(name, shape, values.map { Float($0) }[...])
    case .double: tensor(name, shape, values[...])
    }
  }

  /// Adds a tensor of numbers that are in the graph's precision already.
  ///
  /// - Returns: The name.
  mutating func tensor<S: NetworkScalar>(_ name: String, _ shape: [Int], _ values: ArraySlice<S>) -> String {
    precondition(S.precision == precision && shape.reduce(1, *) == values.count, "\(name) fits the graph")
    if tensors.contains(where: { $0.name == name }) { return name }
    var tensor = ONNXTensorProto()
    tensor.name = name
    tensor.dims = shape.map { Int64($0) }
    tensor.dataType = dataType
    tensor.rawData = values.withUnsafeBytes { Data($0) }
    tensors.append(tensor)
    return name
  }

  /// The graph between two values with a row of numbers for each event.
  ///
  /// - Parameters:
  ///   - input: the name of what goes in, and how many numbers an event has there.
  ///   - output: what the last operation's value is to be called, and how many numbers an event has there.
  func message(name: String, input: (String, Int), output: (String, Int)) -> ONNXGraphProto {
    var graph = ONNXGraphProto()
    graph.name = name
    graph.node = nodes
    if !nodes.isEmpty { graph.node[nodes.count - 1].output = [output.0] }
    graph.initializer = tensors
    graph.input = [rows(input.0, width: input.1)]
    graph.output = [rows(output.0, width: output.1)]
    return graph
  }

  private func rows(_ name: String, width: Int) -> ONNXValueInfoProto {
    var (events, numbers) = (ONNXTensorShapeProto.Dimension(), ONNXTensorShapeProto.Dimension())
    events.dimParam = "N"
    numbers.dimValue = Int64(width)
    var info = ONNXValueInfoProto()
    info.name = name
    info.type.tensorType.elemType = dataType
    info.type.tensorType.shape.dim = [events, numbers]
    return info
  }
}
