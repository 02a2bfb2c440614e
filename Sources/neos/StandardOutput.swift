import ArgumentParser
import Foundation
internal import NeosKernels
import Synchronization

/// Standard output: what was printed is written out in time, and what is lost is told.
enum StandardOutput {
  /// The number of the first error, or 0: later ones may have other reasons.
  private static let firstError = Atomic<Int32>(0)

  /// Writes out what was printed so far.
  static func flush() {
    _ = firstError.compareExchange(expected: 0, desired: neos_flush_output(), ordering: .relaxed)
  }

  /// Writes out what a command has printed.
  ///
  /// - Throws: exit status 1, after a message, if any of it was lost.
  static func finish() throws {
    flush()
    let error = firstError.load(ordering: .relaxed)
    guard error != 0 else { return }
    StandardError.write("standard output: \(String(cString: strerror(error)))\n")
    throw ExitCode(1)
  }
}
