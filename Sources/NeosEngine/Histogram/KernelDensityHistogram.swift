internal import NeosKernels

/// A differentiable histogram: each event is spread by a normal kernel, and a bin counts the mass that
/// falls into it.
///
/// The count of bin b is sum_i w_i [Phi((e_{b+1} - x_i) / h) - Phi((e_b - x_i) / h)], with edges e,
/// bandwidth h and the standard normal distribution function Phi (the binned kernel density estimate of
/// arXiv:2203.05570, section 3.1; `relaxed.hist`).
///
/// An event costs as much as there are edges within reach of its kernel. What is beyond is neglected: of a count less than
/// the rounding of the weight below its edges, and where there is none, less than 1e-307 for an event.
public struct KernelDensityHistogram: Sendable, Hashable {
  /// The bins.
  public let binning: Binning
  /// The width of the kernel (its standard deviation), in units of the score.
  public let bandwidth: Double
  /// Whether mass beyond the outer edges is folded into the edge bins.
  public let reflectsInfinities: Bool

  /// This many events are counted by a thread at a time, and sums of theirs are added up in order.
  private static let chunk = Int(neos_kde_chunk)

  /// A kernel-density histogram.
  ///
  /// - Throws: ``HistogramError/bandwidth(_:)`` unless the bandwidth is positive and finite.
  public init(binning: Binning, bandwidth: Double, reflectsInfinities: Bool = false) throws(HistogramError) {
    guard bandwidth > 0, bandwidth.isFinite else { throw .bandwidth(bandwidth) }
    self.binning = binning
    self.bandwidth = bandwidth
    self.reflectsInfinities = reflectsInfinities
  }

  /// A histogram whose bandwidth has been checked already.
  init(uncheckedBinning binning: Binning, bandwidth: Double, reflectsInfinities: Bool) {
    self.binning = binning
    self.bandwidth = bandwidth
    self.reflectsInfinities = reflectsInfinities
  }

  /// The gradient that leaves the histogram backwards.
  public struct Gradient: Sendable, Equatable {
    /// In each event's score.
    public var scores: [Double]
    /// In each bin edge, the two end points included.
    public var edges: [Double]
    /// In the bandwidth.
    public var bandwidth: Double
  }

  /// The bin counts of a set of scores.
  ///
  /// - Parameters:
  ///   - scores: one number for each event.
  ///   - weights: one for each event, or none for unit weights.
  ///   - threads: how many threads share the work on a large sample; the result does not depend on it.
  public func counts(_ scores: ArraySlice<Double>, weights: [Double]? = nil, threads: Int = 1) -> [Double] {
    var (counts, scratch) = ([Double](), [Double]())
    count(scores, weights: weights, threads: threads, into: &counts, &scratch)
    return counts
  }

  /// Counts into an array of before, for its memory, as is the scratch.
  func count(
    _ scores: ArraySlice<Double>, weights: [Double]?, threads: Int, into counts: inout [Double],
    _ scratch: inout [Double]
  ) {
    precondition(weights == nil || weights?.count == scores.count, "one weight for each score")
    let edgeCount = binning.count + 1
    counts.makeRoom(for: binning.count)
    scratch.withZeros(edgeCount * (1 + chunks(scores.count))) { scratch in
      guard let edges = scratch.baseAddress else { return }
      edges.update(from: binning.edges, count: edgeCount)
      if reflectsInfinities {
        // All events are above the first edge then, and all below the last one.
        edges[0] = -.greatestFiniteMagnitude
        edges[binning.count] = .greatestFiniteMagnitude
      }
      let cumulative = edges + edgeCount
      sum(scores, weights, edges, back: nil, to: cumulative, edgeCount, threads: threads)
      for bin in binning.indices { counts[bin] = cumulative[bin + 1] - cumulative[bin] }
    }
    // Where nearly nothing is, roundings may be more than it.
    if counts.contains(where: { $0 < 0 }), weights?.allSatisfy({ $0 >= 0 }) ?? true {
      for bin in counts.indices { counts[bin] = max(counts[bin], 0) }
    }
  }

  /// Pulls a gradient in the counts back to scores, edges and bandwidth.
  ///
  /// With c_k the cotangent of the cumulative count at edge k, d/dx_i = -w_i sum_k c_k phi(z_ki) / h,
  /// d/de_k = c_k sum_i w_i phi(z_ki) / h and d/dh = -sum_k c_k sum_i w_i z_ki phi(z_ki) / h, where
  /// z_ki = (e_k - x_i) / h.
  public func pullback(
    _ scores: ArraySlice<Double>, weights: [Double]? = nil, cotangent: [Double], threads: Int = 1
  ) -> Gradient {
    var (gradient, scratch) = (Gradient(scores: [], edges: [], bandwidth: 0), [Double]())
    gradient.bandwidth = pullback(
      scores, weights: weights, cotangent: cotangent, times: 1, threads: threads,
      into: &gradient.scores, &gradient.edges, &scratch)
    return gradient
  }

