extension [Sample] {
  /// Shares out the events of every sample at random between one to train on and one to test on.
  ///
  /// The events of sample k are put in the order of a permutation from the key with k folded in; the first
  /// ones are for the test. Their number is rounded up, as `train_test_split` of scikit-learn does.
  ///
  /// - Throws: ``EventsError`` when the fraction is not between 0 and 1, or leaves a sample without training
  ///   events.
  public func split(
    testFraction: Double, key: RandomKey
  ) throws(EventsError) -> (train: [Sample], test: [Sample]) {
    guard testFraction > 0, testFraction < 1 else { throw .testFraction(testFraction) }
    var train: [Sample] = []
    var test: [Sample] = []
    for (index, sample) in enumerated() {
      let testCount = Int((testFraction * Double(sample.eventCount)).rounded(.up))
      guard testCount < sample.eventCount else {
        throw .noTrainingEvents(sample: sample.name, events: sample.eventCount, testFraction: testFraction)
      }
      let order = key.folded(in: UInt32(index)).permutation(sample.eventCount)
      test.append(sample.selecting(order[..<testCount]))
      train.append(sample.selecting(order[testCount...]))
    }
    return (train, test)
  }
}
