extension ONNXGraph {
  /// Adds an activation, written as ``Activation`` defines it.
  ///
  /// Softplus, LeakyRelu and Elu are ONNX operators as well, but onnxruntime has them in single precision only; so they
  /// are written out, as is gelu, which came with a later version of the operators.
  ///
  /// - Returns: The name of its value.
  mutating func add(_ activation: Activation, _ x: String) -> String {
    switch activation {
    case .relu: return add("Relu", x)
    case .sigmoid: return add("Sigmoid", x)
    case .tanh: return add("Tanh", x)
    // Over the last axis.
    case .softmax: return add("Softmax", x)
    case .softplus:
      // max(x, 0) + log(1 + exp(-|x|)) does not overflow.
      let tail = add("Exp", add("Neg", add("Abs", x)))
      return add("Add", add("Relu", x), add("Log", add("Add", tail, number(1))))
    case .leakyRelu: return add("Max", x, add("Mul", x, number(0.01)))
    case .elu:
      let below = add("Sub", add("Exp", add("Min", x, number(0))), number(1))
      return add("Add", add("Relu", x), below)
    case .gelu:
      // (1 + tanh u) / 2 is the logistic function of 2 u.
      let cubic = add("Add", add("Mul", add("Mul", x, x), number(0.044715)), number(1))
      let argument = add("Mul", add("Mul", x, cubic), number(2 * (2 / Double.pi).squareRoot()))
      return add("Mul", x, add("Sigmoid", argument))
    case .identity: return x
    }
  }

  private mutating func number(_ value: Double) -> String { constant("\(value)", [value]) }
}
