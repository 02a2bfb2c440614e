/// From the scores of all samples to the templates of a model, and back: each sample's histogram
/// (``SampleHistogram``), and a rule that combines the histograms into templates.
public struct TemplateBuilder: Sendable, Hashable {
  /// The histogram of each sample.
  public let histogram: SampleHistogram
  /// From the samples' histograms to templates.
  public let rule: TemplateRule

  /// A builder of templates.
  public init(histogram: SampleHistogram, rule: TemplateRule) {
    self.histogram = histogram
    self.rule = rule
  }

  /// The templates, with what the way back needs.
  public struct Result: Sendable {
    /// The templates.
    public let yields: Yields
    package let histograms: [SampleHistogram.Result]
    /// The expected events of the histograms.
    let ofSamples: [[Double]]
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
  ///
  /// So many threads share the work; the result does not depend on their number.
  public func templates(_ samples: [SampleScores], threads: Int = 1) -> Result {
    let histograms = mapInParallel(samples.count, threads: threads) {
      histogram.yields(samples[$0], threads: threads)
    }
    let ofSamples = histograms.map(\.yields)
    return Result(yields: rule.yields(ofSamples), histograms: histograms, ofSamples: ofSamples)
  }

  /// Pulls a gradient in the templates back to outputs, bin edges and bandwidth.
  ///
  /// Threads are as of ``templates(_:threads:)``.
  public func pullback(
    _ samples: [SampleScores], _ result: Result, cotangent: [[Double]], threads: Int = 1
  ) -> Gradient {
    let cotangents = rule.pullback(result.ofSamples, cotangent: cotangent)
    let parts = mapInParallel(samples.count, threads: threads) {
      histogram.pullback(samples[$0], result.histograms[$0], cotangent: cotangents[$0], threads: threads)
    }
    var gradient = Gradient(
      outputs: parts.map(\.outputs), edges: [Double](repeating: 0, count: histogram.binning.count + 1),
      bandwidth: 0)
    for pulled in parts {
      for edge in gradient.edges.indices { gradient.edges[edge] += pulled.edges[edge] }
      gradient.bandwidth += pulled.bandwidth
    }
    return gradient
  }
}
