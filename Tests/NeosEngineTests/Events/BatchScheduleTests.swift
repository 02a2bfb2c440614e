import NeosEngine
import Testing

@Suite struct BatchScheduleTests {
  private let key = RandomKey(seed: 5)

  /// The rows of a step of every sample that is not in it whole.
  private func rows(_ schedule: BatchSchedule, _ step: Int) -> [[Int]?] {
    var orders = BatchSchedule.Orders()
    return schedule.rows(step: step, &orders)
  }

  @Test func coversAnEpochWithoutRepetition() throws {
    let schedule = try BatchSchedule(eventCounts: [20, 23], batchSize: 5, key: key)
    #expect(schedule.batchesPerEpoch(of: 0) == 4)
    let batches = try (0..<4).map { step in try rows(schedule, step).map { try #require($0) } }
    #expect(batches.allSatisfy { $0.map(\.count) == [5, 5] })
    #expect(batches.flatMap { $0[0] }.sorted() == Array(0..<20))
    // Of 23 events, 20 come, each once.
    let second = batches.flatMap { $0[1] }
    #expect(Set(second).count == 20)
    #expect(second.allSatisfy { (0..<23).contains($0) })
  }

  @Test func shufflesAnewInEveryEpoch() throws {
    let schedule = try BatchSchedule(eventCounts: [20], batchSize: 5, key: key)
    #expect(rows(schedule, 3)[0] == Array(schedule.permutation(of: 0, epoch: 0)[15...]))
    #expect(rows(schedule, 4)[0] == Array(schedule.permutation(of: 0, epoch: 1)[..<5]))
    #expect(schedule.permutation(of: 0, epoch: 0) != schedule.permutation(of: 0, epoch: 1))
  }

  @Test func isAFunctionOfTheStep() throws {
    let schedule = try BatchSchedule(eventCounts: [20, 20, 50], batchSize: 6, key: key)
    var orders = BatchSchedule.Orders()
    for step in [21, 22, 23, 24, 22, 3] {
      #expect(schedule.rows(step: step, &orders) == rows(schedule, step))
    }
    #expect(rows(schedule, 21)[0] != rows(schedule, 21)[1])
  }

  @Test("A small sample is in every batch whole, and does not cut the epochs of large ones short")
  func smallSample() throws {
    let schedule = try BatchSchedule(eventCounts: [3, 20], batchSize: 5, key: key)
    #expect(schedule.batchesPerEpoch(of: 1) == 4)
    let steps = (0..<4).map { rows(schedule, $0) }
    #expect(steps.allSatisfy { $0[0] == nil })
    #expect(steps.flatMap { $0[1] ?? [] }.sorted() == Array(0..<20))
  }

  @Test("A sample is shuffled with its partner where both have as many events")
  func partners() throws {
    let schedule = try BatchSchedule(
      eventCounts: [20, 20, 21], batchSize: 5, key: key, partners: [0, 0, 0])
    let rows = rows(schedule, 2)
    #expect(rows[0] == rows[1] && rows[0] != rows[2])
  }

  @Test(arguments: [nil, 20, 1000])
  func seesAllEvents(batchSize: Int?) throws {
    let schedule = try BatchSchedule(eventCounts: [20, 10], batchSize: batchSize, key: key)
    #expect(schedule.isWhole && schedule.batchesPerEpoch(of: 0) == 1)
    #expect(rows(schedule, 3) == [nil, nil])
  }

  @Test func rejects() {
    #expect(throws: EventsError.batchSize(0)) { try BatchSchedule(eventCounts: [1], batchSize: 0, key: key) }
    #expect(throws: EventsError.noSamples) { try BatchSchedule(eventCounts: [], batchSize: 1, key: key) }
    #expect(throws: EventsError.noEvents(sample: "1")) {
      try BatchSchedule(eventCounts: [1, 0], batchSize: 1, key: key)
    }
  }
}
