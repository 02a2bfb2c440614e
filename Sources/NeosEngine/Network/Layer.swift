/// One layer of a network.
public enum Layer: Sendable, Hashable, Codable {
  /// x W + b, with that many outputs (`stax.Dense`).
  case dense(Int)
  /// A function without weights.
  case activation(Activation)
}
