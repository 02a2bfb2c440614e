/// An ordinary histogram: each event counts in the one bin that holds its score.
///
/// Bins are closed below and open above, the last one closed on both sides, as `numpy.histogram`.
public struct HardHistogram: Sendable, Hashable {
  /// The bins.
  public let binning: Binning
  /// Whether events beyond the outer edges are counted in the edge bins.
  public let reflectsInfinities: Bool

  /// A hard histogram.
  public init(binning: Binning, reflectsInfinities: Bool = false) {
    self.binning = binning
    self.reflectsInfinities = reflectsInfinities
  }

  /// The bin counts of a set of scores.
  ///
  /// - Parameters:
  ///   - scores: one number for each event; a NaN counts nowhere.
  ///   - weights: one for each event, or none for unit weights.
  public func counts(_ scores: ArraySlice<Double>, weights: [Double]? = nil) -> [Double] {
    precondition(weights == nil || weights?.count == scores.count, "one weight for each score")
    var counts = [Double](repeating: 0, count: binning.count)
    for (event, score) in scores.enumerated() {
      if let bin = bin(of: score) { counts[bin] += weights?[event] ?? 1 }
    }
    return counts
  }

  /// The bin that holds a score, if any does.
  public func bin(of score: Double) -> Int? {
    let edges = binning.edges
    guard !score.isNaN else { return nil }
    if score < edges[0] { return reflectsInfinities ? 0 : nil }
    if score >= edges[binning.count] {
      return score == edges[binning.count] || reflectsInfinities ? binning.count - 1 : nil
    }
    var low = 0
    var high = binning.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if score < edges[middle] { high = middle } else { low = middle }
    }
    return low
  }
}
