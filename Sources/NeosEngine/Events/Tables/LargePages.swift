internal import Foundation

extension [Double] {
  /// Takes memory for so many numbers at once, in large pages where the system has them.
  mutating func reserveInLargePages(_ count: Int) {
    reserveCapacity(count)
    let capacity = capacity
    withUnsafeMutableBufferPointer { buffer in
      UnsafeMutableBufferPointer(start: buffer.baseAddress, count: capacity).preferLargePages()
    }
  }
}

extension UnsafeMutableBufferPointer<Double> {
  /// Asks for large pages: to fill memory for the first time then takes half as long, as most of that time the system
  /// looks for small ones.
  func preferLargePages() {
    #if os(Linux)
      let page = 1 << 21
      guard let base = UnsafeMutableRawPointer(baseAddress), 8 * count >= 4 * page else { return }
      let first = base.alignedUp(toMultipleOf: page)
      let last = (base + 8 * count).alignedDown(toMultipleOf: page)
      // Only advice: it is as right without.
      _ = madvise(first, last - first, MADV_HUGEPAGE)
    #endif
  }
}
