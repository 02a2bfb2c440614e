internal import RealModule

/// The scores of the events of one sample: what enters the histogram room.
public struct SampleScores: Sendable {
  /// What the sample stands for.
  public let role: SampleRole
  /// The network's outputs, events x outputs in row-major order.
  public let outputs: ArraySlice<Double>
  /// One weight for each event, or none for unit weights.
  public let weights: [Double]?
  /// The expected events at unit luminosity; nil to scale by the rates of ``Scaling``.
  public var expected: Double?
  /// Which share of all events of its kind these are (``Sample/portion``).
  public var portion = 1.0

  /// The scores of a sample.
  public init(role: SampleRole, outputs: ArraySlice<Double>, weights: [Double]?) {
    self.role = role
    self.outputs = outputs
    self.weights = weights
  }
}

/// From the scores of one sample to its expected events in each bin, and back.
///
/// The way is: count (by kernel density, softmax or hard), normalize to unit area if asked, scale, add the
/// floor. With density normalization the scaling does not divide by the number of events, since the area is 1
/// already.
public struct SampleHistogram: Sendable, Hashable {
  /// How scores are counted.
  public let method: HistogramMethod
  /// The bins; for the softmax histogram only their number counts.
  public let binning: Binning
  /// The kernel's width; only the kernel-density histogram has one.
  public let bandwidth: Double
  /// Whether mass beyond the outer edges is folded into the edge bins.
  public let reflectsInfinities: Bool
  /// Whether counts are normalized to unit area before they are scaled.
  public let isDensity: Bool
  /// From counts to expected events.
  public let scaling: Scaling
  /// The number of the network's outputs.
  public let outputCount: Int

  /// A histogram of samples.
  ///
  /// - Throws: ``HistogramError`` when the network's outputs do not fit the method, or the bandwidth is not
  ///   positive.
  public init(
    method: HistogramMethod, binning: Binning, bandwidth: Double, reflectsInfinities: Bool = false,
    isDensity: Bool = false, scaling: Scaling = Scaling(), outputCount: Int
  ) throws(HistogramError) {
    if outputCount != 1, method != .softmax, outputCount != binning.count || method == .kde {
      throw .needsOneOutput(outputs: outputCount)
    }
    if method == .softmax, outputCount != binning.count {
      throw .outputsAreNotBins(outputs: outputCount, bins: binning.count)
    }
    if method == .kde, !(bandwidth > 0 && bandwidth.isFinite) { throw .bandwidth(bandwidth) }
    self.method = method
    self.binning = binning
    self.bandwidth = bandwidth
    self.reflectsInfinities = reflectsInfinities
    self.isDensity = isDensity
    self.scaling = scaling
    self.outputCount = outputCount
  }

  /// The expected events of a sample, with what the way back needs.
  public struct Result: Sendable {
    /// The counts before normalization and scaling, where they are normalized.
    package internal(set) var counts: [Double] = []
    /// What the counts, or their normalized form, were multiplied by.
    package internal(set) var factor = 1.0
    /// The expected events of each bin.
    public internal(set) var yields: [Double] = []
  }

  /// The gradient that leaves the histogram backwards.
  public struct Gradient: Sendable {
    /// In the network's outputs, events x outputs.
    public var outputs: [Double] = []
    /// In every bin edge, the two end points included.
    public var edges: [Double] = []
    /// In the bandwidth.
    public var bandwidth = 0.0
  }

  /// The expected events of a sample.
  ///
  /// So many threads share the work on a large sample; the result does not depend on their number.
  public func yields(_ sample: SampleScores, threads: Int = 1) -> Result {
    var (result, scratch) = (Result(), [Double]())
    fill(&result, sample, threads: threads, &scratch)
    return result
  }

  /// The expected events of a sample, in the memory of others.
  func fill(_ result: inout Result, _ sample: SampleScores, threads: Int, _ scratch: inout [Double]) {
    count(sample, weights: sample.weights, threads: threads, into: &result.yields, &scratch)
    result.counts.removeAll(keepingCapacity: true)
    if isDensity {
      result.counts.append(contentsOf: result.yields)
      result.yields = DensityNormalization.apply(result.counts, widths: binning.widths)
    }
    result.factor = factor(sample)
    for bin in result.yields.indices {
      result.yields[bin] = result.yields[bin] * result.factor + scaling.floor
    }
  }

