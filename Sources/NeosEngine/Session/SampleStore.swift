/// The samples of a configuration, made once and kept while the settings they come from stay.
struct SampleStore: Sendable {
  private struct Key: Hashable {
    var data: Blobs
    var events: UInt64
    var split: UInt64
    var layout: KeyLayout
    var testFraction: Double?

    init(_ configuration: Configuration) {
      data = configuration.data
      events = configuration.seeds.events
      split = configuration.seeds.split
      layout = configuration.seeds.layout
      testFraction = configuration.testFraction
    }
  }

  private var key: Key?
  /// What is trained on.
  private(set) var train: [Sample] = []
  /// What is tested on, if events are kept for it.
  private(set) var test: [Sample]?
  private var schedule: BatchSchedule?
  private var scheduleKey: (size: Int?, seed: UInt64)?
  private var epoch: (number: Int, permutations: [[Int]])?

  /// Makes the samples of a configuration, unless they are there already.
  mutating func prepare(_ configuration: Configuration) throws(EventsError) {
    let wanted = Key(configuration)
    if key != wanted {
      let layout = configuration.seeds.layout
      let samples = try configuration.data.samples(
        key: RandomKey(seed: configuration.seeds.events, layout: layout))
      if let fraction = configuration.testFraction {
        let parts = try samples.split(
          testFraction: fraction, key: RandomKey(seed: configuration.seeds.split, layout: layout))
        train = parts.train
        test = parts.test
      } else {
        train = samples
        test = nil
      }
      key = wanted
      schedule = nil
    }
    let seed = configuration.seeds.batch
    if schedule == nil || scheduleKey?.size != configuration.batchSize || scheduleKey?.seed != seed {
      schedule = try BatchSchedule(
        eventCounts: train.map(\.eventCount), batchSize: configuration.batchSize,
        key: RandomKey(seed: seed, layout: configuration.seeds.layout))
      scheduleKey = (configuration.batchSize, seed)
      epoch = nil
    }
  }

  /// The training events of a step: all, or a mini-batch of each sample.
  mutating func batch(step: Int) -> [Sample] {
    guard let schedule else { return train }
    let number = schedule.epoch(of: step)
    if schedule.isWhole { return train }
    if epoch?.number != number { epoch = (number, schedule.permutations(epoch: number)) }
    guard let rows = schedule.rows(step: step, permutations: epoch?.permutations ?? []) else { return train }
    return zip(train, rows).map { $0.selecting($1) }
  }
}
