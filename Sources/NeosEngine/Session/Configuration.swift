/// All settings of a session. The initial values are the published example of neos 0.1.5.
public struct Configuration: Sendable, Hashable {
  /// The seeds, one for each use of random numbers.
  public struct Seeds: Sendable, Hashable {
    /// Of the events.
    public var events: UInt64 = 1
    /// Of the network's initial weights.
    public var network: UInt64 = 13
    /// Of the split into training and test sample.
    public var split: UInt64 = 0
    /// Of the shuffled mini-batches.
    public var batch: UInt64 = 0
    /// How keys become numbers.
    public var layout = KeyLayout.original
  }

  /// The seeds.
  public var seeds = Seeds()
  /// Where events come from.
  public var dataKind = DataKind.blobs
  /// The generator of events.
  public var data = Blobs()
  /// The samples that are declared, and how they vary.
  public var declarations = SampleDeclarations()
  /// Which events are kept for validation and test.
  public var split = SplitPlan()
  /// The number of events of each sample in a mini-batch; all unless set.
  public var batchSize: Int?
  /// The network's layers.
  public var layers: [Layer] = [.dense(1024), .activation(.relu), .dense(1), .activation(.sigmoid)]
  /// The number of the network's outputs; 0 without a dense layer.
  package var outputCount: Int {
    for case .dense(let count) in layers.reversed() { return count }
    return 0
  }
  /// Whether features are standardized by the training sample when the network is made.
  public var standardizes = false
  /// How initial weights are drawn.
  public var initializer = Initializer.glorotTruncated
  /// The precision in which the network runs.
  public var precision = Precision.single
  /// The precision in which initial weights are drawn.
  public var draws = Precision.single
  /// How scores are counted.
  public var method = HistogramMethod.kde
  /// The bins at the start.
  public var binning = Configuration.publishedBinning
  /// The bandwidth at the start.
  public var bandwidth = 0.5
  /// Whether mass beyond the outer edges is folded into the edge bins.
  public var reflectsInfinities = false
  /// Whether counts are normalized to unit area before they are scaled.
  public var isDensity = false
  /// From counts to expected events.
  public var scaling = Scaling()
  /// The model.
  public var model = ModelChoice.builtIn(.histosys)
  /// How the workspace of a file becomes a model.
  public var spec = SpecSettings()
  /// The workspace that was read from the model's file, if it has one.
  public var workspace: Workspace?
  /// What a step improves.
  public var objective = Objective.cls
  /// What is tracked beside the loss.
  public var metrics = Objective.allCases
  /// Metrics are computed at every so many steps.
  public var metricInterval = 1
  /// The optimizer.
  public var optimizer = OptimizerSettings()
  /// The form of the learning rate's schedule.
  public var scheduleName = ScheduleName.constant
  /// Steps of linear growth before the schedule.
  public var warmupSteps = 0
  /// The length of the cosine, or of one decay by the factor.
  public var decaySteps = 1000
  /// What an exponential decay multiplies by, or the share that a cosine ends at.
  public var decayFactor = 0.1
  /// How the bandwidth moves with the step.
  public var annealName = ScheduleName.constant
  /// The length of the bandwidth's cosine, or of one decay by its factor.
  public var annealSteps = 1000
  /// What an exponential decay of the bandwidth multiplies by, or the share that its cosine ends at.
  public var annealFactor = 0.1
  /// What bins are penalized for.
  public var penalty = BinPenalty.Settings()
  /// The largest norm of the gradient that is let through; any unless set.
  public var clip: Double?
  /// Whether the inner bin edges are trained.
  public var trainsEdges = false
  /// Whether the bandwidth is trained.
  public var trainsBandwidth = false
  /// How many threads share the work; those of ``Session/threads`` unless set. The results do not depend on it.
  public var threads: Int?
  /// The memory for values of the network's layers that are kept from the way forward to the way back, in units of
  /// 10^6 bytes. The results do not depend on it.
  public var tapeMegabytes = 400
  /// The same in bytes.
  var tapeLimit: Int { tapeMegabytes * 1_000_000 }

  /// The published example.
  public init() {}

  private static let publishedBinning: Binning = {
    do { return try Binning(edges: [0, 0.5, 1]) } catch { preconditionFailure("0, 0.5, 1 increase") }
  }()
}

/// Where a session's events come from.
public enum DataKind: String, Sendable, Hashable, CaseIterable {
  /// Normal distributions in the plane.
  case blobs
  /// The samples that are declared.
  case samples
}

extension Configuration {
  /// The names of the samples of events, in their order.
  var eventNames: [String] {
    switch dataKind {
    case .blobs: data.blobs.map(\.role.rawValue)
    case .samples: declarations.eventNames
    }
  }

  /// The names of the features.
  public var featureNames: [String] {
    switch dataKind {
    case .blobs: ["feature 0", "feature 1"]
    case .samples: declarations.features
    }
  }
  /// The number of features of an event.
  public var featureCount: Int { dataKind == .blobs ? 2 : declarations.features.count }
}

/// The forms of a learning rate's schedule.
public enum ScheduleName: String, Sendable, Hashable, CaseIterable, Codable {
  /// The rate stays.
  case constant
  /// The rate decays by a factor in a number of steps.
  case exponential
  /// The rate follows half a cosine down to a share of itself.
  case cosine
}

extension ScheduleName {
  fileprivate func decay(factor: Double, steps: Int) -> Schedule.Decay {
    switch self {
    case .constant: .constant
    case .exponential: .exponential(factor: factor, steps: steps)
    case .cosine: .cosine(fraction: factor, steps: steps)
    }
  }
}

extension Configuration {
  /// How the learning rate moves with the step.
  public var schedule: Schedule {
    Schedule(scheduleName.decay(factor: decayFactor, steps: decaySteps), warmupSteps: warmupSteps)
  }

  /// The bandwidth at a step, where it is not trained.
  public func bandwidth(at step: Int) -> Double {
    Schedule(annealName.decay(factor: annealFactor, steps: annealSteps)).rate(at: step, base: bandwidth)
  }

  /// The lines that make this configuration from the initial one.
  public var commands: [String] {
    Knob.verbs.flatMap { verb in
      [line(verb)] + (verb == "data" && dataKind == .samples ? declarations.lines : [])
    }
  }

  private func line(_ verb: String) -> String {
    ([verb]
      + Knob.table.filter { $0.verb == verb }.compactMap { knob in
        let words = knob.read(self)
        guard !words.isEmpty else { return nil }
        return knob.place == .keyed
          ? "\(knob.key)=\(Word.quotedValue(words[0]))" : words.map(Word.quoted).joined(separator: " ")
      }).joined(separator: " ")
  }
}
