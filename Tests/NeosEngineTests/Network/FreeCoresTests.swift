import Foundation
import NeosEngine
import Testing

@Suite struct FreeCoresTests {
  /// Neither cores that do nothing, or wait for a disk, nor what another machine on the same processor takes.
  @Test(arguments: [
    ("cpu  305949 20 20510 619715 2956 3 356 9078 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\n", 326_838.0),
    ("cpu  5 0 1 7 0 0 2 0 0 0", 8), ("", nil), ("intr 1 2 3 4 5 6 7 8", nil), ("cpu  1 2 3 4", nil),
    ("cpu  1 2 3 many 5 6 7 8", nil),
  ])
  func busyTicks(stat: String, expected: Double?) {
    #expect(FreeCores.busyTicks(in: stat) == expected)
  }

  /// What this process takes itself does not count, whatever it is.
  @Test(arguments: [0, 0.5, 1, 2.5], [0, 1, 4.0])
  func theUseOfOthersIsFound(others: Double, own: Double) {
    var cores = FreeCores()
    for reading in 0...20 {
      let time = 0.1 * Double(reading)
      cores.update(time: 5 + time, all: 70 + time * (others + own), own: 3 + time * own)
    }
    // After 2 s, e^-6 of what was thought before, that others use none, is left.
    #expect(abs(cores.others - others) <= 0.01 * others + 1e-9)
  }

  @Test func othersThatStopAreForgottenWithinASecond() {
    var cores = FreeCores()
    cores.update(time: 0, all: 0, own: 0)
    cores.update(time: 100, all: 200, own: 0)
    #expect(cores.others > 1.99)
    for reading in 1...10 {
      cores.update(time: 100 + 0.1 * Double(reading), all: 200, own: 0)
    }
    #expect(cores.others < 0.1)
  }

  /// Whatever else the machine does, there is a core, and never more than the process may use.
  @Test func thereIsACore() {
    for _ in 0..<5 {
      #expect((1...ProcessInfo.processInfo.activeProcessorCount).contains(FreeCores.count()))
      usleep(110_000)
    }
  }
}
