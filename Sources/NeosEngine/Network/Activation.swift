/// The functions that a network can apply between its dense layers, one number at a time except ``softmax``.
///
/// Formulas and constants are those of `jax.nn`, of which `jax.example_libraries.stax` makes its layers.
public enum Activation: String, Sendable, Hashable, CaseIterable, Codable {
  /// max(x, 0).
  case relu
  /// 1 / (1 + exp(-x)).
  case sigmoid
  /// The hyperbolic tangent.
  case tanh
  /// exp(x_j) / sum_k exp(x_k) over the values of one event.
  case softmax
  /// log(1 + exp(x)).
  case softplus
  /// x, or 0.01 x where x is negative.
  case leakyRelu = "leaky-relu"
  /// x, or exp(x) - 1 where x is negative.
  case elu
  /// x / 2 (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3))), JAX's default approximation of x Phi(x).
  case gelu
  /// x.
  case identity

  /// The activation of that name.
  ///
  /// - Throws: ``NetworkError/unknownActivation(_:)``, which names the known ones.
  public init(named name: String) throws(NetworkError) {
    guard let activation = Activation(rawValue: name) else { throw .unknownActivation(name) }
    self = activation
  }
}
