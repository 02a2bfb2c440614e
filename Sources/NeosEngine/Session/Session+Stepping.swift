internal import Foundation

extension Session {
  /// The chain of the present settings.
  func pipeline() throws(SessionError) -> Pipeline {
    let settings = configuration
    var pipeline = Pipeline(
      network: try network(), method: settings.method, scaling: settings.scaling, model: try chainModel(),
      objective: settings.objective, threads: workingThreads, memory: memory)
    pipeline.standardization = branch.state?.standardization
    pipeline.tapeLimit = settings.tapeLimit
    pipeline.reflectsInfinities = settings.reflectsInfinities
    pipeline.isDensity = settings.isDensity
    pipeline.penalty = settings.penalty
    return pipeline
  }

  /// The network of the present settings.
  private func network() throws(SessionError) -> Network {
    let settings = configuration
    let inputCount = max(settings.featureCount, 1)
    if let network = prepared?.network, network.inputCount == inputCount, network.layers == settings.layers,
      network.initializer == settings.initializer
    {
      return network
    }
    do throws(NetworkError) {
      return try Network(inputCount: inputCount, layers: settings.layers, initializer: settings.initializer)
    } catch {
      throw .setup("network: \(error)")
    }
  }

  /// How many threads work now.
  var workingThreads: Int { configuration.threads ?? threads ?? FreeCores.count() }

  /// The floating-point operations of the network's products in a step of the present settings.
  package mutating func productOperations() throws(SessionError) -> Double {
    try prepare()
    return try pipeline().network.productOperations(
      events: store.batch(step: step).reduce(0) { $0 + $1.eventCount })
  }

  /// Makes samples and initial parameters if they are not there yet.
  mutating func prepare() throws(SessionError) {
    if branch.state != nil, prepared?.configuration == configuration { return try compileModel() }
    prepared = nil
    try checkSettings()
    try compileModel()
    // The events, and what is copied of them on their way into batches and the network.
    let events = configuration.generatedEvents
    let numbers = events.reduce(0) { $0 + Double($1) } * Double(configuration.featureCount)
    try checkMemory(numbers * 8 * 4, "the events", "choose fewer 'events='")
    let network = try network()
    try checkMemory(network, events: events)
    try prepareSamples()
    prepared = (configuration, network)
    guard branch.state == nil else { return }
    let standardization = configuration.standardizes ? try usableStandardization() : nil
    let key = RandomKey(seed: configuration.seeds.network, layout: configuration.seeds.layout)
    let weights: WeightVector =
      switch configuration.precision {
      case .single: .single(network.initialWeights(key: key, as: Float.self, drawing: configuration.draws))
      case .double: .double(network.initialWeights(key: key, as: Double.self, drawing: configuration.draws))
      }
    var state = TrainingState(
      point: Pipeline.Point(
        weights: weights, binning: configuration.binning, bandwidth: configuration.bandwidth),
      optimizer: configuration.optimizer.kind)
    state.standardization = standardization
    branch.state = state
    branch.history.hold(state)
  }

  /// What standardizes the features, whose squares must have a finite sum.
  private func usableStandardization() throws(SessionError) -> Standardization {
    let standardization = store.standardization
    for (name, scale) in zip(configuration.featureNames, standardization.scales) where !scale.isFinite {
      throw .setup(
        "data: the values of \(name) are too large to be standardized, their spread is \(scale); write them in another "
          + "unit, leave such events out with 'where=', or choose 'network standardize=off'")
    }
    return standardization
  }

