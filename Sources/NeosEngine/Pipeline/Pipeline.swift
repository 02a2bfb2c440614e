/// The whole chain: events, network, histogram, model, objective, and the gradient back through all of them.
///
/// It holds what does not move in training; what does (weights, bin edges, bandwidth) comes in with each
/// evaluation. arXiv:2203.05570, figure 2.
public struct Pipeline: Sendable {
  /// The network.
  public var network: Network
  /// How scores are counted when the loss is computed.
  public var method: HistogramMethod
  /// Whether mass beyond the outer edges is folded into the edge bins.
  public var reflectsInfinities = false
  /// Whether counts are normalized to unit area before they are scaled.
  public var isDensity = false
  /// From counts to expected events.
  public var scaling: Scaling
  /// The model.
  public var model: ChainModel
  /// What a step improves.
  public var objective: Objective
  /// What is computed beside the loss.
  public var metrics: [Objective]
  /// How many threads share the work; the results do not depend on it.
  public var threads: Int

  /// A chain.
  public init(
    network: Network, method: HistogramMethod = .kde, scaling: Scaling = Scaling(),
    model: ChainModel = .builtIn(.histosys), objective: Objective = .cls, metrics: [Objective] = [],
    threads: Int = 1
  ) {
    self.network = network
    self.method = method
    self.scaling = scaling
    self.model = model
    self.objective = objective
    self.metrics = metrics
    self.threads = threads
  }

  /// What is trained, at one point.
  public struct Point: Sendable, Hashable {
    /// The network's weights.
    public var weights: WeightVector
    /// The bin edges.
    public var binning: Binning
    /// The bandwidth.
    public var bandwidth: Double

    /// A point.
    public init(weights: WeightVector, binning: Binning, bandwidth: Double) {
      self.weights = weights
      self.binning = binning
      self.bandwidth = bandwidth
    }
  }

  /// The loss and its gradient on a set of samples.
  ///
  /// - Throws: ``StageFailure`` when a stage has no finite result.
  public func evaluate(_ point: Point, on samples: [Sample]) throws(StageFailure) -> Evaluation {
    switch point.weights {
    case .single(let weights): try evaluate(weights, point, samples) { .single($0) }
    case .double(let weights): try evaluate(weights, point, samples) { .double($0) }
    }
  }

  /// Templates and metrics of a set of samples, with ordinary counts unless another method is named.
  ///
  /// - Throws: ``StageFailure`` when the network or the histogram has no finite result. A metric without a
  ///   value says why, and stops nothing.
  public func assess(
    _ point: Point, on samples: [Sample], method: HistogramMethod = .hard
  ) throws(StageFailure) -> Assessment {
    switch point.weights {
    case .single(let weights): try assess(weights, point, samples, method)
    case .double(let weights): try assess(weights, point, samples, method)
    }
  }

