extension Pipeline {
  /// The bins of the histogram: those of the point, or the network's outputs where there are several.
  func bins(_ point: Point, _ method: HistogramMethod) throws(HistogramError) -> Binning {
    guard method == .softmax || method == .hard && self.method == .softmax else { return point.binning }
    return try Binning(from: 0, to: Double(network.outputCount), count: network.outputCount)
  }

  func templates(
    _ point: Point, _ method: HistogramMethod, _ scores: [SampleScores], _ samples: [Sample],
    in room: inout TemplateBuilder.Room, _ old: consuming [[Double]] = []
  ) throws(StageFailure) -> FilledTemplates {
    // Weights below 0 can outweigh the others in a part of the events, if not in all.
    for sample in samples where sample.expected != nil && !isDensity {
      guard let sum = sample.weights?.reduce(0, +), !(sum > 0) else { continue }
      throw StageFailure(
        .histogram,
        "the weights of \(sample.name) add up to \(number(sum)) in its \(sample.eventCount) events; "
          + "their sum must be above 0",
        advice: "train on larger batches with `batch`, or keep more events with `split`")
    }
    let result: FilledTemplates
    do throws(HistogramError) {
      let common = try bins(point, method)
      result = try model.templates(scores, samples, threads: threads, in: &room, old) {
        binning throws(HistogramError) in
        try histogram(point, method, binning ?? common)
      }
    } catch {
      throw StageFailure(.histogram, "\(error)", advice: Advice.settings)
    }
    let yields = result.yields
    if let (row, bin) = yields.templates.firstNotFinite {
      throw StageFailure(
        .histogram, "\(yields.names[row]) in bin \(bin) is \(number(yields.templates[row][bin]))",
        advice: Advice.histogram)
    }
    return result
  }

  /// The histogram of a sample.
  func histogram(
    _ point: Point, _ method: HistogramMethod, _ binning: Binning
  ) throws(HistogramError) -> SampleHistogram {
    try SampleHistogram(
      method: method, binning: binning, bandwidth: point.bandwidth, reflectsInfinities: reflectsInfinities,
      isDensity: isDensity, scaling: scaling, outputCount: network.outputCount)
  }

  /// What the penalty of bins adds to the loss; its gradient is added to that of the objective.
  func penalize(
    _ gradient: inout TemplateBuilder.Gradient, _ point: Point, _ scores: [SampleScores]
  ) throws(StageFailure) -> Double {
    do throws(HistogramError) {
      let penalty = BinPenalty(
        penalty, try histogram(point, method, try bins(point, method)), scores, threads: threads)
      let sign = objective.isMaximized ? -1.0 : 1.0
      for (sample, pulled) in penalty.gradient {
        for index in pulled.outputs.indices {
          gradient.outputs[sample][index] += sign * pulled.outputs[index]
        }
        if method == .kde {
          for edge in pulled.edges.indices { gradient.edges[edge] += sign * pulled.edges[edge] }
        }
        gradient.bandwidth += sign * pulled.bandwidth
      }
      return sign * penalty.value
    } catch {
      throw StageFailure(.histogram, "\(error)", advice: Advice.settings)
    }
  }

  func statisticalModel(_ yields: Yields) throws(StageFailure) -> any StatisticalModel {
    do throws(ModelError) {
      return try model.model(yields)
    } catch {
      throw StageFailure(.model, "\(error)", advice: Advice.model)
    }
  }
}