  /// Sees that a step fits into the machine's memory, before events are made and an allocation fails.
  private func checkMemory(_ network: Network, events: [Int]) throws(SessionError) {
    let share = 1 - (configuration.split.testFraction ?? 0)
    let batch = events.reduce(0) { $0 + min(configuration.batchSize ?? .max, Int(share * Double($1))) }
    let perEvent = network.workingMemory(
      events: max(batch, 1), precision: configuration.precision, threads: workingThreads,
      tapeLimit: configuration.tapeLimit)
    // Weights, the optimizer's two moments, and the same again for the state before.
    let size = configuration.precision == .single ? 4.0 : 8.0
    let needed = perEvent + 6 * size * Double(network.weightCount)
    try checkMemory(
      needed, "a step", "choose a narrower 'network', a smaller 'batch' or fewer 'data events='")
  }

  private func checkMemory(_ needed: Double, _ what: String, _ advice: String) throws(SessionError) {
    let available = Double(ProcessInfo.processInfo.physicalMemory)
    guard needed < available else {
      throw .setup(
        "\(what) would need about \(brief(needed / 1e9)) GB of memory, this machine has "
          + "\(brief(available / 1e9)) GB; \(advice)")
    }
  }

  /// What no knob alone can see.
  private func checkSettings() throws(SessionError) {
    let settings = configuration
    if settings.dataKind == .samples, settings.declarations.isEmpty {
      throw .setup(
        "data: no sample is declared; 'sample NAME FILE columns=...' does so, 'help sample' says more")
    }
    if settings.dataKind == .samples, settings.model == .samples {
      for (isSignal, what) in [(true, "signal"), (false, "background")]
      where !settings.declarations.samples.contains(where: { $0.isSignal == isSignal }) {
        throw .setup("data: no sample is \(what); declare one, or give one 'role=\(what)'")
      }
    }
    if settings.dataKind == .blobs, settings.model == .samples {
      throw .setup("model samples needs declared samples; 'data samples' takes them, 'sample' declares one")
    }
    let found = settings.eventNames.count
    if case .builtIn(let kind) = settings.model, settings.dataKind == .samples {
      let needed = kind.templateRule.roles.map(\.rawValue)
      guard settings.eventNames == needed else {
        throw .setup(
          "model \(kind.rawValue) needs the samples \(needed.joined(separator: ", ")) in this order, not "
            + "\(settings.eventNames.joined(separator: ", ")); choose 'model samples', which takes them as declared"
        )
      }
    } else if case .builtIn(let kind) = settings.model, kind.templateRule.roles.count != found {
      let needed = kind.templateRule.roles.count
      let models = ModelKind.allCases.filter { $0.templateRule.roles.count == found }
      throw .setup(
        "model \(kind.rawValue) needs \(needed) samples, data has \(found); choose 'data samples=\(needed)' or "
          + models.map { "'model \($0.rawValue)'" }.joined(separator: " or "))
    }
    if case .builtIn(.uncorrelatedBackground) = settings.model,
      settings.binning.count >= FitMemory.largestParameterCount
    {
      throw .setup(
        "model uncorrelated-background has a parameter for each of \(settings.binning.count) bins; the matrices of a fit "
          + "fit into this machine's memory for \(FitMemory.largestParameterCount) at most")
    }
    if settings.method == .softmax, settings.outputCount > Binning.largestCount {
      throw .setup(
        "a softmax histogram has a bin for each of the network's \(settings.outputCount) outputs, at most "
          + "\(Binning.largestCount) are taken; make the last layer narrower")
    }
    if let workspace = settings.workspace { try checkSpec(workspace) }
    if settings.annealName != .constant, settings.trainsBandwidth || settings.method == .softmax {
      throw .setup(
        settings.trainsBandwidth
          ? "the bandwidth is either trained or annealed; choose 'anneal constant', or 'train' without bandwidth"
          : "a softmax histogram has no bandwidth to anneal; choose 'anneal constant'")
    }
    if settings.method == .softmax, settings.trainsEdges || settings.trainsBandwidth {
      throw .setup(
        "a softmax histogram has no edges and no bandwidth to train; choose 'train none'")
    }
  }

