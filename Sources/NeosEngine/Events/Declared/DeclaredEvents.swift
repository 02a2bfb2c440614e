/// The events of declared samples before they are varied, and the samples that are made of them.
///
/// Variations by weights or by a change of a feature have the events of their nominal sample, in whatever batch of
/// them: what is random in both is the same.
struct DeclaredEvents: Sendable {
  /// A sample that is made of events.
  struct Derived: Sendable, Hashable {
    let name: String
    let role: SampleRole
    /// The position of the table that its events are from.
    let table: Int
    /// The column of its weights; nil for unit weights.
    let weight: Int?
    /// A feature that is multiplied by a factor and added to.
    let change: FeatureChange?
    /// The name of the sample whose features it has.
    let eventsOf: String?
    /// The expected events at unit luminosity.
    let expected: Double

    /// Whether it is a sample as it was declared, not a variation of one.
    var isNominal: Bool { role == .signal || role == .nominal }
  }

  /// What becomes of a feature.
  struct FeatureChange: Sendable, Hashable {
    let feature: Int
    let factor: Double
    let offset: Double
  }

  /// The features, then columns of weights, of every file and generated sample.
  let tables: [Sample]
  /// The samples of a step, in their order.
  let derived: [Derived]
  /// For each table that of the sample that it is a variation of, or itself. Where both have as many events these are
  /// taken to be the same ones, and stay together.
  let partners: [Int]
  /// How many of a table's columns are features.
  let featureCount: Int

  /// The samples that are made of some rows of the tables.
  ///
  /// - Parameters:
  ///   - rows: the tables, or some of their rows.
  ///   - available: how many events each table has in all.
  func samples(of rows: [Sample], available: [Int]) -> [Sample] {
    let features = rows.map { self.features(of: $0) }
    var samples: [Sample] = []
    for derived in derived {
      let table = rows[derived.table]
      var sample = Sample(
        unchecked: derived.name, featureCount,
        derived.change.map { changed(features[derived.table], $0) } ?? features[derived.table],
        derived.weight.map { column(table, $0) })
      sample.role = derived.role
      sample.expected = derived.expected
      sample.eventsOf = derived.eventsOf
      sample.portion = Double(table.eventCount) / Double(available[derived.table])
      samples.append(sample)
    }
    return samples
  }

  private func features(of table: Sample) -> [Double] {
    guard table.featureCount > featureCount else { return table.features }
    var features: [Double] = []
    features.reserveCapacity(table.eventCount * featureCount)
    for start in stride(from: 0, to: table.features.count, by: table.featureCount) {
      features += table.features[start..<start + featureCount]
    }
    return features
  }

  private func column(_ table: Sample, _ position: Int) -> [Double] {
    (0..<table.eventCount).map { table.features[$0 * table.featureCount + position] }
  }

  private func changed(_ features: [Double], _ change: FeatureChange) -> [Double] {
    var features = features
    for index in stride(from: change.feature, to: features.count, by: featureCount) {
      features[index] = features[index] * change.factor + change.offset
    }
    return features
  }
}
