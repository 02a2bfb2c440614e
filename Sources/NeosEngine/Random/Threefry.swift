/// Threefry-2x32 with 20 rounds: a block cipher of a 64-bit counter, which serves as a counter-based random
/// generator (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC'11).
struct Threefry {
  private let k0: UInt32
  private let k1: UInt32
  private let k2: UInt32

  init(_ key0: UInt32, _ key1: UInt32) {
    k0 = key0
    k1 = key1
    k2 = key0 ^ key1 ^ 0x1BD1_1BDA
  }

  /// The random bits of a counter.
  @inline(__always)
  func callAsFunction(_ counter0: UInt32, _ counter1: UInt32) -> (UInt32, UInt32) {
    var x = (counter0 &+ k0, counter1 &+ k1)
    Self.rounds(&x, 13, 15, 26, 6)
    x = (x.0 &+ k1, x.1 &+ k2 &+ 1)
    Self.rounds(&x, 17, 29, 16, 24)
    x = (x.0 &+ k2, x.1 &+ k0 &+ 2)
    Self.rounds(&x, 13, 15, 26, 6)
    x = (x.0 &+ k0, x.1 &+ k1 &+ 3)
    Self.rounds(&x, 17, 29, 16, 24)
    x = (x.0 &+ k1, x.1 &+ k2 &+ 4)
    Self.rounds(&x, 13, 15, 26, 6)
    return (x.0 &+ k2, x.1 &+ k0 &+ 5)
  }

  @inline(__always)
  private static func rounds(
    _ x: inout (UInt32, UInt32), _ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) {
    round(&x, a)
    round(&x, b)
    round(&x, c)
    round(&x, d)
  }

  @inline(__always)
  private static func round(_ x: inout (UInt32, UInt32), _ rotation: UInt32) {
    x.0 = x.0 &+ x.1
    x.1 = (x.1 << rotation) | (x.1 >> (32 - rotation))
    x.1 ^= x.0
  }
}