  /// Pulls a gradient in the counts back, which is a cotangent times a factor, into arrays of before, for their memory.
  ///
  /// - Returns: the gradient in the bandwidth.
  func pullback(
    _ scores: ArraySlice<Double>, weights: [Double]?, cotangent: [Double], times factor: Double, threads: Int,
    into slopes: inout [Double], _ inEdges: inout [Double], _ scratch: inout [Double]
  ) -> Double {
    precondition(cotangent.count == binning.count, "one cotangent for each bin")
    let edgeCount = binning.count + 1
    slopes.makeRoom(for: scores.count)
    inEdges.makeRoom(for: edgeCount)
    return scratch.withZeros(edgeCount + (edgeCount + 1) * chunks(scores.count)) { scratch in
      guard let upstream = scratch.baseAddress else { return 0 }
      for bin in binning.indices {
        upstream[bin] -= cotangent[bin] * factor
        upstream[bin + 1] += cotangent[bin] * factor
      }
      if reflectsInfinities {
        upstream[0] = 0
        upstream[binning.count] = 0
      }
      let sums = upstream + edgeCount
      slopes.withUnsafeMutableBufferPointer { slopes in
        guard let slopes = slopes.baseAddress else { return }
        sum(
          scores, weights, binning.edges, back: (UnsafePointer(upstream), slopes), to: sums, edgeCount + 1,
          threads: threads)
      }
      for edge in 0..<edgeCount { inEdges[edge] = sums[edge] }
      return sums[edgeCount]
    }
  }

  private func chunks(_ events: Int) -> Int { max((events + Self.chunk - 1) / Self.chunk, 1) }

  /// Sums over all events, of the cumulative counts at the edges or of the terms of the way back.
  ///
  /// - Parameters:
  ///   - scores: one number for each event.
  ///   - weights: one for each event, or none for unit weights.
  ///   - edges: where the kernel is taken.
  ///   - back: for the way back, the cotangents of the cumulative counts, and where the events' slopes go.
  ///   - sums: where the sums go; zeros, for every chunk as many.
  ///   - count: the number of sums.
  ///   - threads: how many threads share the work.
  private func sum(
    _ scores: ArraySlice<Double>, _ weights: [Double]?, _ edges: UnsafePointer<Double>,
    back: (upstream: UnsafePointer<Double>, slopes: UnsafeMutablePointer<Double>)?,
    to sums: UnsafeMutablePointer<Double>, _ count: Int, threads: Int
  ) {
    let chunks = chunks(scores.count)
    func add(_ scores: UnsafePointer<Double>, _ weights: UnsafePointer<Double>?, of events: Int) {
      inParallel(
        chunks, threads: threads,
        Chunks(
          scores: scores, weights: weights, events: events, edges: edges, edgeCount: binning.count + 1,
          bandwidth: bandwidth, back: back, sums: sums, sumCount: count))
    }
    scores.withUnsafeBufferPointer { scores in
      if let first = scores.baseAddress { add(first, weights, of: scores.count) }
    }
    for index in count..<chunks * count { sums[index % count] += sums[index] }
  }

  /// Chunks of the events; each adds its terms to sums of its own.
  private struct Chunks: ParallelWork {
    let scores: UnsafePointer<Double>
    let weights: UnsafePointer<Double>?
    let events: Int
    let edges: UnsafePointer<Double>
    let edgeCount: Int
    let bandwidth: Double
    let back: (upstream: UnsafePointer<Double>, slopes: UnsafeMutablePointer<Double>)?
    let sums: UnsafeMutablePointer<Double>
    let sumCount: Int

    func run(_ index: Int, worker: Int) {
      let first = index * chunk
      let count = min(chunk, events - first)
      let (scores, weights, sums) = (scores + first, weights.map { $0 + first }, sums + index * sumCount)
      if let back {
        neos_kde_pullback(
          scores, weights, edges, back.upstream, 1 / bandwidth, back.slopes + first, sums, sums + edgeCount,
          count, edgeCount)
      } else {
        neos_kde_forward(scores, weights, edges, 1 / bandwidth, sums, count, edgeCount)
      }
    }
  }
}

extension Binning {
  /// The positions of the bins.
  package var indices: Range<Int> { 0..<count }
}
