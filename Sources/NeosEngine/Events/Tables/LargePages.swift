internal import Foundation

extension [Double] {
  /// Takes memory for so many numbers at once, in large pages where the system has them: to fill it for the first time
  /// then takes half as long, as most of that time the system looks for small pages.
  mutating func reserveInLargePages(_ count: Int) {
    reserveCapacity(count)
    #if os(Linux)
      let page = 1 << 21
      let bytes = capacity * MemoryLayout<Double>.stride
      guard bytes >= 4 * page else { return }
      withUnsafeMutableBytes { buffer in
        guard let base = buffer.baseAddress else { return }
        let first = base.alignedUp(toMultipleOf: page)
        let last = (base + bytes).alignedDown(toMultipleOf: page)
        // Only advice: it is as right without.
        _ = madvise(first, last - first, MADV_HUGEPAGE)
      }
    #endif
  }
}
