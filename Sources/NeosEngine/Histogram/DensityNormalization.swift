/// Normalization of bin counts to unit area: d_b = c_b / (w_b sum c), with bin widths w.
///
/// `relaxed.hist(density=True)` divides in the same way, but before it folds the mass beyond the outer edges
/// back, so that with `reflect_infinities` its area is not 1; here the folded counts are normalized.
package enum DensityNormalization {
  /// The density of the counts.
  package static func apply(_ counts: [Double], widths: [Double]) -> [Double] {
    let total = counts.reduce(0, +)
    return zip(counts, widths).map { $0 / $1 / total }
  }

  /// Pulls a gradient in the density back to counts and bin edges.
  package static func pullback(
    _ counts: [Double], widths: [Double], cotangent: [Double]
  ) -> (counts: [Double], edges: [Double]) {
    let density = apply(counts, widths: widths)
    let total = counts.reduce(0, +)
    let mean = zip(density, cotangent).reduce(0) { $0 + $1.0 * $1.1 } / total
    var edges = [Double](repeating: 0, count: counts.count + 1)
    for bin in counts.indices {
      let slope = cotangent[bin] * density[bin] / widths[bin]
      edges[bin] += slope
      edges[bin + 1] -= slope
    }
    return (zip(cotangent, widths).map { $0 / $1 / total - mean }, edges)
  }
}
