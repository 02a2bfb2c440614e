/// The tables that declared samples are from, each read or generated once.
struct TableStore: Sendable {
  /// A table of features and weights.
  struct Table: Sendable {
    let events: Sample
    /// The names of its columns.
    let columns: [String]
    /// What all events of the file come to that pass its selection, with the sums of weights; a limit keeps fewer.
    let totals: TableTotals

    /// 64 bits of the numbers in some columns, as hexadecimal digits: tells another file, not a forger.
    ///
    /// Each number's bits are added and mixed by a multiplication (after SplitMix64; Steele and others, OOPSLA 2014).
    func check(_ names: [String]) -> String {
      let positions = names.compactMap { columns.firstIndex(of: $0) }
      var state = UInt64(truncatingIfNeeded: events.eventCount)
      func mix(_ bits: UInt64) {
        state = (state ^ bits) &* 0xbf58_476d_1ce4_e5b9
        state ^= state >> 29
      }
      for start in stride(from: 0, to: events.features.count, by: columns.count) {
        for position in positions { mix(events.features[start + position].bitPattern) }
      }
      // The expected events hang on those that are not kept as well.
      if totals.eventCount > events.eventCount {
        mix(UInt64(totals.eventCount))
        for name in names { totals.sums[name].map { mix($0.bitPattern) } }
      }
      let digits = String(state, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }
  }

  private struct Draw: Hashable {
    let features: [SampleDeclaration.GeneratedFeature]
    let events: Int
    let key: RandomKey
  }

  /// A table with all its columns, of which some are weights.
  private struct Reading: Hashable {
    let request: TableRequest
    let weights: [String]
  }

  private var read: [Reading: Table] = [:]
  private var drawn: [Draw: Table] = [:]
  private var usedReads: Set<Reading> = []
  private var usedDraws: Set<Draw> = []

  /// The table of a sample: its features, its weight if it has one, then those of its variations.
  mutating func table(
    _ sample: SampleDeclaration, position: Int, weights: [String], key: RandomKey, _ watch: TableWatch
  ) throws(TableStoreError) -> Table {
    switch sample.source {
    case .table(let request): return try table(request, weights: weights, watch)
    case .generated(let features, let events):
      let draw = Draw(features: features, events: events, key: key.folded(in: UInt32(position)))
      usedDraws.insert(draw)
      if let known = drawn[draw] { return known }
      let columns = features.enumerated().map { index, feature in
        feature.distribution.values(events, key: draw.key.folded(in: UInt32(index)))
      }
      var numbers: [Double] = []
      numbers.reserveCapacity(events * features.count)
      for event in 0..<events { for column in columns { numbers.append(column[event]) } }
      let table = try Self.table(
        sample.name, features.map(\.name), numbers, TableTotals(eventCount: events))
      drawn[draw] = table
      return table
    }
  }

  /// The table of a request, with further columns of weights after its features and its own.
  mutating func table(
    _ request: TableRequest, weights: [String], _ watch: TableWatch
  ) throws(TableStoreError) -> Table {
    var all = request
    let summed = (request.weight.map { [$0] } ?? []) + weights
    for name in summed where !all.columns.contains(name) { all.columns.append(name) }
    all.weight = nil
    let reading = Reading(request: all, weights: summed)
    usedReads.insert(reading)
    if let known = read[reading] { return known }
    let events: TableEvents
    do throws(TableError) {
      var file = all
      file.path = watch.located(all.path)
      events = try TableReader.read(
        file, summing: summed, threads: watch.threads, progress: { watch.progress(request.path, $0) },
        isStopped: watch.isStopped)
    } catch {
      throw .table(error)
    }
    let table = try Self.table(
      request.path, all.columns, events.features, events.totals ?? TableTotals(eventCount: events.eventCount))
    read[reading] = table
    return table
  }

  /// Runs a body that asks for tables, and forgets those that it does not ask for.
  mutating func keepingWhatIsUsed(
    _ body: (inout TableStore) throws(TableStoreError) -> Void
  ) throws(TableStoreError) {
    (usedReads, usedDraws) = ([], [])
    try body(&self)
    read = read.filter { usedReads.contains($0.key) }
    drawn = drawn.filter { usedDraws.contains($0.key) }
  }

  private static func table(
    _ name: String, _ columns: [String], _ numbers: [Double], _ totals: TableTotals
  ) throws(TableStoreError) -> Table {
    do throws(EventsError) {
      return Table(
        events: try Sample(name: name, featureCount: columns.count, features: numbers), columns: columns,
        totals: totals)
    } catch {
      throw .events(error)
    }
  }
}

/// Where files are looked for, by how many threads they are read, who is told how far that is, and who may stop it.
struct TableWatch {
  var threads: Int?
  var located: (_ path: String) -> String = { $0 }
  var progress: (_ path: String, TableProgress) -> Void = { _, _ in }
  var isStopped: () -> Bool = { false }
}

/// Why declared events could not be had.
enum TableStoreError: Error {
  case table(TableError)
  case events(EventsError)
  /// The numbers of a file are others than those that were recorded.
  case check(String, found: String, expected: String)
  /// The weights of a sample add up to nothing that can be scaled.
  case sumOfWeights(String, Double)
}

extension TableStoreError: CustomStringConvertible {
  var description: String {
    switch self {
    case .table(let error): "\(error)"
    case .events(let error): "\(error)"
    case .check(let path, let found, let expected):
      "\(path): the events are others than those that were recorded: their checksum is \(found), not \(expected)"
    case .sumOfWeights(let sample, let sum):
      "the weights of '\(sample)' add up to \(brief(sum)); their sum must be above 0"
    }
  }
}
