/// Random numbers drawn one after the other from a key, for algorithms that do not know how many they need.
///
/// The n-th number is a function of the key and n. They are not those of ``RandomKey/uniform(_:from:to:)``,
/// whose layout depends on how many are asked for.
public struct RandomStream: Sendable {
  private let blocks: Threefry
  private var counter: UInt64 = 0

  /// The stream of a key.
  public init(_ key: RandomKey) { blocks = key.stream }

  /// The next 64 random bits.
  public mutating func bits() -> UInt64 {
    let (high, low) = blocks.block(
      UInt32(truncatingIfNeeded: counter >> 32), UInt32(truncatingIfNeeded: counter))
    counter += 1
    return UInt64(high) << 32 | UInt64(low)
  }

  /// The next number uniform in the open interval (0, 1): an odd multiple of 2^-53.
  public mutating func uniform() -> Double {
    (Double(bits() >> 12) + 0.5) * 0x1p-52
  }

  /// The next number of the normal distribution of mean 0 and variance 1.
  public mutating func normal() -> Double {
    2.0.squareRoot() * .inverseErrorFunction(2 * uniform() - 1)
  }
}
