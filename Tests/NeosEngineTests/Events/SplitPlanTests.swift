import NeosEngine
import Testing

@Suite struct SplitPlanTests {
  private let key = RandomKey(seed: 3)

  /// Samples whose only feature is the event's number, and whose weight is ten times that.
  private func samples(_ counts: [Int]) throws -> [Sample] {
    try counts.map { count in
      let numbers = (0..<count).map(Double.init)
      return try Sample(
        name: "of \(count)", featureCount: 1, features: numbers, weights: numbers.map { 10 * $0 })
    }
  }

  private func plan(
    test: Double? = nil, validation: Double? = nil, folds: Int? = nil, fold: Int = 1
  ) -> SplitPlan {
    var plan = SplitPlan()
    (plan.testFraction, plan.validationFraction, plan.folds, plan.fold) = (test, validation, folds, fold)
    return plan
  }

  @Test func isAPartition() throws {
    let samples = try samples([10, 500])
    let parts = try samples.split(plan(test: 0.25, validation: 0.5), key: key)
    let (test, validation) = (try #require(parts.test), try #require(parts.validation))
    #expect(test.map(\.eventCount) == [3, 125])
    #expect(validation.map(\.eventCount) == [4, 188])
    #expect(parts.train.map(\.eventCount) == [3, 187])
    for (index, sample) in samples.enumerated() {
      let all = parts.train[index].features + validation[index].features + test[index].features
      #expect(all.sorted() == sample.features)
      #expect(parts.train[index].name == sample.name)
      #expect(parts.train[index].weights == parts.train[index].features.map { 10 * $0 })
    }
  }

  @Test func keepsNothingUnlessAsked() throws {
    let samples = try samples([10])
    let parts = try samples.split(SplitPlan(), key: key)
    #expect(parts.train == samples)
    #expect(parts.test == nil && parts.validation == nil)
  }

  @Test func foldsCoverEveryEventOnce() throws {
    let samples = try samples([10, 103])
    var tested = [[Double]](repeating: [], count: 2)
    for fold in 1...4 {
      let parts = try samples.split(plan(folds: 4, fold: fold), key: key)
      let test = try #require(parts.test)
      for index in 0..<2 {
        #expect(
          (test[index].features + parts.train[index].features).sorted() == samples[index].features)
        tested[index] += test[index].features
      }
    }
    #expect(tested.map { $0.sorted() } == samples.map(\.features))
  }

  @Test func shufflesEachSampleOnItsOwn() throws {
    let test = try #require(try samples([100, 100]).split(plan(test: 0.5), key: key).test)
    #expect(test[0].features != test[1].features)
    #expect(test[0].features != test[0].features.sorted())
  }

  @Test("The events of a sample and of its partner go to the same parts where both have as many")
  func partners() throws {
    let parts = try samples([100, 100, 99]).split(
      plan(test: 0.5, validation: 0.1), key: key, partners: [0, 0, 0])
    for part in [parts.train, try #require(parts.validation), try #require(parts.test)] {
      #expect(part[0].features == part[1].features && part[0].features != part[2].features)
    }
  }

  @Test func followsTheKey() throws {
    let samples = try samples([100])
    let first = try samples.split(plan(test: 0.5), key: key).train
    #expect(try samples.split(plan(test: 0.5), key: key).train == first)
    #expect(try samples.split(plan(test: 0.5), key: RandomKey(seed: 4)).train != first)
  }

  @Test(arguments: [0, 1, -0.1, 1.5, .infinity])
  func rejectsAFraction(fraction: Double) throws {
    let samples = try samples([10])
    #expect(throws: EventsError.testFraction(fraction)) {
      try samples.split(plan(test: fraction), key: key)
    }
    #expect(throws: EventsError.testFraction(fraction)) {
      try samples.split(plan(validation: fraction), key: key)
    }
  }

  @Test func rejectsAFold() throws {
    let samples = try samples([10])
    #expect(throws: EventsError.fold(4, of: 3)) { try samples.split(plan(folds: 3, fold: 4), key: key) }
    #expect(throws: EventsError.fold(1, of: 1)) { try samples.split(plan(folds: 1), key: key) }
    #expect(throws: EventsError.noTestEvents(sample: "of 10", events: 10)) {
      try samples.split(plan(folds: 20), key: key)
    }
  }

  @Test func leavesEventsToTrainOn() throws {
    let samples = try samples([10, 1])
    #expect(throws: EventsError.noTrainingEvents(sample: "of 1", events: 1, kept: 1)) {
      try samples.split(plan(test: 0.2), key: key)
    }
    #expect(throws: EventsError.noTrainingEvents(sample: "of 10", events: 10, kept: 10)) {
      try samples.split(plan(test: 0.5, validation: 0.95), key: key)
    }
  }
}
