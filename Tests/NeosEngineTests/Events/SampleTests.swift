import Testing

@testable import NeosEngine

@Suite struct SampleTests {
  @Test func selectsEventsWithTheirWeights() throws {
    let sample = try Sample(
      name: "a", featureCount: 2, features: [1, 2, 3, 4, 5, 6], weights: [0.1, 0.2, 0.3])
    #expect(sample.eventCount == 3)
    let selected = sample.selecting([2, 0])
    #expect(selected.features == [5, 6, 1, 2])
    #expect(selected.weights == [0.3, 0.1])
    #expect(selected.portion == 1)
    let part = sample.part([2])
    #expect(part.features == [5, 6])
    #expect(part.part([0]).portion == 1.0 / 3)
  }

  @Test(
    arguments: [
      (0, [1], nil, .featureCount(sample: "a", found: 0)),
      (2, [], nil, .noEvents(sample: "a")),
      (2, [1, 2, 3], nil, .incompleteEvent(sample: "a", numbers: 3, featureCount: 2)),
      (2, [1, 2, 3, .infinity], nil, .featureNotFinite(sample: "a", event: 1, feature: 1, value: .infinity)),
      (2, [1, 2], [1, 1], .weightCount(sample: "a", found: 2, events: 1)),
      (1, [1, 2], [1, -.infinity], .weightNotFinite(sample: "a", event: 1, value: -.infinity)),
    ] as [(Int, [Double], [Double]?, EventsError)])
  func rejects(featureCount: Int, features: [Double], weights: [Double]?, error: EventsError) {
    #expect(throws: error) {
      try Sample(name: "a", featureCount: featureCount, features: features, weights: weights)
    }
  }
}
