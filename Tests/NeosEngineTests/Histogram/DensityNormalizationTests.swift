import NeosEngine
import Testing

@Suite struct DensityNormalizationTests {
  @Test func theAreaIsOne() {
    let widths = [0.5, 0.25, 2]
    let density = DensityNormalization.apply([2, 1, 5], widths: widths)
    // 2 / 0.5 / 8, 1 / 0.25 / 8, 5 / 2 / 8: powers of two, exact.
    #expect(density == [0.5, 0.5, 0.3125])
    #expect(dot(density, widths) == 1)
  }

  @Test func thePullbackAgreesWithCentralDifferences() {
    for seed in 0..<50 {
      let key = RandomKey(seed: UInt64(seed))
      let counts: [Double] = key.uniform(3, from: 0.5, to: 4)
      let steps: [Double] = key.split(2)[0].uniform(4, from: 0.2, to: 1)
      let edges = steps.indices.map { steps[0...$0].reduce(0, +) }
      let cotangent: [Double] = key.split(2)[1].normal(3)
      func sum(_ counts: [Double], _ edges: [Double]) -> Double {
        let widths = zip(edges.dropFirst(), edges).map { $0 - $1 }
        return dot(cotangent, DensityNormalization.apply(counts, widths: widths))
      }
      let widths = zip(edges.dropFirst(), edges).map { $0 - $1 }
      let pulled = DensityNormalization.pullback(counts, widths: widths, cotangent: cotangent)
      // h^4 times the fifth derivative of 1 / w, over 30, with widths of 0.2 and h = 1e-3.
      for bin in counts.indices {
        #expect(agree(pulled.counts[bin], slope { sum(counts.moved(bin, by: $0), edges) }, within: 1e-8))
      }
      for edge in edges.indices {
        #expect(agree(pulled.edges[edge], slope { sum(counts, edges.moved(edge, by: $0)) }, within: 1e-8))
      }
    }
  }
}
