internal import RealModule

/// Random orders.
extension RandomKey {
  /// The numbers `0 ..< count` in random order; `jax.random.permutation` of a number.
  ///
  /// The numbers are sorted by random 32-bit words. Equal words leave the order as it was; so the sort is
  /// repeated with new words until it is unlikely that any pair has met equal words every time.
  ///
  /// - Precondition: `count` is not negative and below 2^32.
  /// - Complexity: O(n log n).
  public func permutation(_ count: Int) -> [Int] {
    precondition(count >= 0 && count <= Int(UInt32.max), "the number of elements must fit in 32 bits")
    var order = Array(0..<count)
    var key = self
    // Enough rounds for 3 log2(n) bits an element: of n^2/2 pairs, one agrees in all with a chance below 1/n.
    let rounds = (3 * Double.log(Double(max(1, count))) / .log(Double(UInt32.max))).rounded(.up)
    for _ in 0..<Int(rounds) {
      let keys = key.split()
      key = keys[0]
      // The word above the position: one number that sorts by the word and keeps the order of equal words.
      var words = keys[1].bits32(count).enumerated().map { UInt64($1) << 32 | UInt64($0) }
      words.sort()
      order = words.map { order[Int($0 & UInt64(UInt32.max))] }
    }
    return order
  }
}
