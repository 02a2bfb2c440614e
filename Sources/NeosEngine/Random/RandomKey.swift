/// The seed of a stream of random numbers: JAX's threefry key, bit for bit.
///
/// A key is a value. Drawing from it changes nothing, and the same call gives the same numbers again; for
/// other numbers, ``split(_:)`` the key or fold a number into it.
///
///     let keys = RandomKey(seed: 13).split()
///     let weights: [Float] = keys[0].normal(1024)
///     let biases: [Float] = keys[1].normal(32)
public struct RandomKey: Sendable, Hashable {
  private let word0: UInt32
  private let word1: UInt32

  /// The layout of all numbers and keys drawn from this key.
  public let layout: KeyLayout

  /// The key of a seed: the high word, then the low word, as `jax.random.PRNGKey(seed)` with 64-bit integers.
  public init(seed: UInt64, layout: KeyLayout = .original) {
    self.init(
      words: (UInt32(truncatingIfNeeded: seed >> 32), UInt32(truncatingIfNeeded: seed)), layout: layout)
  }

  /// The key of the given two words, as `jax.random.wrap_key_data`.
  public init(words: (UInt32, UInt32), layout: KeyLayout = .original) {
    (word0, word1) = words
    self.layout = layout
  }

  /// The two words of the key, as `jax.random.key_data`.
  public var words: (UInt32, UInt32) { (word0, word1) }

  /// `count` new keys, whose streams are independent of each other's and of this one's; `jax.random.split`.
  ///
  /// In the original layout all of them depend on `count`.
  public func split(_ count: Int = 2) -> [RandomKey] {
    switch layout {
    case .original:
      let words = bits32(2 * count)
      return (0..<count).map { RandomKey(words: (words[2 * $0], words[2 * $0 + 1]), layout: layout) }
    case .partitionable:
      return bits64(count).map { RandomKey(seed: $0, layout: layout) }
    }
  }

  /// The key that a number makes of this one; `jax.random.fold_in`.
  ///
  /// Different numbers give independent streams, and none needs the others: for step or sample indices.
  public func folded(in data: UInt32) -> RandomKey {
    RandomKey(words: stream.block(0, data), layout: layout)
  }

  /// The blocks of random words that the key selects.
  var stream: Threefry { Threefry(word0, word1) }
}
