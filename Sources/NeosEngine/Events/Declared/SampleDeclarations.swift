/// The samples that a session declares, and how they vary.
public struct SampleDeclarations: Sendable, Hashable {
  /// The samples, in the order in which they were declared.
  public private(set) var samples: [SampleDeclaration] = []
  /// The variations, in the order in which they were declared.
  public private(set) var variations: [VariationDeclaration] = []

  /// Whether nothing is declared.
  public var isEmpty: Bool { samples.isEmpty }

  /// The names of the features, which all samples share.
  public var features: [String] { samples.first?.features ?? [] }

  /// The names of all samples of events, those of variations after the sample that varies.
  public var eventNames: [String] {
    samples.flatMap { sample in
      [sample.name]
        + variations(of: sample.name).filter(\.hasEvents).flatMap {
          [$0.eventsName(.up), $0.eventsName(.down)]
        }
    }
  }

  /// The variations of a sample.
  public func variations(of sample: String) -> [VariationDeclaration] {
    variations.filter { $0.sample == sample }
  }

  /// Declares a sample, in place of one of the same name.
  ///
  /// - Throws: ``DeclarationError`` when its features are not those of the others.
  public mutating func declare(_ sample: SampleDeclaration) throws(DeclarationError) {
    var changed = self
    if let position = samples.firstIndex(where: { $0.name == sample.name }) {
      changed.samples[position] = sample
      // Other events have other checksums.
      for index in changed.variations.indices where changed.variations[index].sample == sample.name {
        changed.variations[index].check = nil
      }
    } else {
      changed.samples.append(sample)
    }
    try changed.check()
    self = changed
  }

  /// Declares a variation, in place of one of the same name and sample and of the same sort: of the rate, or of events.
  /// A parameter may move both.
  ///
  /// - Throws: ``DeclarationError`` when it does not fit its sample, or the width of its parameter is another.
  public mutating func declare(_ variation: VariationDeclaration) throws(DeclarationError) {
    var changed = self
    if let position = variations.firstIndex(where: { $0.replaces(variation) }) {
      changed.variations[position] = variation
    } else {
      changed.variations.append(variation)
    }
    try changed.check()
    self = changed
  }

  /// Takes a sample and its variations away.
  ///
  /// - Throws: ``DeclarationError/unknownSample(_:known:)``.
  public mutating func dropSample(_ name: String) throws(DeclarationError) {
    guard samples.contains(where: { $0.name == name }) else {
      throw .unknownSample(name, known: samples.map(\.name))
    }
    samples.removeAll { $0.name == name }
    variations.removeAll { $0.sample == name }
  }

  /// Takes a variation away, of one sample: of its rate and of its events.
  ///
  /// - Throws: ``DeclarationError/unknownVariation(_:sample:known:)``.
  public mutating func dropVariation(_ name: String, of sample: String) throws(DeclarationError) {
    let known = variations(of: sample).map(\.name)
    guard known.contains(name) else { throw .unknownVariation(name, sample: sample, known: known) }
    variations.removeAll { $0.name == name && $0.sample == sample }
  }

  /// Notes the checksum of a sample's numbers.
  mutating func note(_ check: String, sample: String) {
    if let position = samples.firstIndex(where: { $0.name == sample }) { samples[position].check = check }
  }

  /// Notes the checksum of a variation's numbers.
  mutating func note(_ check: String, of variation: VariationDeclaration) {
    if let position = variations.firstIndex(of: variation) { variations[position].check = check }
  }

  /// What a declaration takes the place of, in words; nil where it is new or says the same.
  func replaced(by declaration: Declaration) -> String? {
    switch declaration {
    case .sample(var sample):
      guard let known = samples.first(where: { $0.name == sample.name }) else { return nil }
      sample.check = sample.check ?? known.check
      return known == sample ? nil : "the sample '\(sample.name)' is declared anew"
    case .variation(var variation):
      guard let known = variations.first(where: { $0.replaces(variation) }) else { return nil }
      variation.check = variation.check ?? known.check
      return known == variation
        ? nil : "'\(variation.name)' of '\(variation.sample)' is declared anew, in place of: \(known.line)"
    case .noSample, .noVariation: return nil
    }
  }

