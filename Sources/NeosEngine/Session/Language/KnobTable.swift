extension Knob {
  /// All settings. A setting's verb and key are what a line says; their order is that of `help` and of saved
  /// sessions.
  static let table: [Knob] =
    seedKnobs + dataKnobs + SampleRole.allCases.flatMap(componentKnobs) + selectionKnobs + networkKnobs
    + histogramKnobs + modelKnobs + objectiveKnobs + penaltyKnobs + optimizerKnobs + computeKnobs

  private static let seedKnobs: [Knob] = [
    .keyed(
      "seed", "events", .events, "a whole number", "seed of the events",
      read: { "\($0.seeds.events)" }, write: { $0.seeds.events = try ValueParsing.seed($1) }),
    .keyed(
      "seed", "network", .network, "a whole number", "seed of the network's initial weights",
      read: { "\($0.seeds.network)" }, write: { $0.seeds.network = try ValueParsing.seed($1) }),
    .keyed(
      "seed", "split", .events, "a whole number", "seed of the split into training and test sample",
      read: { "\($0.seeds.split)" }, write: { $0.seeds.split = try ValueParsing.seed($1) }),
    .keyed(
      "seed", "batch", .events, "a whole number", "seed of the shuffled mini-batches",
      read: { "\($0.seeds.batch)" }, write: { $0.seeds.batch = try ValueParsing.seed($1) }),
    .keyed(
      "seed", "layout", .network, .choices(KeyLayout.self),
      "how a key becomes numbers: JAX's published or present way",
      read: { $0.seeds.layout.rawValue }, write: { $0.seeds.layout = try ValueParsing.choice($1, "layout") }),
  ]

  private static let dataKnobs: [Knob] =
    [
      .positional(
        "data", "kind", .events, .choices(DataKind.self),
        "normal distributions in the plane, or the samples of 'sample' lines",
        read: { $0.dataKind.rawValue }, write: { $0.dataKind = try ValueParsing.choice($1, "kind of data") }),
      .keyed(
        "data", "samples", .events, ValueForm(text: "3 or 4", words: ["3", "4"]),
        "signal, up, down; with 4 also nominal",
        read: { $0.dataKind == .blobs ? "\($0.data.blobs.count)" : "" },
        write: { try $0.data.setSampleCount(ValueParsing.count($1, from: -1_000_000_000)) }),
      .keyed(
        "data", "events", .events, "a count, or one for each of signal, nominal, up, down between commas",
        "events of each sample", read: { $0.dataKind == .blobs ? eventCounts($0.data) : "" },
        write: { try setEventCounts(&$0.data, $1) }),
    ]

  private static let selectionKnobs: [Knob] = [
    .keyed(
      "split", "test", .events, .described("a fraction", or: "none"), "the share of events kept for testing",
      read: { $0.split.testFraction.map(written) ?? "none" },
      write: { configuration, word in
        configuration.split.testFraction = word == "none" ? nil : try ValueParsing.fraction(word)
        if word != "none" { configuration.split.folds = nil }
      }),
    .keyed(
      "split", "validation", .events, .described("a fraction", or: "none"),
      "the share of the other events that is watched and not trained on",
      read: { $0.split.validationFraction.map(written) ?? "none" },
      write: { $0.split.validationFraction = $1 == "none" ? nil : try ValueParsing.fraction($1) }),
    .keyed(
      "split", "folds", .events, .described("a count from 2", or: "none"),
      "cut the events into so many parts, of which one is for testing",
      read: { $0.split.folds.map(String.init) ?? "none" },
      write: { configuration, word in
        configuration.split.folds =
          word == "none" ? nil : try ValueParsing.count(word, from: 2, to: 1_000_000)
        if word != "none" { configuration.split.testFraction = nil }
      }),
    .keyed(
      "split", "fold", .events, "a count", "the part that is for testing, from 1",
      read: { "\($0.split.fold)" }, write: { $0.split.fold = try ValueParsing.count($1, to: 1_000_000) }),
    .positional(
      "batch", "size", .events, .described("a count", or: "all"), "events of each sample in a mini-batch",
      read: { $0.batchSize.map(String.init) ?? "all" },
      write: { $0.batchSize = $1 == "all" ? nil : try ValueParsing.count($1) }),
  ]

  private static let networkKnobs: [Knob] = [
    .words(
      "network", "layers", .network,
      layerForm,
      "a number is a dense layer of that width",
      read: { $0.layers.map(\.word) },
      write: { $0.layers = try layers($1) }),
    .keyed(
      "network", "initializer", .network, .words(Initializer.allCases.map(\.name)),
      "how initial weights are drawn", read: { $0.initializer.name },
      write: { configuration, text in
        let names = Initializer.allCases.map(\.name)
        guard names.contains(text) else {
          throw ValueError(message: "\(NetworkError.unknownInitializer(text))", valid: names)
        }
        configuration.initializer = try Initializer(named: text)
      }),
    .keyed(
      "network", "standardize", .network, .words(["on", "off"]),
      "give features mean 0 and deviation 1 on the training sample",
      read: { $0.standardizes ? "on" : "off" }, write: { $0.standardizes = try ValueParsing.flag($1) }),
    .keyed(
      "network", "precision", .network, .choices(Precision.self), "the precision in which it runs",
      read: { $0.precision.rawValue }, write: { $0.precision = try ValueParsing.choice($1, "precision") }),
    .keyed(
      "network", "draws", .network, .choices(Precision.self), "the precision in which weights are drawn",
      read: { $0.draws.rawValue }, write: { $0.draws = try ValueParsing.choice($1, "precision") }),
  ]

  private static let histogramKnobs: [Knob] = [
    .positional(
      "histogram", "method", .loss, .choices(HistogramMethod.self), "how scores are counted",
      read: { $0.method.rawValue },
      write: { $0.method = try ValueParsing.choice($1, "histogram method") }),
    .keyed(
      "histogram", "bins", .bins, "LOW:HIGH:COUNT, or edges between commas", "the bins",
      read: { $0.binning.edges.map(written).joined(separator: ",") },
      write: { $0.binning = try ValueParsing.binning($1) }),
    .keyed(
      "histogram", "bandwidth", .bandwidth, "a number above 0", "the kernel's width, in units of the score",
      read: { written($0.bandwidth) }, write: { $0.bandwidth = try ValueParsing.positive($1) }),
    .keyed(
      "histogram", "reflect", .loss, .words(["on", "off"]),
      "fold what lies beyond the outer edges into the edge bins",
      read: { $0.reflectsInfinities ? "on" : "off" },
      write: { $0.reflectsInfinities = try ValueParsing.flag($1) }),
    .keyed(
      "histogram", "density", .loss, .words(["on", "off"]), "normalize to unit area before scaling",
      read: { $0.isDensity ? "on" : "off" }, write: { $0.isDensity = try ValueParsing.flag($1) }),
    .keyed(
      "scale", "signal", .loss, "a number above 0", "expected signal events at unit luminosity",
      read: { written($0.scaling.signal) }, write: { $0.scaling.signal = try ValueParsing.positive($1) }),
    .keyed(
      "scale", "background", .loss, "a number above 0", "expected background events at unit luminosity",
      read: { written($0.scaling.background) },
      write: { $0.scaling.background = try ValueParsing.positive($1) }),
    .keyed(
      "scale", "luminosity", .loss, "a number above 0", "the overall factor",
      read: { written($0.scaling.luminosity) },
      write: { $0.scaling.luminosity = try ValueParsing.positive($1) }),
    .keyed(
      "scale", "floor", .loss, "a number, 0 or more", "added to every bin after scaling",
      read: { written($0.scaling.floor) }, write: { $0.scaling.floor = try ValueParsing.notNegative($1) }),
  ]

  private static let modelKnobs: [Knob] = [
    .words(
      "model", "name", .model, models, "the statistical model",
      read: { $0.model.words }, write: { $0.model = try ModelChoice(words: $1) }),
    .keyed(
      "model", "measurement", .model, .described("a name", or: "first", names: .measurements),
      "the measurement of a workspace",
      read: { $0.spec.measurement ?? "first" }, write: { $0.spec.measurement = $1 == "first" ? nil : $1 }),
    .keyed(
      "model", "patch", .model, .described("a file", or: "none", names: .files(["json"])),
      "a JSON patch for a workspace",
      read: { $0.spec.patch ?? "none" }, write: { $0.spec.patch = $1 == "none" ? nil : $1 }),
    .keyed(
      "model", "stat", .model, .words(["on", "off"]),
      "have the statistical uncertainty of declared samples in their model",
      read: { $0.model == .samples ? ($0.spec.hasStatError ? "on" : "off") : "" },
      write: { $0.spec.hasStatError = try ValueParsing.flag($1) }),
    .keyed(
      "model", "digest", .model, "8 to 64 digits of SHA-256",
      "what the workspace, patch applied, must be; recordings have it",
      read: { $0.spec.digest ?? "" }, write: { $0.spec.digest = try ValueParsing.digest($1) }),
    .keyed(
      "model", "histosys", .model, .choices(Interpolation.Additive.self),
      "how the histosys modifiers of a workspace interpolate",
      read: { $0.spec.interpolation.histoSys.rawValue },
      write: { $0.spec.interpolation.histoSys = try ValueParsing.choice($1, "interpolation") }),
    .keyed(
      "model", "normsys", .model, .choices(Interpolation.Multiplicative.self),
      "how the normsys modifiers of a workspace interpolate",
      read: { $0.spec.interpolation.normSys.rawValue },
      write: { $0.spec.interpolation.normSys = try ValueParsing.choice($1, "interpolation") }),
  ]

  private static let objectiveKnobs: [Knob] = [
    .positional(
      "objective", "name", .objective, objectives, "what a step improves",
      read: { $0.objective.rawValue }, write: { $0.objective = try ValueParsing.choice($1, "objective") }),
    .words(
      "metrics", "names", .objective, metricsForm,
      "what is tracked beside the loss", read: { metricWords($0.metrics) },
      write: { $0.metrics = try metrics($1) }),
    .keyed(
      "metrics", "every", .objective, "a count", "compute them at every so many steps",
      read: { "\($0.metricInterval)" }, write: { $0.metricInterval = try ValueParsing.count($1) }),
  ]

  private static let penaltyKnobs: [Knob] = [
    .keyed(
      "penalty", "events", .objective, .described("a number above 0", or: "none"),
      "expected background events that a bin should have",
      read: { $0.penalty.events.map(written) ?? "none" },
      write: { $0.penalty.events = $1 == "none" ? nil : try ValueParsing.positive($1) }),
    .keyed(
      "penalty", "uncertainty", .objective, .described("a number above 0", or: "none"),
      "relative statistical uncertainty of the background that a bin should not exceed",
      read: { $0.penalty.uncertainty.map(written) ?? "none" },
      write: { $0.penalty.uncertainty = $1 == "none" ? nil : try ValueParsing.positive($1) }),
    .keyed(
      "penalty", "weight", .objective, "a number above 0", "what the penalty of all bins is multiplied by",
      read: { written($0.penalty.weight) }, write: { $0.penalty.weight = try ValueParsing.positive($1) }),
  ]

  private static let computeKnobs: [Knob] = [
    .keyed(
      "compute", "threads", .speed, .described("a count", or: "all"),
      "threads that share the work; all are as many as there are free cores",
      read: { $0.threads.map(String.init) ?? "all" },
      write: { $0.threads = $1 == "all" ? nil : try ValueParsing.count($1, to: 1024) }),
    .keyed(
      "compute", "memory", .speed, "a count of MB, 0 or more",
      "values of the network's layers that are kept for the way back, and not computed again",
      read: { "\($0.tapeMegabytes)" },
      write: { $0.tapeMegabytes = try ValueParsing.count($1, from: 0, to: 1_000_000) }),
  ]

  private static let optimizerKnobs: [Knob] = [
    .positional(
      "optimizer", "name", .optimizer, .choices(OptimizerKind.self), "how a gradient becomes a step",
      read: { $0.optimizer.kind.rawValue },
      write: { $0.optimizer.kind = try ValueParsing.choice($1, "optimizer") }),
    .keyed(
      "optimizer", "rate", .updates, "a number above 0", "the learning rate, before the schedule",
      read: { written($0.optimizer.rate) }, write: { $0.optimizer.rate = try ValueParsing.positive($1) }),
    .keyed(
      "optimizer", "momentum", .updates, "from 0 to below 1", "what SGD keeps of its velocity",
      read: { written($0.optimizer.momentum) }, write: { $0.optimizer.momentum = try ValueParsing.share($1) }),
    .keyed(
      "optimizer", "beta1", .updates, "from 0 to below 1", "what Adam keeps of its mean gradient",
      read: { written($0.optimizer.beta1) }, write: { $0.optimizer.beta1 = try ValueParsing.share($1) }),
    .keyed(
      "optimizer", "beta2", .updates, "from 0 to below 1", "what Adam keeps of its mean squared gradient",
      read: { written($0.optimizer.beta2) }, write: { $0.optimizer.beta2 = try ValueParsing.share($1) }),
    .keyed(
      "optimizer", "epsilon", .updates, "a number above 0", "what Adam adds to the root of the mean square",
      read: { written($0.optimizer.epsilon) }, write: { $0.optimizer.epsilon = try ValueParsing.positive($1) }
    ),
    .keyed(
      "optimizer", "decay", .updates, "a number, 0 or more", "AdamW's weight decay, in units of the rate",
      read: { written($0.optimizer.weightDecay) },
      write: { $0.optimizer.weightDecay = try ValueParsing.notNegative($1) }),
    .positional(
      "schedule", "name", .updates, .choices(ScheduleName.self), "how the learning rate moves",
      read: { $0.scheduleName.rawValue }, write: { $0.scheduleName = try ValueParsing.choice($1, "schedule") }
    ),
    .keyed(
      "schedule", "warmup", .updates, "a count, 0 or more", "steps of linear growth before",
      read: { "\($0.warmupSteps)" }, write: { $0.warmupSteps = try ValueParsing.count($1, from: 0) }),
    .keyed(
      "schedule", "steps", .updates, "a count", "the length of the cosine, or of one decay by the factor",
      read: { "\($0.decaySteps)" }, write: { $0.decaySteps = try ValueParsing.count($1) }),
    .keyed(
      "schedule", "factor", .updates, "a number above 0, at most 1",
      "exponential: the rate is multiplied by it in every STEPS; cosine: what is left at the end",
      read: { written($0.decayFactor) }, write: { $0.decayFactor = try ValueParsing.factor($1) }),
    .positional(
      "anneal", "name", .bandwidth, .choices(ScheduleName.self), "how the bandwidth moves",
      read: { $0.annealName.rawValue }, write: { $0.annealName = try ValueParsing.choice($1, "schedule") }),
    .keyed(
      "anneal", "steps", .bandwidth, "a count", "the length of the cosine, or of one decay by the factor",
      read: { "\($0.annealSteps)" }, write: { $0.annealSteps = try ValueParsing.count($1) }),
    .keyed(
      "anneal", "factor", .bandwidth, "a number above 0, at most 1",
      "exponential: the bandwidth is multiplied by it in every STEPS; cosine: what is left at the end",
      read: { written($0.annealFactor) }, write: { $0.annealFactor = try ValueParsing.factor($1) }),
    .positional(
      "clip", "norm", .updates, .described("a number above 0", or: "none"),
      "the largest gradient norm let through",
      read: { $0.clip.map(written) ?? "none" },
      write: { $0.clip = $1 == "none" ? nil : try ValueParsing.positive($1) }),
    .words(
      "train", "what", .updates, ValueForm(text: "edges, bandwidth, or none", words: trainable),
      "what is trained besides the network's weights",
      read: { settings in
        let words = (settings.trainsEdges ? ["edges"] : []) + (settings.trainsBandwidth ? ["bandwidth"] : [])
        return words.isEmpty ? ["none"] : words
      }, write: { try setTrained(&$0, $1) }),
  ]

  private static let layerForm = ValueForm(
    text: "widths and activations (\(Activation.allCases.map(\.rawValue).joined(separator: ", ")))",
    words: Activation.allCases.map(\.rawValue))

  private static let models: ValueForm = {
    let words = ModelKind.allCases.map(\.rawValue)
    return ValueForm(
      text: words.joined(separator: ", ") + ", samples, or spec FILE", words: words + ["samples", "spec"],
      summaries: Dictionary(uniqueKeysWithValues: ModelKind.allCases.map { ($0.rawValue, $0.summary) })
        .merging(
          [
            "samples": "a HistFactory workspace of the declared samples",
            "spec": "a HistFactory workspace in a file",
          ]) { $1 }, names: .files(["json"]), marker: "spec")
  }()

  private static let metricsForm = ValueForm(
    text: "objectives, or all, or none", words: Objective.allCases.map(\.rawValue) + ["all", "none"],
    summaries: objectiveSummaries)

  private static let objectives = ValueForm(
    text: ValueForm.choices(Objective.self).text, words: Objective.allCases.map(\.rawValue),
    summaries: objectiveSummaries)

  private static let objectiveSummaries = Dictionary(
    uniqueKeysWithValues: Objective.allCases.map { ($0.rawValue, $0.summary) })
}
