/// A histogram whose bins are the network's outputs: an event adds its output k to bin k
/// (neos 0.1.5, `hists_from_nn` with `method="softmax"`).
public struct SoftmaxHistogram: Sendable, Hashable {
  /// The number of bins, which is the number of the network's outputs.
  public let count: Int

  /// A histogram of as many bins as the network has outputs.
  public init(count: Int) {
    precondition(count >= 1, "a histogram has a bin")
    self.count = count
  }

  /// The bin counts of a set of outputs, events x bins in row-major order.
  public func counts(_ outputs: ArraySlice<Double>, weights: [Double]? = nil) -> [Double] {
    var counts: [Double] = []
    count(outputs, weights: weights, into: &counts)
    return counts
  }

  /// Counts into an array of before, for its memory.
  func count(_ outputs: ArraySlice<Double>, weights: [Double]?, into counts: inout [Double]) {
    counts.setZeros(count: count)
    for event in 0..<outputs.count / count {
      let weight = weights?[event] ?? 1
      let start = outputs.startIndex + event * count
      for bin in 0..<count { counts[bin] += weight * outputs[start + bin] }
    }
  }

  /// Pulls a gradient in the counts back to the outputs: each event's output k gets its weight times the
  /// cotangent of bin k.
  public func pullback(events: Int, weights: [Double]? = nil, cotangent: [Double]) -> [Double] {
    var outputs: [Double] = []
    pullback(events: events, weights: weights, cotangent: cotangent, times: 1, into: &outputs)
    return outputs
  }

  /// Pulls a gradient in the counts back, which is a cotangent times a factor, into an array of before, for its memory.
  func pullback(
    events: Int, weights: [Double]?, cotangent: [Double], times factor: Double, into outputs: inout [Double]
  ) {
    precondition(cotangent.count == count, "one cotangent for each bin")
    outputs.makeRoom(for: events * count)
    for event in 0..<events {
      let weight = factor * (weights?[event] ?? 1)
      for bin in 0..<count { outputs[event * count + bin] = cotangent[bin] * weight }
    }
  }

  /// Ordinary counts for evaluation: each event counts in the bin of its largest output.
  public func hardCounts(_ outputs: ArraySlice<Double>, weights: [Double]? = nil) -> [Double] {
    var counts = [Double](repeating: 0, count: count)
    for event in 0..<outputs.count / count {
      let start = outputs.startIndex + event * count
      let row = outputs[start..<start + count]
      if let largest = row.indices.max(by: { row[$0] < row[$1] }) {
        counts[largest - start] += weights?[event] ?? 1
      }
    }
    return counts
  }
}
