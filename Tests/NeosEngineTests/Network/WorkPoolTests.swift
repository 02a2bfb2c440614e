import Foundation
import NeosEngine
import Synchronization
import Testing

@Suite struct WorkPoolTests {
  /// One piece of a job after another; each may run once, and those of one worker not at the same time.
  private final class Job: Sendable {
    final class Place: Sendable {
      let runs = Atomic(0)
      let isTaken = Atomic(false)
    }
    let pieces: [Place]
    let workers: [Place]
    let faults = Atomic(0)

    init(pieces: Int, workers: Int) {
      self.pieces = (0..<pieces).map { _ in Place() }
      self.workers = (0..<workers).map { _ in Place() }
    }

    func run(_ piece: Int, _ worker: Int, _ work: () -> Void = {}) {
      let place = workers[worker]
      if place.isTaken.exchange(true, ordering: .relaxed) { faults.add(1, ordering: .relaxed) }
      pieces[piece].runs.add(1, ordering: .relaxed)
      work()
      place.isTaken.store(false, ordering: .relaxed)
    }

    /// Whether every piece has run once, and no worker did two things at a time.
    var isRight: Bool {
      pieces.allSatisfy { $0.runs.load(ordering: .relaxed) == 1 } && faults.load(ordering: .relaxed) == 0
    }
  }

  static let counts = [0, 1, 2, 3, 7, 100]

  @Test(arguments: counts, [1, 2, 3, 8])
  func everyPieceRunsOnce(pieces: Int, threads: Int) {
    for _ in 0..<200 {
      let job = Job(pieces: pieces, workers: workerCount(pieces, threads: threads))
      inParallel(pieces, threads: threads) { job.run($0, $1) }
      #expect(job.isRight)
    }
  }

  /// More helpers than cores, so that some lose theirs while they work.
  @Test func severalThreadsHaveJobsAtATime() {
    let pool = WorkPool(helpers: 3)
    let wrong = Atomic(0)
    let taken = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 4) { thread in
      for round in 0..<500 {
        let pieces = Self.counts[(round + thread) % Self.counts.count]
        let job = Job(pieces: pieces, workers: 4)
        // What one wrote before the job each piece sees, and what each piece wrote one sees after it.
        nonisolated(unsafe) let numbers = UnsafeMutableBufferPointer<Int>.allocate(capacity: pieces)
        defer { numbers.deallocate() }
        numbers.initialize(repeating: 1)
        let work = ClosureWork { piece, worker in job.run(piece, worker) { numbers[piece] += piece } }
        let isDone = pool.run(pieces, workers: 4, work)
        guard isDone else { continue }
        taken.add(1, ordering: .relaxed)
        let sum = pieces + pieces * (pieces - 1) / 2
        if !job.isRight || numbers.reduce(0, +) != sum { wrong.add(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
    #expect(taken.load(ordering: .relaxed) > 0)
  }

  @Test func jobsWithinJobsEnd() {
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 3) { _ in
      for _ in 0..<100 {
        let outer = Job(pieces: 5, workers: 2)
        inParallel(5, threads: 2) { piece, worker in
          outer.run(piece, worker) {
            let inner = Job(pieces: 4, workers: 2)
            inParallel(4, threads: 2) { inner.run($0, $1) }
            if !inner.isRight { wrong.add(1, ordering: .relaxed) }
          }
        }
        if !outer.isRight { wrong.add(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  /// Jobs with pauses between them, after which the helpers are about to sleep, or asleep.
  @Test func sleepersAreWoken() {
    let pool = WorkPool(helpers: 2)
    for round in 0..<300 {
      usleep(UInt32(100 + round % 10 * 20))
      let job = Job(pieces: 3, workers: 3)
      #expect(pool.run(3, workers: 3, ClosureWork { job.run($0, $1) }))
      #expect(job.isRight)
    }
  }
}
