internal import Foundation

/// What a fit of many parameters takes.
///
/// A Hessian has a number for every pair of parameters, and some things that are made of it hold it whole, up to four
/// times at once: 10,000 parameters take 3.2 GB.
enum FitMemory {
  /// The largest number of parameters whose matrices fit into the memory of this machine, 50,000 at most.
  static let largestParameterCount: Int = {
    let numbers = Double(ProcessInfo.processInfo.physicalMemory) / Double(MemoryLayout<Double>.size)
    return min(50_000, Int((numbers / 4).squareRoot()))
  }()
}
