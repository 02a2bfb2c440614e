extension Network {
  /// How many bytes a forward pass and the way back need at once: weights, tape, gradients and scratch.
  ///
  /// A number to compare with a machine's memory before the first step, since an allocation that fails stops the
  /// program. A `Double`, because widths typed by mistake go beyond every integer.
  ///
  /// - Parameters:
  ///   - events: how many events go through at once.
  ///   - precision: the numbers the network computes in.
  ///   - threads: how many threads work.
  ///   - tapeLimit: the largest tape that is kept, in bytes; any when nil.
  public func workingMemory(
    events: Int, precision: Precision, threads: Int = 1, tapeLimit: Int? = nil
  ) -> Double {
    let bytes = Double(precision == .single ? MemoryLayout<Float>.size : MemoryLayout<Double>.size)
    let tiling = tiling(events: events)
    let workers = Double(max(1, min(threads, tiling.count)))
    let kept = tapeLimit.map { keptEvents(of: events, bytes: bytes, limit: $0) } ?? events
    let own = workers * Double(tiling.size)
    let tape = own * Double(columnCount) + Double(kept) * Double(tapeColumns.count)
    let lanes = min(laneCount, tiling.count)
    let gradients = Double(weightCount) * Double(lanes + 1)
    let scratch = own * Double(2 * largestWidth + inputCount)
    return bytes * (Double(weightCount + scaledCount) + tape + gradients + scratch)
  }

  /// The values of how many of so many events, in numbers of so many bytes, take no more than `limit` bytes.
  func keptEvents(of events: Int, bytes: Double, limit: Int) -> Int {
    if tapeColumns.isEmpty { return events }
    return Int(min(Double(limit) / (bytes * Double(tapeColumns.count)), Double(events)))
  }
}