  /// The present state with its loss, gradient and metrics.
  mutating func evaluated() throws(SessionError) -> (state: TrainingState, evaluation: Evaluation) {
    try prepare()
    guard let state = branch.state else { throw .setup("there is no state to evaluate") }
    if let evaluation = branch.evaluation { return (state, evaluation) }
    var times = RoomTimes()
    let evaluation = try evaluate(state, &times) { .evaluation($0) }
    branch.hold(evaluation)
    branch.replace(record(state, evaluation))
    return (state, evaluation.training)
  }

  /// Reads or makes the samples that are not there yet.
  private mutating func prepareSamples() throws(SessionError) {
    do throws(TableStoreError) {
      try store.prepare(configuration, tableWatch())
    } catch {
      throw .setup("data: \(told(error))")
    }
  }

  /// Whether metrics are due at a step.
  private func tracksMetrics(at step: Int) -> Bool { step % configuration.metricInterval == 0 }

  private mutating func evaluate(
    _ state: TrainingState, _ times: inout RoomTimes, in memory: consuming Evaluation.Memory = .init(),
    error: (StageFailure) -> SessionError
  ) throws(SessionError) -> StepResult {
    var pipeline = try pipeline()
    if tracksMetrics(at: state.step) { pipeline.metrics = configuration.metrics }
    do throws(StageFailure) {
      var watch = Stopwatch()
      let samples = store.batch(step: state.step)
      watch.lap(.events)
      let training = try pipeline.evaluate(state.point, on: samples, in: memory)
      watch.add(training.times)
      var result = StepResult(training: training)
      if !pipeline.metrics.isEmpty {
        if let samples = store.validation {
          result.validation = try pipeline.assess(state.point, on: samples)
        } else if let samples = store.test {
          result.test = try pipeline.assess(state.point, on: samples)
        }
      }
      watch.lap(.metrics)
      times = watch.times
      return result
    } catch let failure {
      throw error(failure)
    }
  }

  private func record(
    _ state: TrainingState, _ evaluation: StepResult
  ) -> StepRecord {
    func numbers(_ assessment: Assessment?) -> [String: Double] {
      var numbers: [String: Double] = [:]
      for (metric, value) in assessment?.metrics ?? [:] { numbers[metric.rawValue] = value.number }
      return numbers
    }
    return StepRecord(
      step: state.step, loss: evaluation.training.loss, rate: rate(at: state.step),
      gradientNorm: evaluation.training.gradient.norm, train: numbers(evaluation.training.assessment),
      test: numbers(evaluation.test), validation: evaluation.validation.map { numbers($0) },
      hasTest: store.test != nil && store.validation == nil,
      restsOnFloor: (evaluation.validation ?? evaluation.test).map { !emptyBins($0.yields).isEmpty } ?? false)
  }

  /// The learning rate of the update after a step.
  func rate(at step: Int) -> Double {
    configuration.schedule.rate(at: step, base: configuration.optimizer.rate)
  }

  /// Takes one step: an update, and the evaluation of where it leads. Only when both have finite results does
  /// the session move on.
  mutating func stepOnce() throws(SessionError) -> StepRecord {
    guard configuration.method != .hard else {
      throw .setup(
        "a hard histogram has no gradient to step with; choose 'histogram kde' or 'histogram softmax'")
    }
    // The memory of what is of no more use after the update goes to the next step.
    var (state, evaluation) = try evaluated()
    var watch = Stopwatch()
    let next = state.updated(
      by: evaluation.gradient, configuration, threads: workingThreads, reusing: branch.history.takeSpare())
    watch.lap(.update)
    // The rate may have been changed after the loss was computed.
    let rate = rate(at: state.step)
    if let place = branch.records.lastIndex(where: { $0.step <= state.step }),
      branch.records[place].rate != rate
    {
      branch.records[place].rate = rate
    }
    // Scores are as large as the events; those of the step before make room. Should there be no next step, they are
    // computed again.
    branch.forgetEvaluation()
    let memory = evaluation.takeMemory()
    var times = RoomTimes()
    let result = try evaluate(next, &times, in: memory) { .stage($0, step: next.step) }
    times[.update] += watch.times[.update]
    roomTimes = times
    branch.state = next
    branch.hold(result)
    branch.history.hold(next)
    let record = record(next, result)
    branch.add(record)
    return record
  }

