/// Sums over the bins of products of what a variation up and one down change in the counts.
struct VariationProducts {
  /// |w u|^2, with the weights w of the bins.
  private(set) var upUp = 0.0
  /// |w d|^2.
  private(set) var downDown = 0.0
  /// (w u) (w d).
  private(set) var upDown = 0.0
  /// s u, with the slopes s of the bins.
  private(set) var slopeUp = 0.0
  /// s d.
  private(set) var slopeDown = 0.0

  /// The products of changes u and d, of which there is one for each weight and slope.
  init(_ ups: UnsafePointer<Double>, _ downs: UnsafePointer<Double>, weights: [Double], slopes: [Double]) {
    precondition(weights.count == slopes.count, "a weight and a slope for each bin")
    weights.withUnsafeBufferPointer { weights in
      slopes.withUnsafeBufferPointer { slopes in
        guard let w = weights.baseAddress, let s = slopes.baseAddress else { return }
        let whole = weights.count & ~3
        // Four sums side by side: in a single one each addition would wait for the one before.
        var (uu, dd, ud, su, sd) = (Four(), Four(), Four(), Four(), Four())
        for bin in stride(from: 0, to: whole, by: 4) {
          let (u, d, weight, slope) = (four(ups + bin), four(downs + bin), four(w + bin), four(s + bin))
          let (wu, wd) = (weight * u, weight * d)
          uu += wu * wu
          dd += wd * wd
          ud += wu * wd
          su += slope * u
          sd += slope * d
        }
        (upUp, downDown, upDown, slopeUp, slopeDown) = (uu.sum(), dd.sum(), ud.sum(), su.sum(), sd.sum())
        for bin in whole..<weights.count {
          let (wu, wd) = (w[bin] * ups[bin], w[bin] * downs[bin])
          upUp += wu * wu
          downDown += wd * wd
          upDown += wu * wd
          slopeUp += s[bin] * ups[bin]
          slopeDown += s[bin] * downs[bin]
        }
      }
    }
  }
}

private typealias Four = SIMD4<Double>

/// The four numbers from a place on.
private func four(_ start: UnsafePointer<Double>) -> Four {
  UnsafeRawPointer(start).loadUnaligned(as: Four.self)
}
