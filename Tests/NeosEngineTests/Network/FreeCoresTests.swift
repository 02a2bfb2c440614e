import Foundation
import NeosEngine
import Testing

@Suite struct FreeCoresTests {
  @Test(arguments: [
    ("0.20 0.18 0.12 3/431 12045\n", 3), ("12.00 8.5 4.25 17/2000 9\n", 17), ("", 0), ("0.1 0.2 0.3", 0),
    ("0.1 0.2 0.3 many/5 6", 0),
  ])
  func runningThreads(load: String, expected: Int) {
    #expect(FreeCores.runningThreads(in: load) == expected)
  }

  /// A name may look like a state.
  @Test(arguments: [
    ("71 (neos) R 1 71 0", true), ("71 (neos) S 1 71 0", false), ("71 (a) R b) S 1 71", false),
    ("71 (a) S (b) R 1 71", true), ("71 (R) D 1", false), ("", false),
  ])
  func aThreadRuns(stat: String, expected: Bool) { #expect(FreeCores.isRunning(stat) == expected) }

  /// Whatever else the machine does, there is a core, and never more than the process may use.
  @Test func thereIsACore() {
    for _ in 0..<5 {
      #expect((1...ProcessInfo.processInfo.activeProcessorCount).contains(FreeCores.count()))
      usleep(60_000)
    }
  }
}
