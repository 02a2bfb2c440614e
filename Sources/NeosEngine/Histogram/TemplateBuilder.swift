/// The scores of the events of one sample: what enters the histogram room.
public struct SampleScores: Sendable {
  /// What the sample stands for.
  public let role: SampleRole
  /// The network's outputs, events x outputs in row-major order.
  public let outputs: ArraySlice<Double>
  /// One weight for each event, or none for unit weights.
  public let weights: [Double]?

  /// The scores of a sample.
  public init(role: SampleRole, outputs: ArraySlice<Double>, weights: [Double]?) {
    self.role = role
    self.outputs = outputs
    self.weights = weights
  }
}

/// From the scores of all samples to the templates of the model, and back.
///
/// The way is: count (by kernel density, softmax or hard), normalize to unit area if asked, scale, add the
/// floor, combine the samples into templates. With density normalization the scaling does not divide by the
/// number of events, since the area is 1 already.
public struct TemplateBuilder: Sendable, Hashable {
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
  /// From the samples' histograms to templates.
  public let rule: TemplateRule
  /// The number of the network's outputs.
  public let outputCount: Int

  /// A builder of templates.
  ///
  /// - Throws: ``HistogramError`` when the network's outputs do not fit the method, or the bandwidth is not
  ///   positive.
  public init(
    method: HistogramMethod, binning: Binning, bandwidth: Double, reflectsInfinities: Bool = false,
    isDensity: Bool = false, scaling: Scaling = Scaling(), rule: TemplateRule, outputCount: Int
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
    self.rule = rule
    self.outputCount = outputCount
  }

  /// The templates, with what the way back needs.
  public struct Result: Sendable {
    /// The templates.
    public let yields: Yields
    package let counts: [[Double]]
    package let histograms: [[Double]]
    package let factors: [Double]
  }

  /// The gradient that leaves the histogram room backwards.
  public struct Gradient: Sendable {
    /// In the network's outputs, sample by sample, each events x outputs.
    public var outputs: [[Double]]
    /// In every bin edge, the two end points included.
    public var edges: [Double]
    /// In the bandwidth.
    public var bandwidth: Double
  }

  /// The templates of the samples, which come in the order of the rule.
  public func templates(_ samples: [SampleScores]) -> Result {
    let counts = samples.map(counts)
    let normalized =
      isDensity ? counts.map { DensityNormalization.apply($0, widths: binning.widths) } : counts
    let factors = samples.map { sample in
      let events = Double(sample.outputs.count / outputCount)
      let sumOfWeights = isDensity ? 1 : sample.weights?.reduce(0, +) ?? events
      return scaling.factor(for: sample.role, sumOfWeights: sumOfWeights)
    }
    let histograms = zip(normalized, factors).map { counts, factor in
      counts.map { $0 * factor + scaling.floor }
    }
    return Result(yields: rule.yields(histograms), counts: counts, histograms: histograms, factors: factors)
  }

  /// Pulls a gradient in the templates back to outputs, bin edges and bandwidth.
  ///
  /// Hard counts are piecewise constant: their gradient is 0.
  public func pullback(_ samples: [SampleScores], _ result: Result, cotangent: [[Double]]) -> Gradient {
    let histograms = rule.pullback(result.histograms, cotangent: cotangent)
    var gradient = Gradient(
      outputs: [], edges: [Double](repeating: 0, count: binning.count + 1), bandwidth: 0)
    for (index, sample) in samples.enumerated() {
      var counts = histograms[index].map { $0 * result.factors[index] }
      if isDensity {
        let pulled = DensityNormalization.pullback(
          result.counts[index], widths: binning.widths, cotangent: counts)
        counts = pulled.counts
        for edge in gradient.edges.indices { gradient.edges[edge] += pulled.edges[edge] }
      }
      switch method {
      case .kde:
        let pulled = kernelDensity.pullback(sample.outputs, weights: sample.weights, cotangent: counts)
        gradient.outputs.append(pulled.scores)
        for edge in gradient.edges.indices { gradient.edges[edge] += pulled.edges[edge] }
        gradient.bandwidth += pulled.bandwidth
      case .softmax:
        gradient.outputs.append(
          SoftmaxHistogram(count: outputCount).pullback(
            events: sample.outputs.count / outputCount, weights: sample.weights, cotangent: counts))
      case .hard:
        gradient.outputs.append([Double](repeating: 0, count: sample.outputs.count))
      }
    }
    return gradient
  }

  private var kernelDensity: KernelDensityHistogram {
    KernelDensityHistogram(
      uncheckedBinning: binning, bandwidth: bandwidth, reflectsInfinities: reflectsInfinities)
  }

  private func counts(_ sample: SampleScores) -> [Double] {
    switch method {
    case .kde: kernelDensity.counts(sample.outputs, weights: sample.weights)
    case .softmax: SoftmaxHistogram(count: outputCount).counts(sample.outputs, weights: sample.weights)
    case .hard where outputCount > 1:
      SoftmaxHistogram(count: outputCount).hardCounts(sample.outputs, weights: sample.weights)
    case .hard:
      HardHistogram(binning: binning, reflectsInfinities: reflectsInfinities)
        .counts(sample.outputs, weights: sample.weights)
    }
  }
}
