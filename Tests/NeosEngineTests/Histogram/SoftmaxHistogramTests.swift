import NeosEngine
import Testing

@Suite struct SoftmaxHistogramTests {
  private let histogram = SoftmaxHistogram(count: 3)
  private let outputs = [0.5, 0.25, 0.25, 0.125, 0.125, 0.75]

  @Test func anEventAddsItsOutputsToTheBins() {
    #expect(histogram.counts(outputs[...]) == [0.625, 0.375, 1])
    #expect(histogram.counts(outputs[...], weights: [2, -1]) == [0.875, 0.375, -0.25])
    #expect(histogram.counts([]) == [0, 0, 0])
  }

  @Test func anEventCountsInTheBinOfItsLargestOutput() {
    #expect(histogram.hardCounts(outputs[...]) == [1, 0, 1])
    #expect(histogram.hardCounts(outputs[...], weights: [0.5, 3]) == [0.5, 0, 3])
  }

  @Test func aSliceIsCountedByItself() {
    #expect(histogram.counts(outputs[3...]) == [0.125, 0.125, 0.75])
    #expect(histogram.hardCounts(outputs[3...]) == [0, 0, 1])
  }

  /// The counts are linear in the outputs, so that the pullback is their transpose.
  @Test func thePullbackIsTheTranspose() {
    let cotangent = [3.0, -1, 0.5]
    for weights in [nil, [2.0, -1]] {
      let pulled = histogram.pullback(events: 2, weights: weights, cotangent: cotangent)
      let forward = dot(cotangent, histogram.counts(outputs[...], weights: weights))
      // Powers of two: nothing is rounded.
      #expect(dot(pulled, outputs) == forward)
    }
    #expect(histogram.pullback(events: 2, cotangent: cotangent) == cotangent + cotangent)
  }
}
