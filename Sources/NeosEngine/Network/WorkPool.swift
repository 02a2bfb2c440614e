internal import Dispatch
internal import Foundation
internal import NeosKernels
internal import Synchronization

/// Threads that help the one that has work, one job at a time.
///
/// A job of a training step takes tens of microseconds, and so does waking a thread. For a moment after each job the
/// helpers therefore look out for the next one before they sleep; an idle program takes no time.
package final class WorkPool: @unchecked Sendable {
  /// One helper for each core but the first.
  package static let shared = WorkPool(helpers: min(ProcessInfo.processInfo.activeProcessorCount - 1, 255))

  /// How long a helper without work looks out for some: longer than a step is on one thread between two jobs.
  private static let patience = Duration.microseconds(150)

  private let helpers: Int
  private let isTaken = Atomic(false)
  /// The number of the job, above 8 bits that say how many helpers may still join it. A helper takes a seat in one
  /// exchange, so that it never joins a job that has ended.
  private let seats = Atomic<UInt>(0)
  private let next = Atomic(0)
  private let finished = Atomic(0)
  /// How many helpers sleep, or are about to, without a bell that has rung for them.
  private let asleep = Atomic(0)
  private let bell = DispatchSemaphore(value: 0)
  /// The job, written only while nobody has a seat.
  private var count = 0
  private var work: UnsafeRawPointer?
  private var runPieces: ((_ pool: WorkPool, _ work: UnsafeRawPointer, _ worker: Int) -> Void)?

  /// A pool, whose helpers never end.
  package init(helpers: Int) {
    self.helpers = helpers
    for _ in 0..<max(helpers, 0) {
      Thread.detachNewThread { [self] in
        while true {
          let worker = takeSeat()
          doPieces(as: worker)
          finished.add(1, ordering: .releasing)
        }
      }
    }
  }

  /// Does `count` pieces of work on this thread and at most `workers - 1` helpers.
  ///
  /// - Returns: whether the helpers were free; if not, nothing was done.
  package func run<Work: ParallelWork>(_ count: Int, workers: Int, _ work: Work) -> Bool {
    let places = UInt(min(workers - 1, helpers))
    guard places > 0, isTaken.compareExchange(expected: false, desired: true, ordering: .acquiring).exchanged
    else { return false }
    defer { isTaken.store(false, ordering: .releasing) }
    return withUnsafePointer(to: work) { work in
      self.work = UnsafeRawPointer(work)
      // It has nothing of its own, and so takes no memory.
      runPieces = { pool, work, worker in
        // One copy for all pieces: what a copy holds is counted, for which threads wait for each other.
        let work = work.assumingMemoryBound(to: Work.self).pointee
        while let piece = pool.takePiece() { work.run(piece, worker: worker) }
      }
      share(count, places)
      self.work = nil
      return true
    }
  }

  /// Does the pieces together with the helpers for whom there are places, and waits for them.
  private func share(_ count: Int, _ places: UInt) {
    self.count = count
    next.store(0, ordering: .relaxed)
    finished.store(0, ordering: .relaxed)
    let job = (seats.load(ordering: .relaxed) >> 8 &+ 1) << 8
    seats.store(job | places, ordering: .sequentiallyConsistent)
    for _ in 0..<countAwake(atMost: Int(places)) { bell.signal() }
    doPieces(as: 0)
    let joined = Int(places - seats.exchange(job, ordering: .acquiringAndReleasing) & 255)
    Self.wait { finished.load(ordering: .acquiring) >= joined }
  }

  /// Waits until another thread has done something.
  static func wait(until isDone: () -> Bool) {
    var waits = 0
    while !isDone() {
      // A thread whose core was taken from it needs one, and one with a long piece needs no company.
      if waits < 1000 { neos_pause() } else if waits < 3000 { sched_yield() } else { usleep(100) }
      waits += 1
    }
  }

  /// Does pieces of the job while there are some.
  private func doPieces(as worker: Int) {
    if let work, let runPieces { runPieces(self, work, worker) }
  }

  /// The next piece, if there is one.
  private func takePiece() -> Int? {
    let piece = next.add(1, ordering: .relaxed).oldValue
    return piece < count ? piece : nil
  }

  /// Counts some sleepers as awake, as many as there are or `most`, and gives their number. So nobody is woken twice:
  /// bells that rang in vain would keep the helpers from sleeping later.
  private func countAwake(atMost most: Int) -> Int {
    var sleepers = asleep.load(ordering: .sequentiallyConsistent)
    while sleepers > 0 {
      let count = min(sleepers, most)
      let (isDone, now) = asleep.compareExchange(
        expected: sleepers, desired: sleepers - count, ordering: .sequentiallyConsistent)
      if isDone { return count }
      sleepers = now
    }
    return 0
  }

  /// Waits for a seat in a job; gives the worker's number, from 1.
  private func takeSeat() -> Int {
    var waitingSince = ContinuousClock.now
    while true {
      for _ in 0..<64 {
        let offer = seats.load(ordering: .acquiring)
        if offer & 255 == 0 {
          neos_pause()
        } else if seats.compareExchange(expected: offer, desired: offer - 1, ordering: .acquiringAndReleasing)
          .exchanged
        {
          return Int(offer & 255)
        }
      }
      guard ContinuousClock.now - waitingSince > Self.patience else { continue }
      asleep.add(1, ordering: .sequentiallyConsistent)
      // A job that came before this helper counted as asleep rings no bell; where one rings for it, it is heard.
      let isOffered = seats.load(ordering: .sequentiallyConsistent) & 255 > 0
      if !(isOffered && countAwake(atMost: 1) == 1) { bell.wait() }
      waitingSince = ContinuousClock.now
    }
  }
}
