/// The whole chain: events, network, histogram, model, objective, and the gradient back through all of them.
///
/// It holds what does not move in training; what does (weights, bin edges, bandwidth) comes in with each
/// evaluation. arXiv:2203.05570, figure 2.
public struct Pipeline: Sendable {
  /// The network.
  public var network: Network
  /// What makes features comparable before they enter the network, if anything does.
  public var standardization: Standardization?
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
  /// What bins are penalized for, beside the objective; a loss of the outputs alone has no bins.
  public var penalty = BinPenalty.Settings()
  /// What is computed beside the loss.
  public var metrics: [Objective]
  /// How many threads share the work; the results do not depend on it.
  public var threads: Int
  /// The values of the network's layers are kept from the way forward to the way back for as many events as so many bytes
  /// hold, and computed again for the others; the results do not depend on it. Those of a first layer of few inputs with
  /// at most a relu, below another dense layer, are always computed again.
  public var tapeLimit = 400_000_000
  /// Where steps find the memory of steps before them.
  let memory: StepMemory

  /// A chain.
  public init(
    network: Network, method: HistogramMethod = .kde, scaling: Scaling = Scaling(),
    model: ChainModel = .builtIn(.histosys), objective: Objective = .cls, metrics: [Objective] = [],
    threads: Int = 1
  ) {
    self.init(
      network: network, method: method, scaling: scaling, model: model, objective: objective,
      metrics: metrics,
      threads: threads, memory: StepMemory())
  }

  /// A chain whose steps find the memory of others' steps.
  init(
    network: Network, method: HistogramMethod, scaling: Scaling, model: ChainModel, objective: Objective,
    metrics: [Objective] = [], threads: Int, memory: StepMemory
  ) {
    self.network = network
    self.method = method
    self.scaling = scaling
    self.model = model
    self.objective = objective
    self.metrics = metrics
    self.threads = threads
    self.memory = memory
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
    try evaluate(point, on: samples, in: Evaluation.Memory())
  }

  /// The same, in the memory of an evaluation that is of no more use.
  func evaluate(
    _ point: Point, on samples: [Sample], in memory: consuming Evaluation.Memory
  ) throws(StageFailure) -> Evaluation {
    let room = memory.weights
    memory.weights = .single([])
    switch (point.weights, room) {
    case (.single(let weights), .single(let room)):
      return try evaluate(weights, point, samples, in: &memory, room) { .single($0) }
    case (.double(let weights), .double(let room)):
      return try evaluate(weights, point, samples, in: &memory, room) { .double($0) }
    case (.single(let weights), .double):
      return try evaluate(weights, point, samples, in: &memory, []) { .single($0) }
    case (.double(let weights), .single):
      return try evaluate(weights, point, samples, in: &memory, []) { .double($0) }
    }
  }

  /// Templates and metrics of a set of samples, with ordinary counts unless another method is named.
  ///
  /// - Throws: ``StageFailure`` when the network or the histogram has no finite result. A metric without a
  ///   value says why, and stops nothing.
  /// - Precondition: events have as many features as the network takes, and so has ``standardization``.
  public func assess(
    _ point: Point, on samples: [Sample], method: HistogramMethod = .hard
  ) throws(StageFailure) -> Assessment {
    switch point.weights {
    case .single(let weights): try assess(weights, point, samples, method)
    case .double(let weights): try assess(weights, point, samples, method)
    }
  }

  /// The network's outputs for the events of each sample, with their weights.
  ///
  /// - Throws: ``StageFailure`` when one is not finite.
  func scores(_ point: Point, of samples: [Sample]) throws(StageFailure) -> [SampleScores] {
    var (outputs, logits): ([Double], [Double]?) = ([], nil)
    switch point.weights {
    case .single(let weights):
      try run(passage(weights, samples, isKept: false), samples, outputs: &outputs, logits: &logits)
    case .double(let weights):
      try run(passage(weights, samples, isKept: false), samples, outputs: &outputs, logits: &logits)
    }
    return scores(outputs, samples)
  }

