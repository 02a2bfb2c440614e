/// How many threads work at most on so many pieces.
package func workerCount(_ count: Int, threads: Int) -> Int { max(min(threads, count), 1) }

/// The work of a job, piece by piece: a value that all threads read where it is, so that a job takes no memory as a
/// closure's does.
package protocol ParallelWork {
  /// Does a piece.
  ///
  /// - Parameters:
  ///   - piece: its number.
  ///   - worker: the number of who does it, below ``workerCount(_:threads:)``; a worker does one piece at a time.
  func run(_ piece: Int, worker: Int)
}

/// Does `count` pieces of work on at most `threads` threads.
///
/// Threads take the next piece as they come free, so a piece may write only what belongs to it; then the outcome does
/// not depend on the number of threads.
package func inParallel(_ count: Int, threads: Int, _ work: some ParallelWork) {
  let workers = workerCount(count, threads: threads)
  if workers > 1, WorkPool.shared.run(count, workers: workers, work) { return }
  // The helpers are at work for another thread, or for the job that this one is a piece of.
  for piece in 0..<count { work.run(piece, worker: 0) }
}

/// Runs a body for each of `count` pieces of work, as ``inParallel(_:threads:_:)`` does for work of its own type.
///
/// - Parameter body: gets the numbers of the piece and of the worker.
package func inParallel(_ count: Int, threads: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
  withoutActuallyEscaping(body) { inParallel(count, threads: threads, ClosureWork(body: $0)) }
}

/// A closure as work.
package struct ClosureWork: ParallelWork {
  let body: (_ piece: Int, _ worker: Int) -> Void

  /// The work of that closure.
  package init(body: @escaping (_ piece: Int, _ worker: Int) -> Void) { self.body = body }

  /// Runs the closure.
  package func run(_ piece: Int, worker: Int) { body(piece, worker) }
}

/// The results of a body for each of `count` pieces of work, in their order.
///
/// - Parameter body: gets the numbers of the piece and of the worker.
func mapInParallel<Result: Sendable>(
  _ count: Int, threads: Int, _ body: (_ piece: Int, _ worker: Int) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
    let first = results.baseAddress
    inParallel(count, threads: threads) { piece, worker in
      if let first { (first + piece).initialize(to: body(piece, worker)) }
    }
    initializedCount = count
  }
}
