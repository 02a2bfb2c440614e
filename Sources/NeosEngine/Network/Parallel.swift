internal import Dispatch
internal import Synchronization

/// Runs a body for each of `count` pieces of work, on at most `threads` threads.
///
/// Threads take the next piece as they come free, so a body may write only what belongs to its piece; then the
/// outcome does not depend on the number of threads.
func inParallel(_ count: Int, threads: Int, _ body: (Int) -> Void) {
  let workers = min(max(threads, 1), count)
  guard workers > 1 else {
    for piece in 0..<count { body(piece) }
    return
  }
  let next = Atomic(0)
  withoutActuallyEscaping(body) { body in
    // What a body shares with the others is for its caller to keep apart, as said above.
    nonisolated(unsafe) let body = body
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
      while true {
        let piece = next.add(1, ordering: .relaxed).oldValue
        guard piece < count else { return }
        body(piece)
      }
    }
  }
}
