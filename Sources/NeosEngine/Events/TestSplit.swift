extension [Sample] {
  /// The samples in two parts, each sample shuffled by a key of its own.
  ///
  /// The test part of n events has ceil(fraction n) of them, as `sklearn.model_selection.train_test_split`
  /// rounds.
  ///
  /// - Throws: ``EventsError`` when the fraction is not between 0 and 1 or leaves a part empty.
  public func split(
    testFraction fraction: Double, key: RandomKey
  ) throws(EventsError) -> (train: [Sample], test: [Sample]) {
    guard fraction > 0, fraction < 1 else { throw .testFraction(fraction) }
    var train: [Sample] = []
    var test: [Sample] = []
    for (index, sample) in enumerated() {
      let count = Int((fraction * Double(sample.eventCount)).rounded(.up))
      guard count > 0, count < sample.eventCount else {
        throw .emptySplit(sample: sample.name, events: sample.eventCount, fraction: fraction)
      }
      let order = key.folded(in: UInt32(index)).permutation(sample.eventCount)
      test.append(sample.events([Int](order[..<count])))
      train.append(sample.events([Int](order[count...])))
    }
    return (train, test)
  }
}
