internal import NeosKernels

/// The loops of layers and optimizer for one type of number, compiled for the machine's instruction set: C functions,
/// whose header says what each does.
public struct NetworkKernels<S: NetworkScalar>: Sendable {
  package typealias Numbers = UnsafePointer<S>
  package typealias Room = UnsafeMutablePointer<S>

  /// x, W, b, y, events, inputs, outputs, and whether negative values become 0.
  package var denseForward: @Sendable (Numbers, Numbers, Numbers, Room, Int, Int, Int, Int32) -> Void
  /// x, y of a relu or nil, dy, dW, db, events, inputs, outputs.
  package var densePullback: @Sendable (Numbers, Numbers?, Numbers, Room, Room, Int, Int, Int) -> Void
  /// b, y, events, outputs, and whether negative values become 0.
  package var addBias: @Sendable (Numbers, Room, Int, Int, Int32) -> Void
  /// y of a relu or nil, dy, db, events, outputs.
  package var biasPullback: @Sendable (Numbers?, Room, Room, Int, Int) -> Void
  /// x, b of a relu below that is done here or nil, w, b, y, events, inputs.
  package var unitForward: @Sendable (Numbers, Numbers?, Numbers, S, Room, Int, Int) -> Void
  /// x, b of a relu below that is done here or nil, w, dy, dx, dw, db of that relu, events, inputs.
  package var unitPullback:
    @Sendable (Numbers, Numbers?, Numbers, Numbers, Room, Room, Room?, Int, Int) -> Void
  /// x, b, v, c, y, rows of signs, events, units.
  package var signsForward:
    @Sendable (Numbers, Numbers, Numbers, S, Room, UnsafeMutablePointer<UInt32>, Int, Int) -> Void
  /// Rows of signs, dy, dx, db, events, units.
  package var signsPullback: @Sendable (UnsafePointer<UInt32>, Numbers, Room, Room, Int, Int) -> Void
  /// x, W, b, v, c, y, events, inputs, units.
  package var hiddenForward: @Sendable (Numbers, Numbers, Numbers, Numbers, S, Room, Int, Int, Int) -> Void
  /// x, W, b, v, dy, dW, db, dv, events, inputs, units.
  package var hiddenPullback:
    @Sendable (Numbers, Numbers, Numbers, Numbers, Numbers, Room, Room, Room, Int, Int, Int) -> Void
  /// The ten constants of ``Adam`` in their order, the gradient, x, m, v, the next x, m, v, count.
  package var adamUpdate:
    @Sendable (
      S, S, S, S, S, S, S, S, S, S, Numbers, Numbers, Numbers, Numbers, Room, Room, Room, Int
    ) -> Void
  /// The activations that need an exponential.
  package var sigmoid, tanh, softplus, elu, gelu: OfEach
  /// The one of whole rows.
  package var softmax: OfRows

  /// A function of each of some numbers by itself.
  package struct OfEach: Sendable {
    /// x, y, count.
    package var apply: @Sendable (Numbers, Room, Int) -> Void
    /// The values, or the arguments of gelu; the gradient in the values, which becomes that in the arguments; count.
    package var pullback: @Sendable (Numbers, Room, Int) -> Void
  }

  /// A function of the rows of a matrix.
  package struct OfRows: Sendable {
    /// x, y, events, width.
    package var apply: @Sendable (Numbers, Room, Int, Int) -> Void
    /// The values; the gradient in the values, which becomes that in the arguments; events, width.
    package var pullback: @Sendable (Numbers, Room, Int, Int) -> Void
  }
}

extension Float {
  /// Those of 32 bits.
  public static let kernels = NetworkKernels<Float>(
    denseForward: neos_dense_forward_float, densePullback: neos_dense_pullback_float,
    addBias: neos_add_bias_float, biasPullback: neos_bias_pullback_float,
    unitForward: neos_unit_forward_float, unitPullback: neos_unit_pullback_float,
    signsForward: neos_signs_forward_float, signsPullback: neos_signs_pullback_float,
    hiddenForward: neos_hidden_forward_float, hiddenPullback: neos_hidden_pullback_float,
    adamUpdate: neos_adam_update_float,
    sigmoid: .init(apply: neos_sigmoid_float, pullback: neos_sigmoid_pullback_float),
    tanh: .init(apply: neos_tanh_float, pullback: neos_tanh_pullback_float),
    softplus: .init(apply: neos_softplus_float, pullback: neos_softplus_pullback_float),
    elu: .init(apply: neos_elu_float, pullback: neos_elu_pullback_float),
    gelu: .init(apply: neos_gelu_float, pullback: neos_gelu_pullback_float),
    softmax: .init(apply: neos_softmax_float, pullback: neos_softmax_pullback_float))
}

extension Double {
  /// Those of 64 bits.
  public static let kernels = NetworkKernels<Double>(
    denseForward: neos_dense_forward_double, densePullback: neos_dense_pullback_double,
    addBias: neos_add_bias_double, biasPullback: neos_bias_pullback_double,
    unitForward: neos_unit_forward_double, unitPullback: neos_unit_pullback_double,
    signsForward: neos_signs_forward_double, signsPullback: neos_signs_pullback_double,
    hiddenForward: neos_hidden_forward_double, hiddenPullback: neos_hidden_pullback_double,
    adamUpdate: neos_adam_update_double,
    sigmoid: .init(apply: neos_sigmoid_double, pullback: neos_sigmoid_pullback_double),
    tanh: .init(apply: neos_tanh_double, pullback: neos_tanh_pullback_double),
    softplus: .init(apply: neos_softplus_double, pullback: neos_softplus_pullback_double),
    elu: .init(apply: neos_elu_double, pullback: neos_elu_pullback_double),
    gelu: .init(apply: neos_gelu_double, pullback: neos_gelu_pullback_double),
    softmax: .init(apply: neos_softmax_double, pullback: neos_softmax_pullback_double))
}
