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
  public var model: ModelKind
  /// What a step improves.
  public var objective: Objective
  /// What is computed beside the loss.
  public var metrics: [Objective]
  /// How many threads share the work; the results do not depend on it.
  public var threads: Int

  /// A chain.
  public init(
    network: Network, method: HistogramMethod = .kde, scaling: Scaling = Scaling(),
    model: ModelKind = .histosys, objective: Objective = .cls, metrics: [Objective] = [], threads: Int = 1
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
    let inputs = inputs(samples, as: S.self)
    let tape = network.forward(weights: weights, inputs: inputs, threads: threads)
    let scores = try scores(tape.outputs, samples)
    let builder = try builder(point, method)
    let templates = try templates(builder, scores)
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
    } else {
      do throws(ObjectiveError) {
        loss = try objective.evaluate(model)
      } catch {
        throw StageFailure(.objective, "\(error)", advice: Advice.objective)
      }
      let pulled = builder.pullback(scores, templates, cotangent: loss.templateGradient)
      histogramGradient.outputs = pulled.outputs
      // A softmax histogram has no edges; the point's own then have no influence.
      if method == .kde { histogramGradient.edges = pulled.edges }
      histogramGradient.bandwidth = pulled.bandwidth
      end = .outputs
    }
    guard loss.value.isFinite else {
      throw StageFailure(.objective, "the loss is \(loss.value)", advice: Advice.objective)
    }
    let cotangent = histogramGradient.outputs.joined().map { S($0) }
    let gradient = network.pullback(
      weights: weights, inputs: inputs, tape: tape, cotangent: cotangent, at: end, threads: threads)
    let evaluation = Evaluation(
      loss: loss.value,
      assessment: Assessment(
        yields: templates.yields, metrics: metricValues(model, logits, samples, known: loss)),
      fit: loss.fit,
      gradient: Evaluation.Gradient(
        weights: wrap(gradient), edges: histogramGradient.edges, bandwidth: histogramGradient.bandwidth,
        yields: loss.templateGradient))
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
    let templates = try templates(builder(point, method), scores)
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
    return zip(model.templateRule.roles, samples).map { role, sample in
      let end = start + sample.eventCount * network.outputCount
      defer { start = end }
      return SampleScores(role: role, outputs: widened[start..<end], weights: sample.weights)
    }
  }

  private func builder(_ point: Point, _ method: HistogramMethod) throws(StageFailure) -> TemplateBuilder {
    do throws(HistogramError) {
      return try TemplateBuilder(
        method: method, binning: bins(point, method), bandwidth: point.bandwidth,
        reflectsInfinities: reflectsInfinities, isDensity: isDensity, scaling: scaling,
        rule: model.templateRule, outputCount: network.outputCount)
    } catch {
      throw StageFailure(.histogram, "\(error)", advice: Advice.histogram)
    }
  }

  /// The bins of the histogram: those of the point, or the network's outputs where there are several.
  private func bins(_ point: Point, _ method: HistogramMethod) throws(HistogramError) -> Binning {
    guard method == .softmax || method == .hard && self.method == .softmax else { return point.binning }
    return try Binning(from: 0, to: Double(network.outputCount), count: network.outputCount)
  }

  private func templates(
    _ builder: TemplateBuilder, _ scores: [SampleScores]
  ) throws(StageFailure) -> TemplateBuilder.Result {
    let result = builder.templates(scores)
    for (name, template) in zip(result.yields.names, result.yields.templates) {
      if let bin = template.firstIndex(where: { !$0.isFinite }) {
        throw StageFailure(
          .histogram, "\(name) in bin \(bin) is \(number(template[bin]))", advice: Advice.histogram)
      }
    }
    return result
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
      logits, roles: objective.crossEntropyRoles(available: model.templateRule.roles))
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
        values[metric] = value.isFinite ? .number(value) : .undefined("\(metric.rawValue) is \(value)")
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
      "lower the optimizer's `rate`, set `clip`, or start from other weights with `seed network=`"
    static let histogram = "check `histogram` and `scale`, or lower the optimizer's `rate`"
    static let model = "raise `scale floor=`, widen the bins with `histogram bins=`, or raise the `bandwidth`"
    static let objective =
      "raise `scale floor=`, use fewer bins or a larger `bandwidth`, or choose another `objective`"
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