  private func evaluate<S: NetworkScalar>(
    _ weights: [S], _ point: Point, _ samples: [Sample], wrap: ([S]) -> WeightVector
  ) throws(StageFailure) -> Evaluation {
    var watch = Stopwatch()
    let inputs = inputs(samples, as: S.self)
    watch.lap(.events)
    let tape = network.forward(weights: weights, inputs: inputs, threads: threads)
    let scores = try scores(tape.outputs, samples)
    watch.lap(.network)
    let templates = try templates(point, method, scores, samples)
    watch.lap(.histogram)
    let model = try statisticalModel(templates.yields)
    let logits = network.endsInLogits ? self.scores(unchecked: tape.logits, samples) : nil

    var loss = ObjectiveValue(value: .nan, templateGradient: model.zeroGradient, fit: nil)
    var histogramGradient = TemplateBuilder.Gradient(
      outputs: [], edges: [Double](repeating: 0, count: point.binning.count + 1), bandwidth: 0)
    let end: TapeEnd
    if objective.isOfOutputs {
      let entropy = try crossEntropy(objective, logits, samples)
      loss.value = entropy.value
      histogramGradient.outputs = entropy.gradient
      end = .logits
      watch.lap(.model)
    } else {
      do throws(ObjectiveError) {
        loss = try objective.evaluate(model)
      } catch {
        throw StageFailure(.objective, "\(error)", advice: Advice.objective)
      }
      watch.lap(.model)
      let pulled = templates.pullback(loss.templateGradient)
      histogramGradient.outputs = pulled.outputs
      // A softmax histogram has no edges; the point's own then have no influence.
      if method == .kde { histogramGradient.edges = pulled.edges }
      histogramGradient.bandwidth = pulled.bandwidth
      end = .outputs
    }
    guard loss.value.isFinite else {
      throw StageFailure(.objective, "the loss is \(number(loss.value))", advice: Advice.objective)
    }
    let cotangent = histogramGradient.outputs.joined().map { S($0) }
    let gradient = network.pullback(
      weights: weights, inputs: inputs, tape: tape, cotangent: cotangent, at: end, threads: threads)
    watch.lap(.backward)
    let metrics = metricValues(model, logits, samples, known: loss)
    watch.lap(.metrics)
    let evaluation = Evaluation(
      loss: loss.value, assessment: Assessment(yields: templates.yields, metrics: metrics),
      fit: loss.fit,
      gradient: Evaluation.Gradient(
        weights: wrap(gradient), edges: histogramGradient.edges, bandwidth: histogramGradient.bandwidth,
        yields: loss.templateGradient),
      scores: scores, times: watch.times)
    guard evaluation.gradient.norm.isFinite else {
      throw StageFailure(.gradient, "the gradient is not finite", advice: Advice.gradient)
    }
    return evaluation
  }

  private func assess<S: NetworkScalar>(
    _ weights: [S], _ point: Point, _ samples: [Sample], _ method: HistogramMethod
  ) throws(StageFailure) -> Assessment {
    let result = network.outputsAndLogits(
      weights: weights, inputs: inputs(samples, as: S.self), threads: threads)
    let scores = try scores(result.outputs, samples)
    let templates = try templates(point, method, scores, samples)
    let model = try statisticalModel(templates.yields)
    let logits = network.endsInLogits ? self.scores(unchecked: result.logits, samples) : nil
    return Assessment(
      yields: templates.yields, metrics: metricValues(model, logits, samples, known: nil))
  }

  /// The features of all samples, one after the other, in the network's precision.
  private func inputs<S: NetworkScalar>(_ samples: [Sample], as type: S.Type) -> [S] {
    var inputs: [S] = []
    inputs.reserveCapacity(samples.reduce(0) { $0 + $1.features.count })
    for sample in samples { inputs.append(contentsOf: sample.features.lazy.map { S($0) }) }
    return inputs
  }

  private func scores<S: NetworkScalar>(
    _ outputs: [S], _ samples: [Sample]
  ) throws(StageFailure) -> [SampleScores] {
    let scores = scores(unchecked: outputs, samples)
    for (sample, values) in zip(samples, scores) {
      if let bad = values.outputs.firstIndex(where: { !$0.isFinite }) {
        let event = (bad - values.outputs.startIndex) / network.outputCount
        throw StageFailure(
          .network, "its output for event \(event) of \(sample.name) is \(number(values.outputs[bad]))",
          advice: Advice.network)
      }
    }
    return scores
  }

  private func scores<S: NetworkScalar>(unchecked outputs: [S], _ samples: [Sample]) -> [SampleScores] {
    let widened = outputs.map { Double($0) }
    var start = 0
    return zip(model.roles(samples), samples).map { role, sample in
      let end = start + sample.eventCount * network.outputCount
      defer { start = end }
      return SampleScores(role: role, outputs: widened[start..<end], weights: sample.weights)
    }
  }

  /// The bins of the histogram: those of the point, or the network's outputs where there are several.
  func bins(_ point: Point, _ method: HistogramMethod) throws(HistogramError) -> Binning {
    guard method == .softmax || method == .hard && self.method == .softmax else { return point.binning }
    return try Binning(from: 0, to: Double(network.outputCount), count: network.outputCount)
  }

