import ArgumentParser

/// The number of threads, as options give it.
enum ThreadCount {
  /// - Throws: `ValidationError` when a number that is given is out of range.
  static func check(_ threads: Int?) throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024, found \(threads)")
    }
  }
}
