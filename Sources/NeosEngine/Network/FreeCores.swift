internal import Foundation
internal import Synchronization

/// How many of the machine's cores other programs leave free, so that several sessions on one machine do not get in each
/// other's way.
package enum FreeCores {
  private struct Load {
    var time = ContinuousClock.now - .seconds(1)
    /// The threads of others that run or wait for a core, as a running mean.
    var others = 0.0
  }

  private static let load = Mutex(Load())
  /// Asked once, as the answer is read from files each time.
  private static let usable = ProcessInfo.processInfo.activeProcessorCount
  private static let all = ProcessInfo.processInfo.processorCount

  /// The number of cores that this process may use and no other does, at least 1.
  ///
  /// Linux says in `/proc/loadavg` how many threads run or wait, and in `/proc/self/task` which of them are this
  /// process's. Elsewhere all cores count as free.
  package static func count() -> Int {
    let others = load.withLock { load in
      let now = ContinuousClock.now
      if now - load.time > .milliseconds(50) {
        load.time = now
        load.others += 0.2 * (Double(max(runningThreads() - ownRunningThreads(), 0)) - load.others)
      }
      return load.others
    }
    return max(min(Self.usable, Self.all - Int(others.rounded())), 1)
  }

  /// How many threads of the machine run or wait for a core.
  private static func runningThreads() -> Int { runningThreads(in: contents("/proc/loadavg")) }

  /// How many threads of this process run or wait for a core.
  private static func ownRunningThreads() -> Int {
    let folder = "/proc/self/task"
    let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return threads.count { isRunning(contents("\(folder)/\($0)/stat")) }
  }

  /// What `/proc/loadavg` says of running threads: three means, then `running/all`; 0 where it says nothing.
  package static func runningThreads(in load: String) -> Int {
    let words = load.split(separator: " ")
    return words.count > 3 ? words[3].split(separator: "/").first.flatMap { Int($0) } ?? 0 : 0
  }

  /// Whether a thread runs or waits for a core, as its `stat` says: the state stands after the name, which is in parentheses
  /// and may hold some itself.
  package static func isRunning(_ stat: String) -> Bool {
    stat.split(separator: ")").last?.hasPrefix(" R") == true
  }

  private static func contents(_ path: String) -> String {
    (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
  }
}
