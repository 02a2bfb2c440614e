/// The samples of a configuration, made once and kept while the settings they come from stay.
struct SampleStore: Sendable {
  private struct Key: Equatable {
    enum Source: Equatable {
      case blobs(Blobs)
      case declared(SampleDeclarations)
    }

    var source: Source
    var events: UInt64
    var splitSeed: UInt64
    var layout: KeyLayout
    var split: SplitPlan

    init(_ configuration: Configuration) {
      switch configuration.dataKind {
      case .blobs: source = .blobs(configuration.data)
      case .samples: source = .declared(configuration.declarations)
      }
      events = configuration.seeds.events
      splitSeed = configuration.seeds.split
      layout = configuration.seeds.layout
      split = configuration.split
    }
  }

  private var key: Key?
  /// The tables of declared samples.
  private var tables = TableStore()
  /// What declared samples are made of.
  private var declared: DeclaredEvents?
  /// What was read last, and of what; it is not in use before the samples are made of it.
  private var loaded: (declarations: SampleDeclarations, key: RandomKey, events: DeclaredEvents)?
  /// The events that are trained on, as they are read or drawn.
  private var training: [Sample] = []
  /// What is trained on, made of them; of declared samples that are trained on in batches a look at each alone.
  private(set) var train: [Sample] = []
  /// How many events of each sample are trained on.
  private(set) var eventCounts: [Int] = []
  /// What is watched while training and not trained on, if events are kept for it.
  private(set) var validation: [Sample]?
  /// What is tested on, if events are kept for it.
  private(set) var test: [Sample]?
  private var schedule: BatchSchedule?
  private var scheduleKey: (size: Int?, seed: UInt64)?
  private var orders = BatchSchedule.Orders()

  /// The parts that are kept from training, in their order.
  var heldParts: [(part: EventPart, samples: [Sample])] {
    [(EventPart.validation, validation), (.test, test)].compactMap { part, samples in
      samples.map { (part, $0) }
    }
  }

  /// The part on which metrics count.
  var countedPart: EventPart { heldParts.first?.part ?? .train }

  /// The number of events of a sample in a mini-batch; nil where every step sees all.
  var batchSize: Int? { schedule?.isWhole == false ? schedule?.batchSize : nil }

  /// This many events of each sample make a look at it.
  private static let look = 10_000

  /// What standardizes the training events of the nominal samples.
  var standardization: Standardization {
    guard let declared else {
      return Standardization(of: train.filter { $0.name != "up" && $0.name != "down" })
    }
    let tables = declared.derived.filter(\.isNominal).map { training[$0.table] }
    return Standardization(of: tables, featureCount: declared.featureCount)
  }

  /// Reads the tables of declared samples that are not there yet; the samples stay as they are.
  ///
  /// - Returns: what is declared, with the checksums of the tables.
  mutating func load(
    _ configuration: Configuration, _ watch: TableWatch
  ) throws(TableStoreError) -> SampleDeclarations {
    let key = Self.eventKey(configuration)
    var declarations = configuration.declarations
    let events = try DeclaredEvents(&declarations, key: key, &tables, watch)
    loaded = (declarations, key, events)
    return declarations
  }

  /// Makes the samples of a configuration, unless they are there already.
  mutating func prepare(_ configuration: Configuration, _ watch: TableWatch) throws(TableStoreError) {
    let wanted = Key(configuration)
    if key != wanted {
      let layout = configuration.seeds.layout
      key = nil
      declared = nil
      if configuration.dataKind == .samples {
        let isLoaded =
          loaded?.declarations == configuration.declarations && loaded?.key == Self.eventKey(configuration)
        if !isLoaded { _ = try load(configuration, watch) }
        declared = loaded?.events
      }
      do throws(EventsError) {
        let rows = if let declared { declared.tables } else { try Self.blobs(configuration) }
        let parts = try rows.split(
          configuration.split, key: RandomKey(seed: configuration.seeds.split, layout: layout),
          partners: declared?.partners)
        training = parts.train
        eventCounts =
          declared.map { $0.derived.map { training[$0.table].eventCount } } ?? training.map(\.eventCount)
        train = []
        validation = parts.validation.map { samples($0) }
        test = parts.test.map { samples($0) }
      } catch {
        throw .events(error)
      }
      key = wanted
      schedule = nil
    }
    let seed = configuration.seeds.batch
    if schedule == nil || scheduleKey?.size != configuration.batchSize || scheduleKey?.seed != seed {
      do throws(EventsError) {
        schedule = try BatchSchedule(
          eventCounts: training.map(\.eventCount), batchSize: configuration.batchSize,
          key: RandomKey(seed: seed, layout: configuration.seeds.layout), partners: declared?.partners)
      } catch {
        throw .events(error)
      }
      scheduleKey = (configuration.batchSize, seed)
      orders = BatchSchedule.Orders()
      if train.isEmpty || schedule?.isWhole == true, let declared {
        let isWhole = schedule?.isWhole ?? true
        let rows = training.map { isWhole || $0.eventCount <= Self.look ? $0 : $0.selecting(0..<Self.look) }
        train = declared.samples(of: rows, available: training.map(\.eventCount))
      } else if declared == nil {
        train = training
      }
    }
  }

  /// All events of a part; nil where none are kept for it.
  func events(of part: EventPart, _ configuration: Configuration) throws(TableStoreError) -> [Sample]? {
    switch part {
    case .train: return samples(training)
    case .validation: return validation
    case .test: return test
    case .all:
      if let declared { return samples(declared.tables) }
      do throws(EventsError) { return try Self.blobs(configuration) } catch { throw .events(error) }
    }
  }

  /// The events that are generated in the plane.
  private static func blobs(_ configuration: Configuration) throws(EventsError) -> [Sample] {
    try configuration.data.samples(key: eventKey(configuration))
  }

  /// The key of events that are drawn.
  private static func eventKey(_ configuration: Configuration) -> RandomKey {
    RandomKey(seed: configuration.seeds.events, layout: configuration.seeds.layout)
  }

  /// The samples that are made of rows of all of a part's events.
  private func samples(_ rows: [Sample]) -> [Sample] {
    declared?.samples(of: rows, available: rows.map(\.eventCount)) ?? rows
  }

  /// The training events of a step: all, or a mini-batch of each sample.
  mutating func batch(step: Int) -> [Sample] {
    guard let schedule else { return train }
    if schedule.isWhole { return train }
    let batch = zip(training, schedule.rows(step: step, &orders)).map { sample, rows in
      rows.map { sample.part($0) } ?? sample
    }
    return declared?.samples(of: batch, available: training.map(\.eventCount)) ?? batch
  }
}
