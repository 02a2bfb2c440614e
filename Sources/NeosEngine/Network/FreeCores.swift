internal import Foundation
internal import Synchronization

/// How many of the machine's cores other programs leave free, so that several sessions on one machine do not get in each
/// other's way.
enum FreeCores {
  private struct Load {
    var time = ContinuousClock.now - .seconds(1)
    /// The threads of others that run or wait for a core, as a running mean.
    var others = 0.0
  }

  private static let load = Mutex(Load())

  /// The number of cores that this process may use and no other thread does, at least 1.
  ///
  /// Linux says in `/proc/loadavg` how many threads run or wait; one of them is the caller, whose helpers are taken to be
  /// at rest. Elsewhere all cores count as free.
  static func count() -> Int {
    let others = load.withLock { load in
      let now = ContinuousClock.now
      if now - load.time > .milliseconds(50) {
        load.time = now
        load.others += 0.2 * (Double(runningThreads() - 1) - load.others)
      }
      return load.others
    }
    let process = ProcessInfo.processInfo
    return max(min(process.activeProcessorCount, process.processorCount - Int(others.rounded())), 1)
  }

  /// How many threads of the machine run or wait for a core.
  private static func runningThreads() -> Int {
    guard let text = try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8) else { return 1 }
    // Three means, then `running/all`.
    let words = text.split(separator: " ")
    return words.count > 3 ? words[3].split(separator: "/").first.flatMap { Int($0) } ?? 1 : 1
  }
}