  /// Steps until a count is reached, a condition holds, a breakpoint stops it, or someone interrupts.
  mutating func run(
    _ count: Int, until condition: Condition?, _ control: SessionControl, _ done: inout Int
  ) throws(SessionError) {
    if let condition, try test(condition).holds {
      control.report(.note("\(condition) holds already at step \(step)"))
      return
    }
    while done < count {
      try takeStep(of: count, isLimit: condition != nil, control, &done)
      if let condition, try test(condition).holds {
        control.report(.note("\(condition) holds at step \(step)"))
        return
      }
      if try isStoppedByBreakpoint(control) { return }
    }
    if let condition { control.report(.note("\(condition) does not hold after \(counted(count, "step"))")) }
  }

  /// Takes a step of a run, unless someone has interrupted it, and tells of it.
  mutating func takeStep(
    of total: Int, isLimit: Bool, _ control: SessionControl, _ done: inout Int
  ) throws(SessionError) {
    if control.isStopped() { throw .interrupted(done: done) }
    let record = try stepOnce()
    done += 1
    control.checkpoint(self)
    control.report(.step(record, SessionEvent.Progress(done: done, total: total, isLimit: isLimit)))
  }

  /// Whether a breakpoint stops a run here, which is then told.
  mutating func isStoppedByBreakpoint(_ control: SessionControl) throws(SessionError) -> Bool {
    for (index, breakpoint) in breakpoints.enumerated() where try isReached(breakpoint, index) {
      control.report(.stopped(breakpoint, breakpoint: index + 1, step: step))
      return true
    }
    return false
  }

  private mutating func isReached(_ breakpoint: Condition, _ index: Int) throws(SessionError) -> Bool {
    do throws(SessionError) {
      return try test(breakpoint).holds
    } catch {
      throw .request(
        "stopped at step \(step): breakpoint \(index + 1), '\(breakpoint)', cannot be tested: \(error); "
          + "'break clear \(index + 1)' takes it away")
    }
  }

  /// Goes to another step that is held; settings stay as they are.
  mutating func move(by count: Int, _ control: SessionControl) throws(SessionError) {
    try prepare()
    let wanted = step + count
    guard let state = branch.history.state(at: wanted) else { throw .request(outOfReach(count)) }
    branch.state = state.rebased(on: configuration)
    branch.forgetEvaluation()
    control.report(.note("at step \(wanted)"))
  }

  /// Why a step cannot be gone to.
  private func outOfReach(_ count: Int) -> String {
    let held = branch.history.steps ?? step...step
    if count > 0 {
      let left = held.upperBound - step
      return left == 0 ? "nothing to redo: no step was undone" : "only \(counted(left, "step")) can be redone"
    }
    let left = step - held.lowerBound
    if left == 0 {
      return held.lowerBound == 0 ? "nothing comes before step 0" : "no step before this one is held"
    }
    return "only \(counted(left, "step")) can be undone, to step \(held.lowerBound)"
  }
}

extension TrainingState {
  /// The state under other settings: what is trained stays, what is not trained is as set. Of other bins, and of steps
  /// of another kind, the optimizer remembers nothing.
  func rebased(on configuration: Configuration) -> TrainingState {
    var state = self
    if !point.binning.hasRange(of: configuration.binning) {
      state.replaceBinning(configuration.binning)
    } else if !configuration.trainsEdges {
      state.point.binning = configuration.binning
    }
    if !configuration.trainsBandwidth { state.point.bandwidth = configuration.bandwidth(at: step) }
    if optimizer != configuration.optimizer.kind { state.resetOptimizer(configuration.optimizer.kind) }
    return state
  }
}
