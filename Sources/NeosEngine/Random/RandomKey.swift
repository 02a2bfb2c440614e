/// How a key becomes many numbers; JAX has had two layouts.
public enum KeyLayout: String, Sendable, Hashable, CaseIterable, Codable {
  /// JAX before 0.5 (`jax_threefry_partitionable=False`), in which the published numbers were drawn.
  case original
  /// JAX's default today (`jax_threefry_partitionable=True`).
  case partitionable
}

/// A key of JAX's random generator: the same seed gives the same numbers as `jax.random`.
///
/// A key is a value without state: the same draw from the same key gives the same numbers. New keys come from
/// ``split(_:)`` and ``folded(in:)``.
public struct RandomKey: Sendable, Hashable {
  /// The high word of the key.
  public let high: UInt32
  /// The low word of the key.
  public let low: UInt32
  /// How the key becomes many numbers.
  public let layout: KeyLayout

  /// The key of a seed (`jax.random.PRNGKey` in 64-bit mode).
  public init(seed: UInt64, layout: KeyLayout = .original) {
    self.init(
      high: UInt32(truncatingIfNeeded: seed >> 32), low: UInt32(truncatingIfNeeded: seed), layout: layout)
  }

  /// The key of two words.
  public init(high: UInt32, low: UInt32, layout: KeyLayout = .original) {
    self.high = high
    self.low = low
    self.layout = layout
  }

  private var threefry: Threefry { Threefry(high, low) }

  /// New keys (`jax.random.split`).
  public func split(_ count: Int = 2) -> [RandomKey] {
    switch layout {
    case .original:
      let words = originalWords(2 * count)
      return (0..<count).map { RandomKey(high: words[2 * $0], low: words[2 * $0 + 1], layout: layout) }
    case .partitionable:
      return (0..<UInt64(count)).map { index in
        let (high, low) = threefry(UInt32(truncatingIfNeeded: index >> 32), UInt32(truncatingIfNeeded: index))
        return RandomKey(high: high, low: low, layout: layout)
      }
    }
  }

  /// The key that belongs to a number (`jax.random.fold_in`).
  public func folded(in data: UInt32) -> RandomKey {
    let (high, low) = threefry(0, data)
    return RandomKey(high: high, low: low, layout: layout)
  }

  /// 32-bit words (`jax.random.bits` of `uint32`).
  public func bits32(_ count: Int) -> [UInt32] {
    switch layout {
    case .original: return originalWords(count)
    case .partitionable:
      let threefry = threefry
      return (0..<UInt64(count)).map { index in
        let (x, y) = threefry(UInt32(truncatingIfNeeded: index >> 32), UInt32(truncatingIfNeeded: index))
        return x ^ y
      }
    }
  }

  /// 64-bit words (`jax.random.bits` of `uint64`).
  public func bits64(_ count: Int) -> [UInt64] {
    switch layout {
    case .original:
      let words = originalWords(2 * count)
      return (0..<count).map { UInt64(words[$0]) << 32 | UInt64(words[count + $0]) }
    case .partitionable:
      let threefry = threefry
      return (0..<UInt64(count)).map { index in
        let (x, y) = threefry(UInt32(truncatingIfNeeded: index >> 32), UInt32(truncatingIfNeeded: index))
        return UInt64(x) << 32 | UInt64(y)
      }
    }
  }

  /// The words of the original layout: the counters 0, 1, 2, ... are cut in halves, which are enciphered
  /// against each other; an odd number is filled up with a 0.
  private func originalWords(_ count: Int) -> [UInt32] {
    let half = (count + 1) / 2
    let threefry = threefry
    return [UInt32](unsafeUninitializedCapacity: 2 * half) { words, initialized in
      for index in 0..<half {
        let second = half + index
        let (x, y) = threefry(
          UInt32(truncatingIfNeeded: index), second < count ? UInt32(truncatingIfNeeded: second) : 0)
        words.initializeElement(at: index, to: x)
        words.initializeElement(at: second, to: y)
      }
      initialized = count
    }
  }
}
