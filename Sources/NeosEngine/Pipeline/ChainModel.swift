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
  let yields: Yields
  /// Pulls a gradient in the templates back to the network's outputs, bin edges and bandwidth.
  let pullback: ([[Double]]) -> TemplateBuilder.Gradient
}

extension ChainModel {
  /// Makes the templates from scores.
  ///
  /// - Parameters:
  ///   - samples: the events behind the scores, in the same order.
  ///   - threads: how many threads share the work, there and back.
  ///   - histogram: the histogram of a sample; of the session's bins, or of bins of its own.
  func templates(
    _ scores: [SampleScores], _ samples: [Sample], threads: Int,
    _ histogram: (Binning?) throws(HistogramError) -> SampleHistogram
  ) throws(HistogramError) -> FilledTemplates {
    switch self {
    case .builtIn(let kind):
      let builder = TemplateBuilder(histogram: try histogram(nil), rule: kind.templateRule)
      let result = builder.templates(scores, threads: threads)
      return FilledTemplates(yields: result.yields) {
        builder.pullback(scores, result, cotangent: $0, threads: threads)
      }
    case .workspace(let learned):
      return try templates(learned, scores, samples, threads: threads, histogram)
    }
  }

  private func templates(
    _ learned: LearnedModel, _ scores: [SampleScores], _ samples: [Sample], threads: Int,
    _ histogram: (Binning?) throws(HistogramError) -> SampleHistogram
  ) throws(HistogramError) -> FilledTemplates {
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
    return FilledTemplates(yields: learned.yields(filled.map(\.values))) { cotangent in
      var gradient = TemplateBuilder.Gradient(
        outputs: scores.map { [Double](repeating: 0, count: $0.outputs.count) },
        edges: [Double](repeating: 0, count: edgeCount), bandwidth: 0)
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
      return gradient
    }
  }
}

/// The histogram that fills a learned template, with the way back.
private struct FilledHistogram {
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