  private func evaluate<S: NetworkScalar>(
    _ weights: [S], _ point: Point, _ samples: [Sample], in old: inout Evaluation.Memory,
    _ gradientRoom: consuming [S], wrap: ([S]) -> WeightVector
  ) throws(StageFailure) -> Evaluation {
    var watch = Stopwatch()
    var room = memory.evaluationRoom()
    if let loss = old.loss.take() { room.statistics.reuse(loss) }
    room.statistics.threads = threads
    let passage = passage(weights, samples, isKept: true)
    defer { passage.giveBack() }
    var outputs = old.outputs.taken()
    var logits = objective.isOfOutputs || metrics.contains(where: \.isOfOutputs) ? room.logits.taken() : nil
    // As large as the events are the outputs, the logits and the gradient: never all three at once, if it can be helped.
    if logits != nil, !objective.isOfOutputs { room.gradient.outputs = [] }
    try run(passage, samples, outputs: &outputs, logits: &logits)
    let scores = scores(outputs, samples, in: old.scores.taken())
    var logitScores = logits.map { self.scores($0, samples, in: room.logitScores.taken()) }
    watch.lap(.network)
    let outputMetrics = outputMetrics(logitScores, samples, except: objective)
    if !objective.isOfOutputs { (logits, logitScores) = (nil, nil) }
    watch.lap(.metrics)
    let templates = try templates(
      point, method, scores, samples, in: &room.templates, old.templates.taken())
    watch.lap(.histogram)
    let model = try statisticalModel(templates.yields)

    let loss: ObjectiveValue
    var penalty = 0.0
    let end: TapeEnd
    if objective.isOfOutputs {
      let entropy = try crossEntropy(logitScores, samples, gradient: &room.gradient.outputs)
      loss = ObjectiveValue(
        value: entropy, templateGradient: room.statistics.zeroGradient(model), fit: nil)
      room.gradient.bandwidth = 0
      room.gradient.edges.setZeros(count: point.binning.count + 1)
      end = .logits
      watch.lap(.model)
    } else {
      do throws(ObjectiveError) {
        loss = try objective.evaluate(model, in: &room.statistics)
      } catch {
        throw StageFailure(.objective, "\(error)", advice: Advice.objective)
      }
      watch.lap(.model)
      templates.pullback(
        scores, cotangent: loss.templateGradient, threads: threads, in: &room.templates, into: &room.gradient)
      // A softmax histogram has no edges; the point's own then have no influence.
      if method != .kde { room.gradient.edges.setZeros(count: point.binning.count + 1) }
      if self.penalty.isOn { penalty = try penalize(&room.gradient, point, scores) }
      end = .outputs
    }
    let total = loss.value + penalty
    guard total.isFinite else {
      throw StageFailure(.objective, "the loss is \(number(total))", advice: Advice.objective)
    }
    let gradient = passage.pullback(
      EventRows(parts: joined(room.gradient.outputs, samples), width: network.outputCount), at: end,
      outputs: EventRows(converting: outputs, width: network.outputCount),
      in: gradientRoom)
    watch.lap(.backward)
    let metrics = outputMetrics.merging(templateMetrics(model, known: loss.value)) { $1 }
    watch.lap(.metrics)
    swap(&old.edges, &room.gradient.edges)
    let evaluation = Evaluation(
      loss: total, penalty: penalty, assessment: Assessment(yields: templates.yields, metrics: metrics),
      fit: loss.fit,
      gradient: Evaluation.Gradient(
        weights: wrap(gradient), edges: old.edges.taken(), bandwidth: room.gradient.bandwidth,
        yields: loss.templateGradient),
      scores: scores, outputs: outputs, times: watch.times)
    room.keep(&logits, &logitScores)
    memory.giveBack(room)
    guard evaluation.gradient.norm.isFinite else {
      throw StageFailure(.gradient, "the gradient is not finite", advice: Advice.gradient)
    }
    return evaluation
  }

  private func assess<S: NetworkScalar>(
    _ weights: [S], _ point: Point, _ samples: [Sample], _ method: HistogramMethod
  ) throws(StageFailure) -> Assessment {
    let passage = passage(weights, samples, isKept: false)
    var (outputs, logits): ([Double], [Double]?) = ([], metrics.contains(where: \.isOfOutputs) ? [] : nil)
    try run(passage, samples, outputs: &outputs, logits: &logits)
    return try assess(
      point, scores(outputs, samples), of: samples, method: method,
      logits: logits.map { scores($0, samples) })
  }

  /// Templates and metrics of scores that are there already, counted in another way; without logits, metrics of
  /// the outputs have no value.
  func assess(
    _ point: Point, _ scores: [SampleScores], of samples: [Sample], method: HistogramMethod,
    logits: [SampleScores]? = nil
  ) throws(StageFailure) -> Assessment {
    var room = TemplateBuilder.Room()
    let templates = try templates(point, method, scores, samples, in: &room)
    let model = try statisticalModel(templates.yields)
    return Assessment(
      yields: templates.yields,
      metrics: outputMetrics(logits, samples, except: nil).merging(templateMetrics(model, known: nil)) { $1 })
  }

  /// A number that is not finite, as people write it.
  func number(_ value: Double) -> String { value.isNaN ? "not a number" : "\(value)" }

  /// The knobs that help when a stage fails.
  enum Advice {
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

extension TemplateRule {
  /// The samples that the rule takes, in their order.
  public var roles: [SampleRole] {
    switch self {
    case .meanAndSpread: SampleRole.threeSamples
    case .asTheyAre: SampleRole.fourSamples
    }
  }
}
