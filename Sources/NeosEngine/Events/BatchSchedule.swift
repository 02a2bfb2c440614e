/// Which events each step of an optimization sees: shuffled mini-batches, as a function of the step's number.
///
/// There is no state to carry: step k lies in epoch k / ``batchesPerEpoch(of:)`` of a sample, and the epoch's shuffle
/// follows from the key, the epoch and the sample. Going back to a step and running it again gives the same batch.
///
/// Within an epoch no event comes twice. What is left of a sample after the last full batch is dropped in that
/// epoch; the next shuffle leaves out others.
public struct BatchSchedule: Sendable, Hashable {
  /// The number of events of each sample.
  public let eventCounts: [Int]
  /// The number of events of each sample in a batch, at least 1; a smaller sample is in it whole. None for all
  /// events in every step.
  public let batchSize: Int?
  /// The seed of all shuffles.
  public let key: RandomKey
  /// For each sample the one whose shuffles it has: its own, or those of one with as many events.
  private let shuffles: [Int]

  /// A schedule of batches.
  ///
  /// - Parameters:
  ///   - eventCounts: the number of events of each sample.
  ///   - batchSize: the number of events of each sample in a batch; nil for all.
  ///   - key: the seed of all shuffles.
  ///   - partners: for each sample the one to be shuffled with where both have as many events, as a variation is
  ///     with its nominal sample; none by default.
  /// - Throws: ``EventsError`` when there are no samples, a sample is empty, or the batch size is less than 1.
  public init(
    eventCounts: [Int], batchSize: Int?, key: RandomKey, partners: [Int]? = nil
  ) throws(EventsError) {
    guard !eventCounts.isEmpty else { throw .noSamples }
    if let empty = eventCounts.firstIndex(where: { $0 < 1 }) { throw .noEvents(sample: "\(empty)") }
    if let batchSize, batchSize < 1 { throw .batchSize(batchSize) }
    self.eventCounts = eventCounts
    self.batchSize = batchSize
    self.key = key
    shuffles = eventCounts.shuffles(with: partners)
  }

  /// Whether every step sees all events.
  public var isWhole: Bool { eventCounts.indices.allSatisfy { size(of: $0) == nil } }

  /// The number of events in a batch, where that leaves any out.
  private func size(of sample: Int) -> Int? {
    batchSize.flatMap { $0 < eventCounts[sample] ? $0 : nil }
  }

  /// The number of full batches of a sample, at least 1.
  public func batchesPerEpoch(of sample: Int) -> Int {
    size(of: sample).map { eventCounts[sample] / $0 } ?? 1
  }

  /// The order of a sample's events in an epoch of it.
  ///
  /// It costs a sort of all its events.
  public func permutation(of sample: Int, epoch: Int) -> [Int] {
    key.folded(in: UInt32(truncatingIfNeeded: epoch)).folded(in: UInt32(shuffles[sample])).permutation(
      eventCounts[sample])
  }

  /// The shuffled orders of an epoch of each sample, kept for its other steps.
  public struct Orders: Sendable {
    fileprivate var known: [Int: (epoch: Int, order: [Int])] = [:]

    /// None yet.
    public init() {}
  }

  /// The events of a step, one list of rows for each sample, or nil for all of its events.
  ///
  /// - Parameters:
  ///   - step: the number of the step, from 0.
  ///   - orders: what is known of the step's epochs; it gets what had to be found.
  public func rows(step: Int, _ orders: inout Orders) -> [[Int]?] {
    precondition(step >= 0, "steps count from 0")
    return eventCounts.indices.map { sample in
      guard let size = size(of: sample) else { return nil }
      let (epoch, batch) = step.quotientAndRemainder(dividingBy: batchesPerEpoch(of: sample))
      let shuffle = shuffles[sample]
      if orders.known[shuffle]?.epoch != epoch {
        orders.known[shuffle] = (epoch, permutation(of: sample, epoch: epoch))
      }
      return orders.known[shuffle].map { Array($0.order[batch * size..<(batch + 1) * size]) }
    }
  }
}

extension [Int] {
  /// For each sample of so many events the one whose random order it has: that of its partner, if that has as many.
  func shuffles(with partners: [Int]?) -> [Int] {
    indices.map { sample in
      guard let partner = partners?[sample], self[partner] == self[sample] else { return sample }
      return partner
    }
  }
}
