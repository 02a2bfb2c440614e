/// Which events each step of an optimization sees: shuffled mini-batches, as a function of the step's number.
///
/// There is no state to carry: step k lies in epoch k / ``batchesPerEpoch``, and the epoch's shuffle follows
/// from the key, the epoch and the sample. Going back to a step and running it again gives the same batch.
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

  /// A schedule of batches.
  ///
  /// - Throws: ``EventsError`` when there are no samples, a sample is empty, or the batch size is less than 1.
  public init(eventCounts: [Int], batchSize: Int?, key: RandomKey) throws(EventsError) {
    guard !eventCounts.isEmpty else { throw .noSamples }
    if let empty = eventCounts.firstIndex(where: { $0 < 1 }) { throw .noEvents(sample: "\(empty)") }
    if let batchSize, batchSize < 1 { throw .batchSize(batchSize) }
    self.eventCounts = eventCounts
    self.batchSize = batchSize
    self.key = key
  }

  /// Whether every step sees all events.
  public var isWhole: Bool { partialSize == nil }

  /// The batch size, where it leaves any event out.
  private var partialSize: Int? {
    guard let batchSize, eventCounts.contains(where: { $0 > batchSize }) else { return nil }
    return batchSize
  }

  /// The number of full batches in the smallest sample, at least 1.
  public var batchesPerEpoch: Int {
    guard let size = partialSize, let smallest = eventCounts.min() else { return 1 }
    return max(1, smallest / size)
  }

  /// The epoch in which a step lies.
  public func epoch(of step: Int) -> Int { step / batchesPerEpoch }

  /// The order of the events of each sample in an epoch: one permutation for each sample.
  ///
  /// It costs a sort of all events; keep it for the steps of the epoch.
  public func permutations(epoch: Int) -> [[Int]] {
    let epochKey = key.folded(in: UInt32(truncatingIfNeeded: epoch))
    return eventCounts.enumerated().map { sample, count in
      epochKey.folded(in: UInt32(sample)).permutation(count)
    }
  }

  /// The events of a step, one list of rows for each sample; nil when every step sees all events.
  public func rows(step: Int) -> [[Int]]? {
    guard partialSize != nil else { return nil }
    return rows(step: step, permutations: permutations(epoch: epoch(of: step)))
  }

  /// The events of a step, given the permutations of its epoch.
  public func rows(step: Int, permutations: [[Int]]) -> [[Int]]? {
    precondition(step >= 0, "steps count from 0")
    guard let size = partialSize else { return nil }
    let batch = step % batchesPerEpoch
    return permutations.map { order in
      let size = min(size, order.count)
      return Array(order[batch * size..<(batch + 1) * size])
    }
  }
}
