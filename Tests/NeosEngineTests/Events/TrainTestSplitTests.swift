import NeosEngine
import Testing

@Suite struct TrainTestSplitTests {
  private let key = RandomKey(seed: 3)

  /// Samples whose only feature is the event's number, and whose weight is ten times that.
  private func samples(_ counts: [Int]) throws -> [Sample] {
    try counts.map { count in
      let numbers = (0..<count).map(Double.init)
      return try Sample(
        name: "of \(count)", featureCount: 1, features: numbers, weights: numbers.map { 10 * $0 })
    }
  }

  @Test func isAPartition() throws {
    let samples = try samples([10, 500])
    let (train, test) = try samples.split(testFraction: 0.25, key: key)
    #expect(test.map(\.eventCount) == [3, 125])
    #expect(train.map(\.eventCount) == [7, 375])
    for (index, sample) in samples.enumerated() {
      #expect((train[index].features + test[index].features).sorted() == sample.features)
      #expect(train[index].name == sample.name)
      #expect(train[index].weights == train[index].features.map { 10 * $0 })
    }
  }

  @Test func shufflesEachSampleOnItsOwn() throws {
    let (_, test) = try samples([100, 100]).split(testFraction: 0.5, key: key)
    #expect(test[0].features != test[1].features)
    #expect(test[0].features != test[0].features.sorted())
  }

  @Test func followsTheKey() throws {
    let samples = try samples([100])
    let first = try samples.split(testFraction: 0.5, key: key)
    #expect(try samples.split(testFraction: 0.5, key: key) == first)
    #expect(try samples.split(testFraction: 0.5, key: RandomKey(seed: 4)) != first)
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .infinity])
  func rejectsAFraction(fraction: Double) throws {
    let samples = try samples([10])
    #expect(throws: EventsError.testFraction(fraction)) {
      try samples.split(testFraction: fraction, key: key)
    }
  }

  @Test func leavesEventsToTrainOn() throws {
    let samples = try samples([10, 1])
    #expect(throws: EventsError.noTrainingEvents(sample: "of 1", events: 1, testFraction: 0.2)) {
      try samples.split(testFraction: 0.2, key: key)
    }
    #expect(throws: EventsError.noTrainingEvents(sample: "of 10", events: 10, testFraction: 0.95)) {
      try samples.split(testFraction: 0.95, key: key)
    }
  }
}
