internal import RealModule

/// Random orders.
extension RandomKey {
  /// The numbers `0 ..< count` in random order; `jax.random.permutation` of a number.
  ///
  /// The numbers are sorted by random 32-bit words. Equal words leave the order as it was; so the sort is
  /// repeated with new words until it is unlikely that any pair has met equal words every time.
  ///
  /// - Precondition: `count` is not negative and below 2^32.
  public func permutation(_ count: Int) -> [Int] {
    precondition(count >= 0 && count <= Int(UInt32.max), "the number of elements must fit in 32 bits")
    var order = (0..<UInt32(count)).map { $0 }
    var key = self
    // Enough rounds for 3 log2(n) bits an element: of n^2/2 pairs, one agrees in all with a chance below 1/n.
    let rounds = (3 * Double.log(Double(max(1, count))) / .log(Double(UInt32.max))).rounded(.up)
    for _ in 0..<Int(rounds) {
      let keys = key.split()
      key = keys[0]
      var words = zip(keys[1].bits32(count), order).map { UInt64($0) << 32 | UInt64($1) }
      Self.sortByUpperHalf(&words)
      order = words.map { UInt32(truncatingIfNeeded: $0) }
    }
    return order.map { Int($0) }
  }

  /// Sorts words by their upper 32 bits and leaves the order of equal ones as it was.
  ///
  /// It puts them in order by 11 bits at a time, from the lowest on (radix sort: Knuth, The Art of Computer
  /// Programming 3 (1998), section 5.2.5), and small numbers of them in the usual way.
  private static func sortByUpperHalf(_ words: inout [UInt64]) {
    let (bits, small) = (11, 1 << 10)
    guard words.count > small else {
      // Sorting by comparison is stable only if the place decides between equal words.
      words = words.enumerated().sorted { ($0.element >> 32, $0.offset) < ($1.element >> 32, $1.offset) }
        .map(\.element)
      return
    }
    var other = words
    for shift in stride(from: 32, to: 64, by: bits) {
      var places = [Int](repeating: 0, count: 1 << bits)
      let mask = UInt64(places.count - 1)
      for word in words { places[Int(word >> shift & mask)] += 1 }
      var sum = 0
      for digit in places.indices { (places[digit], sum) = (sum, sum + places[digit]) }
      for word in words {
        let digit = Int(word >> shift & mask)
        other[places[digit]] = word
        places[digit] += 1
      }
      swap(&words, &other)
    }
  }
}
