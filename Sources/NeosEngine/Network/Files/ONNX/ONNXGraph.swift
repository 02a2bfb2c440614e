internal import Foundation

/// The operations of an ONNX graph under construction; rows are events. What goes in is in double precision, what comes
/// out in the graph's own.
struct ONNXGraph {
  let precision: Precision
  private var nodes: [ONNXNodeProto] = []
  private var tensors: [ONNXTensorProto] = []

  /// A graph without operations.
  init(_ precision: Precision) { self.precision = precision }

  /// The number that stands for a precision in ONNX (`TensorProto.DataType`).
  private static func dataType(_ precision: Precision) -> Int32 { precision == .single ? 1 : 11 }

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

  /// Adds a conversion to the graph's precision.
  ///
  /// - Returns: The name of its value.
  mutating func castToPrecision(_ input: String) -> String {
    let name = add("Cast", input)
    var target = ONNXAttributeProto()
    target.name = "to"
    target.type = .int
    target.i = Int64(Self.dataType(precision))
    nodes[nodes.count - 1].attribute = [target]
    return name
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

  /// Adds a tensor of numbers in the precision that they have.
  ///
  /// - Returns: The name.
  mutating func tensor<S: NetworkScalar>(_ name: String, _ shape: [Int], _ values: ArraySlice<S>) -> String {
    precondition(shape.reduce(1, *) == values.count, "\(name) has its shape")
    if tensors.contains(where: { $0.name == name }) { return name }
    var tensor = ONNXTensorProto()
    tensor.name = name
    tensor.dims = shape.map { Int64($0) }
    tensor.dataType = Self.dataType(S.precision)
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
    graph.input = [rows(input.0, width: input.1, .double)]
    graph.output = [rows(output.0, width: output.1, precision)]
    return graph
  }

  private func rows(_ name: String, width: Int, _ precision: Precision) -> ONNXValueInfoProto {
    var (events, numbers) = (ONNXTensorShapeProto.Dimension(), ONNXTensorShapeProto.Dimension())
    events.dimParam = "N"
    numbers.dimValue = Int64(width)
    var info = ONNXValueInfoProto()
    info.name = name
    info.type.tensorType.elemType = Self.dataType(precision)
    info.type.tensorType.shape.dim = [events, numbers]
    return info
  }
}
