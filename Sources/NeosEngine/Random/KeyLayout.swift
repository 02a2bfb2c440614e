/// How the words of a key's stream are laid out over an array: JAX's setting `jax_threefry_partitionable`.
///
/// The two layouts give different numbers from the same seed.
public enum KeyLayout: String, Sendable, Hashable, CaseIterable, Codable {
  /// `False`: JAX's default until version 0.5, and the layout that the published numbers were drawn with.
  case original
  /// `True`: JAX's default today. Element i depends on i alone, not on the number of elements.
  case partitionable
}
