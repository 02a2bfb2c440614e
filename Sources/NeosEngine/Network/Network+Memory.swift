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
  public func workingMemory(events: Int, precision: Precision, threads: Int = 1) -> Double {
    let tape = Double(events) * Double(tapeWidth)
    let lanes = min(laneCount, Tile.count(events: events))
    let gradients = Double(weightCount) * Double(lanes + 1)
    let scratch = 2 * Double(Tile.size) * Double(largestWidth) * Double(max(1, min(threads, lanes)))
    let bytes = precision == .single ? MemoryLayout<Float>.size : MemoryLayout<Double>.size
    return Double(bytes) * (Double(weightCount) + tape + gradients + scratch)
  }
}
