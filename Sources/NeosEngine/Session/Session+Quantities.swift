extension Session {
  /// The numbers of a quantity at the present step: one, or a row.
  ///
  /// - Throws: ``SessionError`` when it does not exist or has no value, with the reason.
  public mutating func values(of quantity: Quantity) throws(SessionError) -> [Double] {
    if case .result(let path) = quantity { return [try resultValue(path)] }
    let (state, evaluation) = try evaluated()
    func pick(_ values: [Double], _ index: Int?) throws(SessionError) -> [Double] {
      guard let index else { return values }
      guard values.indices.contains(index) else {
        throw .request("\(quantity) does not exist: the index goes from 0 to \(values.count - 1)")
      }
      return [values[index]]
    }
    func template(_ name: String, _ values: [[Double]]?) throws(SessionError) -> [Double] {
      let names = evaluation.assessment.yields.names
      guard let position = names.firstIndex(of: name), let values else {
        throw .request("there is no template '\(name)'; there are \(names.joined(separator: ", "))")
      }
      return values[position]
    }
    switch quantity {
    case .step: return [Double(state.step)]
    case .loss(let best): return [best ? branch.bestLoss ?? evaluation.loss : evaluation.loss]
    case .metric(let metric, let scope): return [try metricValue(metric, scope)]
    case .yields(let name, let bin, let test):
      let yields = test ? try countedYields(.test) : evaluation.assessment.yields
      return try pick(template(name, yields.templates), bin)
    case .edges(let index): return try pick(state.point.binning.edges, index)
    case .bandwidth: return [state.point.bandwidth]
    case .rate: return [rate(at: state.step)]
    case .gradientNorm: return [evaluation.gradient.norm]
    case .gradientBandwidth: return [evaluation.gradient.bandwidth]
    case .gradientEdges(let index): return try pick(evaluation.gradient.edges, index)
    case .gradientYields(let name, let bin):
      return try pick(template(name, evaluation.gradient.yields), bin)
    case .gradientWeight(let index): return [try weight(evaluation.gradient.weights, index)]
    case .weight(let index): return [try weight(state.point.weights, index)]
    case .fitIterations: return [Double(try fit(evaluation).iterations)]
    case .fitParameter(let name): return [try fitParameter(name, evaluation)]
    case .result(let path): return [try resultValue(path)]
    case .logpdf(let parameters, let data): return [try logpdf(evaluation, parameters, data)]
    }
  }

  /// Whether a condition holds at the present step.
  mutating func test(_ condition: Condition) throws(SessionError) -> Expectation {
    let found = try values(of: condition.quantity)
    let expected: [Double] =
      switch condition.operand {
      case .numbers(let numbers): numbers
      case .quantity(let quantity): try values(of: quantity)
      }
    return Expectation(
      condition: condition, found: found, expected: expected, holds: condition.holds(found, expected))
  }

  /// Sees that a condition can be tested before stepping relies on it.
  mutating func check(_ condition: Condition) throws(SessionError) { _ = try test(condition) }

  private func weight(_ weights: WeightVector, _ index: Int) throws(SessionError) -> Double {
    guard index < weights.count else {
      throw .request("there is no weight \(index): there are \(weights.count)")
    }
    return weights[index]
  }

  // MARK: Metrics

  mutating func metricValue(_ metric: Objective, _ scope: Quantity.Scope) throws(SessionError) -> Double {
    guard scope != .best else {
      guard let best = branch.best(metric) else {
        throw .request(
          "best.\(metric.rawValue) has no value: it is not tracked, or every step rests on empty bins of the test sample"
        )
      }
      return best
    }
    let part = part(of: scope)
    switch try metricOutcome(metric, on: part) {
    case .number(let value): return value
    case .undefined(let reason):
      throw .request("\(part.rawValue).\(metric.rawValue) has no value at step \(step): \(reason)")
    }
  }

  /// The events that a metric is taken on.
  func part(of scope: Quantity.Scope) -> EventPart {
    switch scope {
    case .current, .best: store.countedPart
    case .train: .train
    case .validation: .validation
    case .test: .test
    }
  }

  /// A metric at the present step: as it was tracked, or computed now.
  mutating func metricOutcome(_ metric: Objective, on part: EventPart) throws(SessionError) -> MetricValue {
    let (state, evaluation) = try evaluated()
    let tracked: Assessment? =
      switch part {
      case .train: evaluation.assessment
      case .validation: branch.validationAssessment
      case .test: branch.testAssessment
      case .all: nil
      }
    if let value = tracked?.metrics[metric] { return value }
    var pipeline = try pipeline()
    pipeline.metrics = [metric]
    let assessment = try assess(pipeline, state, on: part)
    return assessment.metrics[metric] ?? .undefined("it was not computed")
  }

  /// The templates of the events of a part, from ordinary counts.
  mutating func countedYields(_ part: EventPart) throws(SessionError) -> Yields {
    try prepare()
    guard let state = branch.state else { throw .setup("there is no state to evaluate") }
    if part == .test, let assessment = branch.testAssessment { return assessment.yields }
    if part == .validation, let assessment = branch.validationAssessment { return assessment.yields }
    return try assess(pipeline(), state, on: events(of: part), method: .hard).yields
  }

  /// What the templates of the present step are of, where they are not of all training events.
  var batchInWords: String? {
    store.batchSize.map { "as counted in the step's mini-batch of \($0) events a sample" }
  }

  /// The templates of the present step, also where the loss has no value.
  mutating func presentYields() throws(SessionError) -> Yields {
    do throws(SessionError) {
      return try evaluated().evaluation.assessment.yields
    } catch {
      guard case .evaluation = error, let state = branch.state else { throw error }
      return try assess(pipeline(), state, on: .train).yields
    }
  }

  private mutating func assess(
    _ pipeline: Pipeline, _ state: TrainingState, on part: EventPart
  ) throws(SessionError) -> Assessment {
    part == .train
      ? try assess(pipeline, state, on: store.batch(step: state.step), method: configuration.method)
      : try assess(pipeline, state, on: events(of: part), method: .hard)
  }

  private func assess(
    _ pipeline: Pipeline, _ state: TrainingState, on samples: [Sample], method: HistogramMethod
  ) throws(SessionError) -> Assessment {
    do throws(StageFailure) {
      return try pipeline.assess(state.point, on: samples, method: method)
    } catch {
      throw .request("\(error)")
    }
  }

  /// The events of a part.
  func events(of part: EventPart) throws(SessionError) -> [Sample] {
    let kept: [Sample]?
    do throws(TableStoreError) {
      kept = try store.events(of: part, configuration)
    } catch {
      throw .request("\(error)")
    }
    guard let kept else {
      throw .request(
        "there is no \(part.rawValue) sample; 'split \(part.rawValue)=0.2' keeps a fifth of the events for it"
      )
    }
    return kept
  }

  // MARK: Model

  func model(_ evaluation: Evaluation) throws(SessionError) -> any StatisticalModel {
    try model(evaluation.assessment.yields)
  }

  func model(_ yields: Yields) throws(SessionError) -> any StatisticalModel {
    let chain = try chainModel()
    do throws(ModelError) {
      return try chain.model(yields)
    } catch {
      throw .request("\(error)")
    }
  }

  private func fit(_ evaluation: Evaluation) throws(SessionError) -> Fit {
    guard let fit = evaluation.fit else {
      throw .request("objective \(configuration.objective.rawValue) makes no fit")
    }
    return fit
  }

  private func fitParameter(_ name: String, _ evaluation: Evaluation) throws(SessionError) -> Double {
    let fit = try fit(evaluation)
    let names = try model(evaluation).parameters.map(\.name)
    guard let index = names.firstIndex(of: name) else { throw unknownParameter(name, names) }
    return fit.parameters[index]
  }

  private func logpdf(
    _ evaluation: Evaluation, _ values: [String: Double], _ datum: Double
  ) throws(SessionError) -> Double {
    let model = try model(evaluation)
    var point = model.initialParameters()
    let names = model.parameters.map(\.name)
    for (name, value) in values {
      guard let index = names.firstIndex(of: name) else { throw unknownParameter(name, names) }
      point[index] = value
    }
    let count = model.binCount + model.auxiliaryData.count
    return model.logpdf(point, data: [Double](repeating: datum, count: count))
  }

  private func unknownParameter(_ name: String, _ names: [String]) -> SessionError {
    .request("the model has no parameter '\(name)'; it has \(names.joined(separator: ", "))")
  }
}
