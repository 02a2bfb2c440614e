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
    precondition(weights == nil || weights?.count == scores.count, "one weight for each score")
    var edges = binning.edges
    if reflectsInfinities {
      // All events are above the first edge then, and all below the last one.
      edges[0] = -.greatestFiniteMagnitude
      edges[binning.count] = .greatestFiniteMagnitude
    }
    return sums(scores, weights, edges.count, threads: threads) { [edges] scores, weights, count, _, sums in
      neos_kde_forward(scores, weights, edges, 1 / bandwidth, sums, count, edges.count)
    } result: { cumulative in
      var counts = binning.indices.map { cumulative[$0 + 1] - cumulative[$0] }
      // Where nearly nothing is, roundings may be more than it.
      if counts.contains(where: { $0 < 0 }), weights?.allSatisfy({ $0 >= 0 }) ?? true {
        for bin in counts.indices { counts[bin] = max(counts[bin], 0) }
      }
      return counts
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
    pullback(scores, weights: weights, cotangent: cotangent, times: 1, threads: threads)
  }

  /// Pulls a gradient in the counts back, which is a cotangent times a factor.
  func pullback(
    _ scores: ArraySlice<Double>, weights: [Double]?, cotangent: [Double], times factor: Double, threads: Int
  ) -> Gradient {
    precondition(cotangent.count == binning.count, "one cotangent for each bin")
    let edges = binning.edges
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: edges.count) { upstream in
      upstream.initialize(repeating: 0)
      for bin in binning.indices {
        upstream[bin] -= cotangent[bin] * factor
        upstream[bin + 1] += cotangent[bin] * factor
      }
      if reflectsInfinities {
        upstream[0] = 0
        upstream[binning.count] = 0
      }
      var gradient = Gradient(scores: [], edges: [], bandwidth: 0)
      gradient.scores = [Double](unsafeUninitializedCapacity: scores.count) { slopes, initializedCount in
        sums(scores, weights, edges.count + 1, threads: threads) { scores, weights, count, first, sums in
          guard let slopes = slopes.baseAddress, let upstream = upstream.baseAddress else { return }
          neos_kde_pullback(
            scores, weights, edges, upstream, 1 / bandwidth, slopes + first, sums, sums + edges.count, count,
            edges.count)
        } result: { sums in
          gradient.edges = Array(sums.dropLast())
          gradient.bandwidth = sums[edges.count]
        }
        initializedCount = scores.count
      }
      return gradient
    }
  }

  /// Sums over all events.
  ///
  /// - Parameters:
  ///   - scores: one number for each event.
  ///   - weights: one for each event, or none for unit weights.
  ///   - count: the number of sums.
  ///   - threads: how many threads share the work.
  ///   - add: adds the terms of a chunk to sums; gets scores and weights, their number, how many events come
  ///     before, and the sums.
  ///   - result: what becomes of the sums.
  private func sums<Result>(
    _ scores: ArraySlice<Double>, _ weights: [Double]?, _ count: Int, threads: Int,
    add: (UnsafePointer<Double>, UnsafePointer<Double>?, Int, Int, UnsafeMutablePointer<Double>) -> Void,
    result: (UnsafeMutableBufferPointer<Double>) -> Result
  ) -> Result {
    let chunks = max((scores.count + Self.chunk - 1) / Self.chunk, 1)
    func fill(
      _ scores: UnsafePointer<Double>, _ weights: UnsafePointer<Double>?, of events: Int,
      _ partial: UnsafeMutablePointer<Double>
    ) {
      inParallel(chunks, threads: threads) { chunk, _ in
        let first = chunk * Self.chunk
        add(
          scores + first, weights.map { $0 + first }, min(Self.chunk, events - first), first,
          partial + chunk * count)
      }
    }
    return withUnsafeTemporaryAllocation(of: Double.self, capacity: chunks * count) { partial in
      partial.initialize(repeating: 0)
      scores.withUnsafeBufferPointer { scores in
        if let first = scores.baseAddress, let partial = partial.baseAddress {
          fill(first, weights, of: scores.count, partial)
        }
      }
      for index in count..<chunks * count { partial[index % count] += partial[index] }
      return result(UnsafeMutableBufferPointer(rebasing: partial[..<count]))
    }
  }
}

extension Binning {
  /// The positions of the bins.
  package var indices: Range<Int> { 0..<count }
}
