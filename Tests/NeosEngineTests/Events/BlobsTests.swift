import Foundation
import NeosEngine
import Testing

@Suite struct BlobsTests {
  struct Figures: Decodable {
    struct Case: Decodable, Sendable, CustomTestStringConvertible {
      let name: String
      let layout: KeyLayout
      let sampleCount: Int
      let seed: UInt64
      let eventCount: Int
      let roles: [SampleRole]
      let samples: [Cloud]
      let changedUp: Cloud

      var key: RandomKey { RandomKey(seed: seed, layout: layout) }
      var testDescription: String { "\(name), seed \(seed)" }
    }

    /// The first three events and the sums of the two features.
    struct Cloud: Decodable, Sendable {
      let first: [Double]
      let sums: [Double]
    }

    struct Changed: Decodable, Sendable {
      let mean: [Double]
      let covariance: [[Double]]
      let eventCount: Int
    }

    let changed: Changed
    let cases: [Case]

    static func load() throws -> Figures { try NeosEngineTests.Figures.load("events", as: Figures.self) }
  }

  @Test(arguments: try Figures.load().cases)
  func drawsThePublishedEvents(figures: Figures.Case) throws {
    let blobs = try Blobs(sampleCount: figures.sampleCount, eventCount: figures.eventCount)
    let samples = try blobs.samples(key: figures.key)
    #expect(samples.map(\.name) == figures.roles.map(\.rawValue))
    for (sample, expected) in zip(samples, figures.samples) { check(sample, expected, figures.eventCount) }
  }

  @Test(arguments: try Figures.load().cases)
  func drawsWithOtherSettings(figures: Figures.Case) throws {
    let changed = try Figures.load().changed
    var blobs = try Blobs(sampleCount: figures.sampleCount, eventCount: figures.eventCount)
    try blobs.change(.up) {
      $0.mean = changed.mean
      $0.covariance = changed.covariance
      $0.eventCount = changed.eventCount
    }
    let samples = try blobs.samples(key: figures.key)
    check(try #require(samples.first { $0.name == "up" }), figures.changedUp, changed.eventCount)
    check(samples[0], figures.samples[0], figures.eventCount)
  }

  private func check(_ sample: Sample, _ expected: Figures.Cloud, _ eventCount: Int) {
    #expect(sample.eventCount == eventCount)
    // Numbers of size 1, each a few roundings from JAX's.
    for (found, expected) in zip(sample.features, expected.first) { #expect(abs(found - expected) < 1e-14) }
    for (feature, expected) in expected.sums.enumerated() {
      let sum = stride(from: feature, to: sample.features.count, by: 2).reduce(0) { $0 + sample.features[$1] }
      // 500 such numbers, and the roundings of their sum of size 1000.
      #expect(abs(sum - expected) < 1e-11)
    }
  }

  @Test(arguments: [-1, 0, 2, 5])
  func namesTheNumbersOfSamplesItMakes(count: Int) {
    #expect(throws: EventsError.sampleCount(count)) { try Blobs(sampleCount: count) }
    #expect(
      "\(EventsError.sampleCount(count))"
        == "blobs come as 3 samples (signal, up, down) or 4 (signal, nominal, up, down), not \(count)")
  }

  @Test func rejectsWhatCannotBeDrawn() throws {
    let key = RandomKey(seed: 1)
    for count in [-1, 0, 50_000_001, .max] {
      #expect(throws: EventsError.eventCount(sample: "signal", found: count, largest: 50_000_000)) {
        try Blobs(sampleCount: 4, eventCount: count).samples(key: key)
      }
    }
    var blobs = try Blobs(sampleCount: 3)
    #expect(throws: EventsError.unknownSample("nominal", known: ["signal", "up", "down"])) {
      try blobs.change(.nominal) { $0.eventCount = 1 }
    }
    try blobs.change(.up) { $0.mean = [1, 2, 3] }
    #expect(throws: EventsError.featureCountsDiffer(sample: "up", found: 3, other: "signal", needed: 2)) {
      try blobs.samples(key: key)
    }
    try blobs.change(.up) { $0.covariance = [[1]] }
    #expect(throws: EventsError.distribution(sample: "up", .covarianceRows(found: 1, needed: 3))) {
      try blobs.samples(key: key)
    }
    try blobs.change(.signal) { $0.mean = [] }
    #expect(throws: EventsError.distribution(sample: "signal", .emptyMean)) { try blobs.samples(key: key) }
  }

  @Test func survivesEncoding() throws {
    var blobs = try Blobs(sampleCount: 3, eventCount: 7)
    try blobs.change(.down) { $0.covariance = [[2, 0.1], [0.1, 1]] }
    #expect(try JSONDecoder().decode(Blobs.self, from: JSONEncoder().encode(blobs)) == blobs)
  }
}
