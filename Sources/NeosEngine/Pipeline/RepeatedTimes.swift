/// The times of a piece of work that is repeated, in seconds.
package struct RepeatedTimes {
  private var seconds: [Double] = []

  /// Repeats the work for so many seconds, at least once.
  package init(for duration: Double, _ body: () throws -> Void) rethrows {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(duration)
    repeat {
      let start = clock.now
      try body()
      seconds.append((clock.now - start) / .seconds(1))
    } while clock.now < end
  }

  /// The median time.
  package var median: Double { seconds.median }
}

extension [Double] {
  /// The one in the middle, or the upper of two; not a number when there is none.
  package var median: Double { isEmpty ? .nan : sorted()[count / 2] }
}
