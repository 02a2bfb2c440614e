/// One line of work of a session: its settings, where training is, and how it came there. A value, so that a
/// fork is a copy.
struct Branch: Sendable {
  var configuration = Configuration()
  /// Where training is; nil until something needs it.
  var state: TrainingState?
  /// The loss, yields and gradient there; nil when a setting has changed since.
  var evaluation: Evaluation?
  /// Yields and metrics of the test sample there, if there is one and it was asked for.
  var testAssessment: Assessment?
  /// The same of the validation sample.
  var validationAssessment: Assessment?
  /// The model of the workspace in the settings, compiled for so many bins; nil until something needs it.
  var compiled: (binCount: Int, model: LearnedModel)?
  var history = History()
  /// Whether the network's weights come from a file.
  var hasLoadedNetwork = false
  /// The place in the journal of the line that made the network anew and kept this run; nil for what was asked for.
  var keptAt: Int?
  /// One record for each step, in order; some may lie ahead after `back`.
  var records: [StepRecord] = []

  /// Holds what was computed of the present state.
  mutating func hold(_ result: StepResult) {
    evaluation = result.training
    testAssessment = result.test
    validationAssessment = result.validation
  }

  /// Forgets what was computed with settings or a state that are others now.
  mutating func forgetEvaluation() {
    evaluation = nil
    testAssessment = nil
    validationAssessment = nil
  }

  /// Forgets all steps that `back` and `forward` could reach.
  mutating func holdOnlyPresent() {
    history = History()
    if let state { history.hold(state) }
  }

  /// The number of updates made.
  var step: Int { state?.step ?? 0 }

  /// The records up to the present step.
  var past: ArraySlice<StepRecord> {
    // Few if any lie ahead.
    records[..<((records.lastIndex { $0.step <= step } ?? -1) + 1)]
  }

  /// Adds a record, in place of one of the same step and of all later ones.
  mutating func add(_ record: StepRecord) {
    while let last = records.last, last.step >= record.step { records.removeLast() }
    records.append(record)
  }

  /// Puts a record in place of the one of the same step, keeping later ones.
  mutating func replace(_ record: StepRecord) {
    if let position = records.lastIndex(where: { $0.step == record.step }) {
      records[position] = record
    } else {
      add(record)
    }
  }

  /// The step from which losses can be compared: a setting that they depend on changed there last.
  var lossesSince = 0
  /// The step from which metrics can be compared: the events, bins, scale or model changed there last.
  var metricsSince = 0

  /// The best loss up to the present step, of those with the present settings.
  var bestLoss: Double? {
    let losses = past.filter { $0.step >= lossesSince }.map(\.loss)
    return configuration.objective.isMaximized ? losses.max() : losses.min()
  }

  /// The best value of a metric up to the present step, of those that can be compared with the present one and do
  /// not rest on empty bins of the test sample.
  func best(_ metric: Objective) -> Double? {
    let values = past.filter { $0.step >= metricsSince && !$0.restsOnFloor }.compactMap { $0.metric(metric) }
    return metric.isMaximized ? values.max() : values.min()
  }
}

/// What is computed of a state: on the sample that is trained on, and on one that is not.
struct StepResult {
  var training: Evaluation
  /// On the test sample, where there is one and no validation sample.
  var test: Assessment?
  /// On the validation sample, where there is one.
  var validation: Assessment?
}
