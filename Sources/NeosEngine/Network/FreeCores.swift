internal import Foundation
internal import Synchronization

/// How many of the machine's cores other programs leave free, so that several sessions on one machine do not get in each
/// other's way.
package struct FreeCores {
  /// How many cores others use, as a mean over about `span`.
  package private(set) var others = 0.0
  private var last: (time: Double, all: Double, own: Double)?
  /// The seconds over which the mean is taken, and between two readings: `/proc/stat` counts in hundredths.
  private static let (span, interval) = (0.3, 0.1)

  package init() {}

  /// Takes the use of cores since the last call into the mean.
  ///
  /// - Parameters:
  ///   - time: a point in time, in seconds.
  ///   - all: the processor time that all programs together have taken by then, in seconds.
  ///   - own: the same of this process alone.
  package mutating func update(time: Double, all: Double, own: Double) {
    defer { last = (time, all, own) }
    guard let last, time > last.time else { return }
    let elapsed = time - last.time
    let used = max((all - last.all - (own - last.own)) / elapsed, 0)
    others += (1 - exp(-elapsed / Self.span)) * (used - others)
  }
}

extension FreeCores {
  private static let shared = Mutex(FreeCores())
  /// Asked once, as the answer is read from files each time.
  private static let usable = ProcessInfo.processInfo.activeProcessorCount
  private static let all = ProcessInfo.processInfo.processorCount

  /// The number of cores that this process may use and no other does, at least 1.
  ///
  /// Linux says in `/proc/stat` for how long cores have been at work. Elsewhere all cores count as free.
  package static func count() -> Int {
    let others = shared.withLock { cores in
      let time = ProcessInfo.processInfo.systemUptime
      if cores.last.map({ time - $0.time > interval }) ?? true {
        let busy = (try? String(contentsOfFile: "/proc/stat", encoding: .utf8)).flatMap(busyTicks(in:)) ?? 0
        // POSIX has a million of `clock()` in a second.
        cores.update(
          time: time, all: busy / Double(sysconf(Int32(_SC_CLK_TCK))), own: Double(clock()) / 1e6)
      }
      return cores.others
    }
    return max(min(usable, all - Int(others.rounded())), 1)
  }

  /// For how many ticks all cores together have been at work, as the first line of `/proc/stat` says: for users, at low
  /// priority, for the system, not at all, waiting for a disk, and in two kinds of interrupts; nil where it does not.
  package static func busyTicks(in stat: String) -> Double? {
    let line = stat.prefix { $0 != "\n" }.split(separator: " ")
    guard line.first == "cpu", line.count > 7 else { return nil }
    let ticks = line[1...7].compactMap { Double($0) }
    return ticks.count == 7 ? ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] : nil
  }
}
