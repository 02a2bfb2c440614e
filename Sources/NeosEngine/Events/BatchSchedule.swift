/// Which events each step sees: shuffled mini-batches, as a function of the step alone.
///
/// An epoch shuffles every sample anew and cuts it into batches; a last batch that would not be full is left
/// out. With samples of different sizes, the smallest one sets the number of batches.
public struct BatchSchedule: Sendable, Hashable {
  /// The number of events of each sample.
  public let eventCounts: [Int]
  /// The number of events of each sample in a batch, or none if every step sees all events.
  public let batchSize: Int?
  /// The number of batches in an epoch.
  public let batchesPerEpoch: Int
  private let key: RandomKey

  /// A schedule of batches; without a size, or with one that no sample exceeds, every step sees all events.
  ///
  /// - Throws: ``EventsError/batchSize(_:)`` when the size is below 1.
  public init(eventCounts: [Int], batchSize: Int?, key: RandomKey) throws(EventsError) {
    if let batchSize, batchSize < 1 { throw .batchSize(batchSize) }
    self.eventCounts = eventCounts
    self.batchSize = batchSize.flatMap { size in eventCounts.contains { $0 > size } ? size : nil }
    let smallest = eventCounts.min() ?? 1
    batchesPerEpoch = self.batchSize.map { max(1, smallest / $0) } ?? 1
    self.key = key
  }

  /// The epoch that a step lies in, or none if every step sees all events.
  public func epoch(of step: Int) -> Int? { batchSize == nil ? nil : step / batchesPerEpoch }

  /// The order of each sample's events in an epoch.
  public func permutations(epoch: Int) -> [[Int]] {
    let key = key.folded(in: UInt32(truncatingIfNeeded: epoch))
    return eventCounts.enumerated().map { key.folded(in: UInt32($0)).permutation($1) }
  }

  /// The events of each sample that a step sees, given the permutations of its epoch; none for all events.
  public func rows(step: Int, permutations: [[Int]]) -> [[Int]]? {
    guard let batchSize else { return nil }
    let batch = step % batchesPerEpoch
    return permutations.map { order in
      let start = min(batch * batchSize, max(0, order.count - batchSize))
      return Array(order[start..<min(start + batchSize, order.count)])
    }
  }
}
