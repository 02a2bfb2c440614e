extension Pipeline {
  /// The cross-entropy of the logits, with its gradient in the memory of another.
  func crossEntropy(
    _ logits: [SampleScores]?, _ samples: [Sample], gradient: inout [[Double]]
  ) throws(StageFailure) -> Double {
    CrossEntropy.value(
      try checked(logits, for: objective),
      roles: objective.crossEntropyRoles(available: model.roles(samples)),
      threads: threads, gradient: &gradient)
  }

  /// The logits, where the network has them.
  private func checked(
    _ logits: [SampleScores]?, for objective: Objective
  ) throws(StageFailure) -> [SampleScores] {
    if let logits { return logits }
    throw StageFailure(
      .objective, "\(objective.rawValue) takes a network with 1 output that ends in sigmoid or identity",
      advice: "change `network`, or choose another `objective`")
  }

  /// The metrics of the network's outputs alone; the objective is none of them, as its value is known otherwise.
  func outputMetrics(
    _ logits: [SampleScores]?, _ samples: [Sample], except objective: Objective?
  ) -> [Objective: MetricValue] {
    values(metrics.filter { $0.isOfOutputs && $0 != objective }) { metric throws(StageFailure) in
      CrossEntropy.value(
        try checked(logits, for: metric), roles: metric.crossEntropyRoles(available: model.roles(samples)),
        threads: threads)
    }
  }

  /// The metrics of the templates, and the objective's value where it is a metric and known.
  func templateMetrics(
    _ model: any StatisticalModel, known: Double?
  ) -> [Objective: MetricValue] {
    var values = values(metrics.filter { !$0.isOfOutputs && (known == nil || $0 != objective) }) {
      try $0.value(model)
    }
    if let known, metrics.contains(objective) { values[objective] = .number(known) }
    return values
  }

  private func values(
    _ metrics: [Objective], _ value: (Objective) throws -> Double
  ) -> [Objective: MetricValue] {
    var values: [Objective: MetricValue] = [:]
    for metric in metrics {
      do {
        let value = try value(metric)
        values[metric] =
          value.isFinite ? .number(value) : .undefined("\(metric.rawValue) is \(number(value))")
      } catch {
        values[metric] = .undefined("\(error)")
      }
    }
    return values
  }
}
