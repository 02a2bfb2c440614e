/// The block function of the threefry-2x32 generator with 20 rounds.
///
/// A counter of two words goes in, two random words come out; the key selects the stream. There is no state:
/// any block is computed without those before it. Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as
/// easy as 1, 2, 3", SC11; JAX's `threefry2x32_p`.
struct Threefry: Sendable {
  private let key: SIMD3<UInt32>

  /// The stream selected by two key words.
  init(_ key0: UInt32, _ key1: UInt32) {
    // The third word is the parity of the key with the constant of the Skein hash.
    key = SIMD3(key0, key1, key0 ^ key1 ^ 0x1BD1_1BDA)
  }

  /// The two random words of one counter.
  @inline(__always)
  func block(_ counter0: UInt32, _ counter1: UInt32) -> (UInt32, UInt32) {
    var x = (counter0 &+ key.x, counter1 &+ key.y)
    Self.mix(&x, 13, 15, 26, 6)
    x = (x.0 &+ key.y, x.1 &+ key.z &+ 1)
    Self.mix(&x, 17, 29, 16, 24)
    x = (x.0 &+ key.z, x.1 &+ key.x &+ 2)
    Self.mix(&x, 13, 15, 26, 6)
    x = (x.0 &+ key.x, x.1 &+ key.y &+ 3)
    Self.mix(&x, 17, 29, 16, 24)
    x = (x.0 &+ key.y, x.1 &+ key.z &+ 4)
    Self.mix(&x, 13, 15, 26, 6)
    return (x.0 &+ key.z, x.1 &+ key.x &+ 5)
  }

  /// Four rounds of addition, rotation and exclusive or.
  @inline(__always)
  private static func mix(
    _ x: inout (UInt32, UInt32), _ first: UInt32, _ second: UInt32, _ third: UInt32, _ fourth: UInt32
  ) {
    round(&x, first)
    round(&x, second)
    round(&x, third)
    round(&x, fourth)
  }

  @inline(__always)
  private static func round(_ x: inout (UInt32, UInt32), _ rotation: UInt32) {
    x.0 = x.0 &+ x.1
    x.1 = (x.1 &<< rotation) | (x.1 &>> (32 &- rotation))
    x.1 ^= x.0
  }
}