  /// What is worth a word of a variation, though it may be meant.
  func doubt(of variation: VariationDeclaration) -> String? {
    let feature: String
    switch variation.effect {
    case .shift(let name, _, _), .scale(let name, _, _): feature = name
    case .files, .weights, .norm: return nil
    }
    guard case .table(let request)? = samples.first(where: { $0.name == variation.sample })?.source,
      request.selectedColumns.contains(feature)
    else { return nil }
    return
      "the selection of '\(variation.sample)' is made on '\(feature)' as it is in the file, before '\(variation.name)' "
      + "moves it; where events cross the cut, 'files=' with the moved feature picks them anew"
  }

  /// Sees that what is declared fits together.
  private func check() throws(DeclarationError) {
    for sample in samples where sample.features.count != features.count {
      throw .featureCount(
        sample: sample.name, found: sample.features.count, other: samples[0].name, needed: features.count)
    }
    // Other names may be another file's names for the same; the same names in another order are a slip.
    for sample in samples where sample.features != features && Set(sample.features) == Set(features) {
      throw .featureOrder(
        sample: sample.name, found: sample.features, other: samples[0].name, needed: features)
    }
    for variation in variations {
      guard let sample = samples.first(where: { $0.name == variation.sample }) else {
        throw .unknownSample(variation.sample, known: samples.map(\.name))
      }
      switch variation.effect {
      case .shift(let feature, _, _), .scale(let feature, _, _):
        guard sample.features.contains(feature) else {
          throw .unknownFeature(feature, sample: sample.name, known: sample.features)
        }
      case .files, .weights:
        guard case .table = sample.source else {
          throw .needsTable(variation: variation.name, sample: sample.name)
        }
      case .norm: break
      }
      if let other = variations.first(where: { $0.name == variation.name && $0.width != variation.width }) {
        throw .widths(
          variation: variation.name, variation.width, sample: variation.sample, other.width,
          other: other.sample)
      }
    }
  }
}

/// What is wrong with a declaration.
public enum DeclarationError: Error, Sendable, Equatable {
  /// There is no such sample.
  case unknownSample(String, known: [String])
  /// A sample has no such variation.
  case unknownVariation(String, sample: String, known: [String])
  /// A sample has no such feature.
  case unknownFeature(String, sample: String, known: [String])
  /// Two samples have different numbers of features.
  case featureCount(sample: String, found: Int, other: String, needed: Int)
  /// Two samples have the same features in different orders.
  case featureOrder(sample: String, found: [String], other: String, needed: [String])
  /// A variation by files or weights of a sample that is not in a file.
  case needsTable(variation: String, sample: String)
  /// One parameter has two widths.
  case widths(variation: String, Double, sample: String, Double, other: String)
}

extension DeclarationError: CustomStringConvertible {
  /// What was found and what would be right.
  public var description: String {
    switch self {
    case .unknownSample(let name, let known):
      known.isEmpty
        ? "there is no sample '\(name)'; declare it first with 'sample \(name) FILE columns=...'"
        : "there is no sample '\(name)'; the samples are \(known.joined(separator: ", "))"
    case .unknownVariation(let name, let sample, let known):
      known.isEmpty
        ? "the sample '\(sample)' has no variation"
        : "the sample '\(sample)' has no variation '\(name)'; it has \(known.joined(separator: ", "))"
    case .unknownFeature(let name, let sample, let known):
      "the sample '\(sample)' has no feature '\(name)'; it has \(known.joined(separator: ", "))"
    case .featureCount(let sample, let found, let other, let needed):
      "all samples need the same number of features: '\(sample)' has \(found), '\(other)' has \(needed)"
    case .featureOrder(let sample, let found, let other, let needed):
      "all samples need their features in the same order: '\(sample)' has \(found.joined(separator: ",")), '\(other)' "
        + "has \(needed.joined(separator: ","))"
    case .needsTable(let variation, let sample):
      "'\(variation)' has files or weight columns, but the sample '\(sample)' is generated; choose shift, scale or norm"
    case .widths(let variation, let width, let sample, let otherWidth, let other):
      "the parameter '\(variation)' has one width: it is \(brief(width)) for '\(sample)', \(brief(otherWidth)) for "
        + "'\(other)'"
    }
  }
}
