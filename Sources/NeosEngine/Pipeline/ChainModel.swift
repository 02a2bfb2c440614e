/// The model that a chain ends in.
public enum ChainModel: Sendable {
  /// One of the built-in models, made of the histograms of three or four samples.
  case builtIn(ModelKind)
  /// A workspace with learned templates.
  case workspace(LearnedModel)

  /// The model of the given templates.
  ///
  /// - Throws: ``ModelError`` when the templates do not fit or are not finite.
  public func model(_ yields: Yields) throws(ModelError) -> any StatisticalModel {
    switch self {
    case .builtIn(let kind): try kind.model(yields)
    case .workspace(let learned): try learned.filled(yields)
    }
  }

  /// What the samples stand for: by their order in a built-in model, by their names elsewhere.
  func roles(_ samples: [Sample]) -> [SampleRole] {
    switch self {
    case .builtIn(let kind): kind.templateRule.roles
    case .workspace: samples.map { $0.role ?? SampleRole(rawValue: $0.name) ?? .nominal }
    }
  }
}

/// The templates of a step, and the way back from them.
struct FilledTemplates {
  fileprivate enum Way {
    case builtIn(TemplateBuilder)
    case workspace(LearnedModel, [FilledHistogram], edgeCount: Int)
  }

  let yields: Yields
  fileprivate let way: Way

  /// Pulls a gradient in the templates back to the network's outputs, bin edges and bandwidth, in the room that the
  /// templates were made in and the memory of another gradient.
  ///
  /// - Parameter threads: how many threads share the work.
  func pullback(
    _ scores: [SampleScores], cotangent: [[Double]], threads: Int, in room: inout TemplateBuilder.Room,
    into gradient: inout TemplateBuilder.Gradient
  ) {
    switch way {
    case .builtIn(let builder):
      builder.pullback(scores, cotangent: cotangent, threads: threads, in: &room, into: &gradient)
    case .workspace(let learned, let filled, let edgeCount):
      gradient.outputs.resize(to: scores.count, [])
      for (index, scores) in scores.enumerated() {
        gradient.outputs[index].setZeros(count: scores.outputs.count)
      }
      gradient.edges.setZeros(count: edgeCount)
      gradient.bandwidth = 0
      for (histogram, cotangent) in zip(filled, learned.pullback(cotangent)) {
        let pulled = histogram.pullback(scores[histogram.sample], cotangent)
        for (index, slope) in pulled.outputs.enumerated() {
          gradient.outputs[histogram.sample][index] += slope
        }
        gradient.bandwidth += pulled.bandwidth
        // Bins that the workspace sets are not trained.
        if histogram.hasOwnBins { continue }
        for edge in gradient.edges.indices { gradient.edges[edge] += pulled.edges[edge] }
      }
    }
  }
}

extension ChainModel {
  /// Makes the templates from scores.
  ///
  /// - Parameters:
  ///   - samples: the events behind the scores, in the same order.
  ///   - threads: how many threads share the work.
  ///   - room: what the way back needs goes there.
  ///   - templates: templates of no more use, for their memory.
  ///   - histogram: the histogram of a sample; of the session's bins, or of bins of its own.
  func templates(
    _ scores: [SampleScores], _ samples: [Sample], threads: Int, in room: inout TemplateBuilder.Room,
    _ templates: consuming [[Double]], _ histogram: (Binning?) throws(HistogramError) -> SampleHistogram
  ) throws(HistogramError) -> FilledTemplates {
    switch self {
    case .builtIn(let kind):
      let builder = TemplateBuilder(histogram: try histogram(nil), rule: kind.templateRule)
      builder.fill(&templates, scores, threads: threads, in: &room)
      return FilledTemplates(
        yields: Yields(names: builder.rule.templateNames, templates: templates), way: .builtIn(builder))
    case .workspace(let learned):
      let edgeCount = try histogram(nil).binning.count + 1
      var filled: [FilledHistogram] = []
      for request in learned.requests {
        guard let sample = samples.firstIndex(where: { $0.name == request.sample }) else {
          throw .unknownSample(request.sample, known: samples.map(\.name))
        }
        let binning = try request.edges.map { edges throws(HistogramError) in try Binning(edges: edges) }
        filled.append(
          FilledHistogram(
            try histogram(binning), scores[sample], sample: sample, isUncertainty: request.isUncertainty,
            hasOwnBins: binning != nil, threads: threads))
      }
      return FilledTemplates(
        yields: learned.yields(filled.map(\.values)), way: .workspace(learned, filled, edgeCount: edgeCount))
    }
  }
}

/// The histogram that fills a learned template, with the way back.
fileprivate struct FilledHistogram {
  enum Result {
    case yields(SampleHistogram.Result)
    case uncertainties(SampleHistogram.Uncertainties)
  }

  let histogram: SampleHistogram
  let sample: Int
  let hasOwnBins: Bool
  let threads: Int
  let result: Result

  init(
    _ histogram: SampleHistogram, _ scores: SampleScores, sample: Int, isUncertainty: Bool, hasOwnBins: Bool,
    threads: Int
  ) {
    self.histogram = histogram
    self.sample = sample
    self.hasOwnBins = hasOwnBins
    self.threads = threads
    result =
      isUncertainty
      ? .uncertainties(histogram.uncertainties(scores, threads: threads))
      : .yields(histogram.yields(scores, threads: threads))
  }

  var values: [Double] {
    switch result {
    case .yields(let result): result.yields
    case .uncertainties(let result): result.values
    }
  }

  func pullback(_ scores: SampleScores, _ cotangent: [Double]) -> SampleHistogram.Gradient {
    switch result {
    case .yields(let result): histogram.pullback(scores, result, cotangent: cotangent, threads: threads)
    case .uncertainties(let result):
      histogram.pullback(scores, result, cotangent: cotangent, threads: threads)
    }
  }
}
