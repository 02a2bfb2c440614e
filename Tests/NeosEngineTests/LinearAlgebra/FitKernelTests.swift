import KernelPaths
import NeosEngine
import Testing

/// The loops of a fit for each instruction set against plain ones.
@Suite struct FitKernelTests {
  private static let counts = Array(0...40) + [100, 257]

  @Test(arguments: counts)
  func sumsOfProducts(count: Int) {
    let (x, y): ([Double], [Double]) = (normal(count, seed: 1), normal(count, seed: 2))
    // As many terms, each good to a unit of 1e-16.
    for path in KernelPath.fits { #expect(agree(path.dot(x, y, count), dot(x, y), within: 1e-13)) }
  }

  @Test(arguments: counts)
  func shifts(count: Int) {
    let (ups, downs, factors, slopes) = (
      normal(count, seed: 1), normal(count, seed: 2), normal(count, seed: 3), normal(count, seed: 4)
    )
    let before = normal(count, seed: 5)
    let changes = (0..<count).map { factors[$0] * (0.3 * ups[$0] - 2 * downs[$0]) }
    for (path, isNew) in KernelPath.fits.flatMap({ [($0, false), ($0, true)] }) {
      var derivatives = isNew ? before.map { _ in .nan } : before
      let sums = path.shift(ups, downs, 0.3, -2, factors, slopes, &derivatives, count, isNew)
      #expect(agree(derivatives, isNew ? changes : zip(before, changes).map(+), within: 1e-13))
      #expect(agree(sums.up, dot(slopes, ups), within: 1e-13))
      #expect(agree(sums.down, dot(slopes, downs), within: 1e-13))
    }
  }

  @Test(arguments: counts)
  func variations(count: Int) {
    let (ups, downs, weights, slopes) = (
      normal(count, seed: 1), normal(count, seed: 2), normal(count, seed: 3), normal(count, seed: 4)
    )
    let weightedUps = zip(weights, ups).map { $0 * $1 }
    let weightedDowns = zip(weights, downs).map { $0 * $1 }
    for path in KernelPath.fits {
      let sums = path.variation(ups, downs, weights, slopes, count)
      #expect(agree(sums.up_up, dot(weightedUps, weightedUps), within: 1e-13))
      #expect(agree(sums.down_down, dot(weightedDowns, weightedDowns), within: 1e-13))
      #expect(agree(sums.up_down, dot(weightedUps, weightedDowns), within: 1e-13))
      #expect(agree(sums.slope_up, dot(slopes, ups), within: 1e-13))
      #expect(agree(sums.slope_down, dot(slopes, downs), within: 1e-13))
    }
  }

  private func normal(_ count: Int, seed: Int) -> [Double] { RandomKey(seed: UInt64(seed)).normal(count) }
}
