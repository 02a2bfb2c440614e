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
    public var yields: Yields
    let room: Room
  }

  /// The gradient that leaves the histogram room backwards.
  public struct Gradient: Sendable {
    /// In the network's outputs, sample by sample, each events x outputs.
    public var outputs: [[Double]] = []
    /// In every bin edge, the two end points included.
    public var edges: [Double] = []
    /// In the bandwidth.
    public var bandwidth = 0.0
  }

  /// What the way there leaves for the way back, and what both work in; taken again by the next step.
  struct Room {
    fileprivate var histograms: [SampleHistogram.Result] = []
    /// The expected events of the histograms.
    fileprivate var ofSamples: [[Double]] = []
    fileprivate var cotangents: [[Double]] = []
    fileprivate var gradients: [SampleHistogram.Gradient] = []
    fileprivate var scratch: [[Double]] = []
  }

  /// The templates of the samples, which come in the order of the rule.
  ///
  /// So many threads share the work; the result does not depend on their number.
  public func templates(_ samples: [SampleScores], threads: Int = 1) -> Result {
    var (room, templates) = (Room(), [[Double]]())
    fill(&templates, samples, threads: threads, in: &room)
    return Result(yields: Yields(names: rule.templateNames, templates: templates), room: room)
  }

  /// Makes the templates in the memory of others.
  func fill(
    _ templates: inout [[Double]], _ samples: [SampleScores], threads: Int, in room: inout Room
  ) {
    room.histograms.resize(to: samples.count, SampleHistogram.Result())
    room.ofSamples.resize(to: samples.count, [])
    room.scratch.resize(to: samples.count, [])
    room.histograms.withUnsafeMutableBufferPointer { histograms in
      room.scratch.withUnsafeMutableBufferPointer { scratch in
        inParallel(
          samples.count, threads: threads,
          WayForward(
            histogram: histogram, samples: samples, results: histograms, scratch: scratch, threads: threads))
      }
    }
    for index in samples.indices { swap(&room.histograms[index].yields, &room.ofSamples[index]) }
    rule.combine(room.ofSamples, into: &templates)
  }

  private struct WayForward: ParallelWork {
    let histogram: SampleHistogram
    let samples: [SampleScores]
    let results: UnsafeMutableBufferPointer<SampleHistogram.Result>
    let scratch: UnsafeMutableBufferPointer<[Double]>
    let threads: Int

    func run(_ sample: Int, worker: Int) {
      histogram.fill(&results[sample], samples[sample], threads: threads, &scratch[sample])
    }
  }

  /// Pulls a gradient in the templates back to outputs, bin edges and bandwidth.
  ///
  /// Threads are as of ``templates(_:threads:)``.
  public func pullback(
    _ samples: [SampleScores], _ result: Result, cotangent: [[Double]], threads: Int = 1
  ) -> Gradient {
    var (room, gradient) = (result.room, Gradient())
    pullback(samples, cotangent: cotangent, threads: threads, in: &room, into: &gradient)
    return gradient
  }

  /// Pulls a gradient in the templates that were made in a room back, in the memory of another gradient.
  func pullback(
    _ samples: [SampleScores], cotangent: [[Double]], threads: Int, in room: inout Room,
    into gradient: inout Gradient
  ) {
    rule.pullback(room.ofSamples, cotangent: cotangent, into: &room.cotangents)
    room.gradients.resize(to: samples.count, SampleHistogram.Gradient())
    gradient.outputs.resize(to: samples.count, [])
    for index in samples.indices { swap(&room.gradients[index].outputs, &gradient.outputs[index]) }
    room.gradients.withUnsafeMutableBufferPointer { gradients in
      room.scratch.withUnsafeMutableBufferPointer { scratch in
        inParallel(
          samples.count, threads: threads,
          WayBack(
            histogram: histogram, samples: samples, results: room.histograms, cotangents: room.cotangents,
            gradients: gradients, scratch: scratch, threads: threads))
      }
    }
    gradient.edges.setZeros(count: histogram.binning.count + 1)
    gradient.bandwidth = 0
    for index in samples.indices {
      swap(&room.gradients[index].outputs, &gradient.outputs[index])
      for edge in gradient.edges.indices { gradient.edges[edge] += room.gradients[index].edges[edge] }
      gradient.bandwidth += room.gradients[index].bandwidth
    }
  }

  private struct WayBack: ParallelWork {
    let histogram: SampleHistogram
    let samples: [SampleScores]
    let results: [SampleHistogram.Result]
    let cotangents: [[Double]]
    let gradients: UnsafeMutableBufferPointer<SampleHistogram.Gradient>
    let scratch: UnsafeMutableBufferPointer<[Double]>
    let threads: Int

    func run(_ sample: Int, worker: Int) {
      histogram.pullback(
        samples[sample], results[sample], cotangent: cotangents[sample], threads: threads,
        into: &gradients[sample], &scratch[sample])
    }
  }
}