  /// Pulls a gradient in the expected events back to outputs, bin edges and bandwidth.
  ///
  /// Hard counts are piecewise constant: their gradient is 0.
  ///
  /// Threads are as of ``yields(_:threads:)``.
  public func pullback(
    _ sample: SampleScores, _ result: Result, cotangent: [Double], threads: Int = 1
  ) -> Gradient {
    var (gradient, scratch) = (Gradient(), [Double]())
    pullback(sample, result, cotangent: cotangent, threads: threads, into: &gradient, &scratch)
    return gradient
  }

  /// Pulls a gradient in the expected events back, in the memory of another.
  func pullback(
    _ sample: SampleScores, _ result: Result, cotangent: [Double], threads: Int,
    into gradient: inout Gradient, _ scratch: inout [Double]
  ) {
    guard isDensity else {
      return countsPullback(
        sample, weights: sample.weights, cotangent: cotangent, times: result.factor, threads: threads,
        into: &gradient, &scratch)
    }
    let pulled = DensityNormalization.pullback(result.counts, widths: binning.widths, cotangent: cotangent)
    countsPullback(
      sample, weights: sample.weights, cotangent: pulled.counts, times: result.factor, threads: threads,
      into: &gradient, &scratch)
    for edge in gradient.edges.indices { gradient.edges[edge] += result.factor * pulled.edges[edge] }
  }

  func factor(_ sample: SampleScores) -> Double {
    let events = Double(sample.outputs.count / outputCount)
    let sumOfWeights = isDensity ? 1 : sample.weights?.reduce(0, +) ?? events
    if let expected = sample.expected { return scaling.factor(for: expected, sumOfWeights: sumOfWeights) }
    return scaling.factor(for: sample.role, sumOfWeights: sumOfWeights)
  }

  /// The counts before normalization and scaling, in an array of before.
  func count(
    _ sample: SampleScores, weights: [Double]?, threads: Int, into counts: inout [Double],
    _ scratch: inout [Double]
  ) {
    switch method {
    case .kde:
      kernelDensity.count(sample.outputs, weights: weights, threads: threads, into: &counts, &scratch)
    case .softmax: SoftmaxHistogram(count: outputCount).count(sample.outputs, weights: weights, into: &counts)
    case .hard where outputCount > 1:
      counts = SoftmaxHistogram(count: outputCount).hardCounts(sample.outputs, weights: weights)
    case .hard:
      counts = HardHistogram(binning: binning, reflectsInfinities: reflectsInfinities)
        .counts(sample.outputs, weights: weights)
    }
  }

  /// Pulls a gradient in the counts back, which is a cotangent times a factor, in the memory of another.
  func countsPullback(
    _ sample: SampleScores, weights: [Double]?, cotangent: [Double], times factor: Double = 1, threads: Int,
    into gradient: inout Gradient, _ scratch: inout [Double]
  ) {
    if method == .kde {
      gradient.bandwidth = kernelDensity.pullback(
        sample.outputs, weights: weights, cotangent: cotangent, times: factor, threads: threads,
        into: &gradient.outputs, &gradient.edges, &scratch)
      return
    }
    gradient.edges.setZeros(count: binning.count + 1)
    gradient.bandwidth = 0
    if method == .softmax {
      SoftmaxHistogram(count: outputCount).pullback(
        events: sample.outputs.count / outputCount, weights: weights, cotangent: cotangent, times: factor,
        into: &gradient.outputs)
    } else {
      gradient.outputs.setZeros(count: sample.outputs.count)
    }
  }

  private var kernelDensity: KernelDensityHistogram {
    KernelDensityHistogram(
      uncheckedBinning: binning, bandwidth: bandwidth, reflectsInfinities: reflectsInfinities)
  }
}
