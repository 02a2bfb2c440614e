import NeosEngine
import Testing

@Suite struct BatchScheduleTests {
  private let key = RandomKey(seed: 5)

  @Test func coversAnEpochWithoutRepetition() throws {
    let schedule = try BatchSchedule(eventCounts: [20, 23], batchSize: 5, key: key)
    #expect(schedule.batchesPerEpoch == 4)
    let batches = try (0..<4).map { try #require(schedule.rows(step: $0)) }
    #expect(batches.allSatisfy { $0.map(\.count) == [5, 5] })
    #expect(batches.flatMap { $0[0] }.sorted() == Array(0..<20))
    // Of 23 events, 20 come, each once.
    let second = batches.flatMap { $0[1] }
    #expect(Set(second).count == 20)
    #expect(second.allSatisfy { (0..<23).contains($0) })
  }

  @Test func shufflesAnewInEveryEpoch() throws {
    let schedule = try BatchSchedule(eventCounts: [20], batchSize: 5, key: key)
    #expect([0, 3, 4, 7, 8].map { schedule.epoch(of: $0) } == [0, 0, 1, 1, 2])
    #expect(schedule.permutations(epoch: 0) != schedule.permutations(epoch: 1))
    #expect(schedule.rows(step: 0) != schedule.rows(step: 4))
  }

  @Test func isAFunctionOfTheStep() throws {
    let schedule = try BatchSchedule(eventCounts: [20, 20], batchSize: 6, key: key)
    let kept = schedule.permutations(epoch: 7)
    for step in 21..<24 {
      #expect(schedule.rows(step: step) == schedule.rows(step: step, permutations: kept))
    }
    let rows = try #require(schedule.rows(step: 21))
    #expect(rows[0] != rows[1])
  }

  @Test func takesASmallSampleWhole() throws {
    let schedule = try BatchSchedule(eventCounts: [3, 20], batchSize: 5, key: key)
    #expect(schedule.batchesPerEpoch == 1)
    let rows = try #require(schedule.rows(step: 1))
    #expect(rows[0].sorted() == [0, 1, 2])
    #expect(rows[1].count == 5)
  }

  @Test(arguments: [nil, 20, 1000])
  func seesAllEvents(batchSize: Int?) throws {
    let schedule = try BatchSchedule(eventCounts: [20, 10], batchSize: batchSize, key: key)
    #expect(schedule.batchesPerEpoch == 1)
    #expect(schedule.rows(step: 3) == nil)
  }

  @Test func rejects() {
    #expect(throws: EventsError.batchSize(0)) { try BatchSchedule(eventCounts: [1], batchSize: 0, key: key) }
    #expect(throws: EventsError.noSamples) { try BatchSchedule(eventCounts: [], batchSize: 1, key: key) }
    #expect(throws: EventsError.noEvents(sample: "1")) {
      try BatchSchedule(eventCounts: [1, 0], batchSize: 1, key: key)
    }
  }
}
