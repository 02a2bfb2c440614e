/// Random words. The arrangement of blocks in an array is what the two layouts differ in.
extension RandomKey {
  /// `count` random 32-bit words; `jax.random.bits` of type `uint32`.
  ///
  /// - Precondition: `count` is not negative and below 2^32.
  public func bits32(_ count: Int) -> [UInt32] {
    precondition(count >= 0 && count <= Int(UInt32.max), "the number of words must fit in 32 bits")
    let stream = self.stream
    return [UInt32](unsafeUninitializedCapacity: count) { words, initializedCount in
      switch layout {
      case .original:
        // The counters 0 ..< count are cut into two halves, and a block takes one counter from each. An odd
        // count is filled up with a counter 0, whose output word is dropped.
        let half = count / 2
        let blocks = count - half
        for index in 0..<half {
          (words[index], words[blocks + index]) = stream.block(UInt32(index), UInt32(blocks + index))
        }
        if blocks > half { words[half] = stream.block(UInt32(half), 0).0 }
      case .partitionable:
        for index in 0..<count {
          let (high, low) = stream.block(0, UInt32(index))
          words[index] = high ^ low
        }
      }
      initializedCount = count
    }
  }

  /// `count` random 64-bit words; `jax.random.bits` of type `uint64`.
  ///
  /// - Precondition: `count` is not negative and below 2^31.
  public func bits64(_ count: Int) -> [UInt64] {
    precondition(count >= 0 && count <= Int(Int32.max), "the number of words must fit in 31 bits")
    let stream = self.stream
    return [UInt64](unsafeUninitializedCapacity: count) { words, initializedCount in
      for index in 0..<count {
        // The original layout counts 2 x count 32-bit words, and again a block takes one counter from each
        // half; the partitionable one counts elements in 64 bits.
        let (high, low) =
          switch layout {
          case .original: stream.block(UInt32(index), UInt32(count + index))
          case .partitionable: stream.block(0, UInt32(index))
          }
        words[index] = UInt64(high) << 32 | UInt64(low)
      }
      initializedCount = count
    }
  }
}