  private func templates(
    _ point: Point, _ method: HistogramMethod, _ scores: [SampleScores], _ samples: [Sample]
  ) throws(StageFailure) -> FilledTemplates {
    let result: FilledTemplates
    do throws(HistogramError) {
      let common = try bins(point, method)
      result = try model.templates(scores, samples) { binning throws(HistogramError) in
        try histogram(point, method, binning ?? common)
      }
    } catch {
      throw StageFailure(.histogram, "\(error)", advice: Advice.settings)
    }
    for (name, template) in zip(result.yields.names, result.yields.templates) {
      if let bin = template.firstIndex(where: { !$0.isFinite }) {
        throw StageFailure(
          .histogram, "\(name) in bin \(bin) is \(number(template[bin]))", advice: Advice.histogram)
      }
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

  /// Templates and metrics of scores that are there already, counted in another way; metrics of the outputs
  /// have no value.
  func assess(
    _ point: Point, _ scores: [SampleScores], of samples: [Sample], method: HistogramMethod
  ) throws(StageFailure) -> Assessment {
    let templates = try templates(point, method, scores, samples)
    let model = try statisticalModel(templates.yields)
    return Assessment(
      yields: templates.yields, metrics: metricValues(model, nil, samples, known: nil))
  }

  private func statisticalModel(_ yields: Yields) throws(StageFailure) -> any StatisticalModel {
    do throws(ModelError) {
      return try model.model(yields)
    } catch {
      throw StageFailure(.model, "\(error)", advice: Advice.model)
    }
  }

  private func crossEntropy(
    _ objective: Objective, _ logits: [SampleScores]?, _ samples: [Sample]
  ) throws(StageFailure) -> CrossEntropy {
    guard let logits else {
      throw StageFailure(
        .objective, "\(objective.rawValue) takes a network with 1 output that ends in sigmoid or identity",
        advice: "change `network`, or choose another `objective`")
    }
    return CrossEntropy(
      logits, roles: objective.crossEntropyRoles(available: model.roles(samples)))
  }

  /// The metrics, with the loss taken over where it is one of them.
  private func metricValues(
    _ model: any StatisticalModel, _ logits: [SampleScores]?, _ samples: [Sample], known: ObjectiveValue?
  ) -> [Objective: MetricValue] {
    var values: [Objective: MetricValue] = [:]
    for metric in metrics {
      if metric == objective, let known {
        values[metric] = .number(known.value)
        continue
      }
      do {
        let value =
          metric.isOfOutputs
          ? try crossEntropy(metric, logits, samples).value : try metric.value(model)
        values[metric] =
          value.isFinite ? .number(value) : .undefined("\(metric.rawValue) is \(number(value))")
      } catch {
        values[metric] = .undefined("\(error)")
      }
    }
    return values
  }

  /// A number that is not finite, as people write it.
  private func number(_ value: Double) -> String { value.isNaN ? "not a number" : "\(value)" }

  /// The knobs that help when a stage fails.
  private enum Advice {
    static let network =
      "lower the optimizer's `rate` or set `clip`; before the first step, check the means and covariances of `data`"
    static let settings = "change `network` or `histogram`"
    static let histogram = "check `histogram` and `scale`, or lower the optimizer's `rate`"
    static let model = "raise `scale floor=`, widen the bins with `histogram bins=`, or raise the `bandwidth`"
    static let objective =
      "check `scale`, raise its `floor=`, use fewer bins or a larger `bandwidth`, or choose another `objective`"
    static let gradient = "lower the optimizer's `rate`, raise the `bandwidth`, or set `clip`"
  }
}

extension Evaluation.Gradient {
  /// The Euclidean norm of the gradient in weights, inner edges and bandwidth.
  public var norm: Double {
    let inner = edges.dropFirst().dropLast().reduce(0) { $0 + $1 * $1 }
    return (weights.sumOfSquares + inner + bandwidth * bandwidth).squareRoot()
  }
}

extension TemplateRule {
  /// The samples that the rule takes, in their order.
  public var roles: [SampleRole] {
    switch self {
    case .meanAndSpread: SampleRole.threeSamples
    case .asTheyAre: SampleRole.fourSamples
    }
  }
}
