/// How many threads work at most on so many pieces.
package func workerCount(_ count: Int, threads: Int) -> Int { max(min(threads, count), 1) }

/// Runs a body for each of `count` pieces of work, on at most `threads` threads.
///
/// Threads take the next piece as they come free, so a body may write only what belongs to its piece; then the
/// outcome does not depend on the number of threads.
///
/// - Parameter body: gets the number of the piece, and that of the worker, below ``workerCount(_:threads:)``, of whose
///   bodies one runs at a time.
package func inParallel(_ count: Int, threads: Int, _ body: (_ piece: Int, _ worker: Int) -> Void) {
  let workers = workerCount(count, threads: threads)
  guard workers > 1 else {
    for piece in 0..<count { body(piece, 0) }
    return
  }
  let isDone = withoutActuallyEscaping(body) { WorkPool.shared.run(count, workers: workers, $0) }
  // The helpers are at work for another thread, or for the job that this one is a piece of.
  if !isDone { for piece in 0..<count { body(piece, 0) } }
}

/// The results of a body for each of `count` pieces of work, in their order.
func mapInParallel<Result: Sendable>(
  _ count: Int, threads: Int, _ body: (_ piece: Int) -> Result
) -> [Result] {
  [Result](unsafeUninitializedCapacity: count) { results, initializedCount in
    let first = results.baseAddress
    inParallel(count, threads: threads) { piece, _ in
      if let first { (first + piece).initialize(to: body(piece)) }
    }
    initializedCount = count
  }
}
