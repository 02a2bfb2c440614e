internal import Foundation
internal import Synchronization

/// How work of many fits is shared, watched and stopped.
///
/// Results do not depend on the number of threads.
public struct InferenceControl: Sendable {
  /// How many threads work.
  public var threads: Int
  /// Is told how many pieces of work are done, and of how many; from any of the threads, one call at a time.
  public var progress: @Sendable (_ done: Int, _ total: Int) -> Void
  /// Is asked before each piece of work whether to leave out the rest.
  public var isStopped: @Sendable () -> Bool

  /// A control; without a number of threads, one for each core.
  public init(
    threads: Int? = nil, isStopped: @escaping @Sendable () -> Bool = { false },
    progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    self.threads = threads ?? ProcessInfo.processInfo.activeProcessorCount
    self.isStopped = isStopped
    self.progress = progress
  }

  /// Results of pieces of work in their order; nil for those left out after a stop.
  package func map<Result: Sendable>(_ count: Int, _ body: (Int) -> Result) -> [Result?] {
    let isOver = Atomic(false)
    let done = Mutex(0)
    return [Result?](unsafeUninitializedCapacity: count) { buffer, initializedCount in
      buffer.initialize(repeating: nil)
      let results = buffer
      inParallel(count, threads: threads) { piece, _ in
        guard !isOver.load(ordering: .relaxed) else { return }
        if isStopped() {
          isOver.store(true, ordering: .relaxed)
          return
        }
        results[piece] = body(piece)
        done.withLock {
          $0 += 1
          progress($0, count)
        }
      }
      initializedCount = count
    }
  }
}
