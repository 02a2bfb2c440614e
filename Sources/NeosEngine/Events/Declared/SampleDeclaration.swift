/// A sample of events as a session declares it: where its events come from, and how many are expected.
public struct SampleDeclaration: Sendable, Hashable {
  /// Where the events of a sample come from.
  public enum Source: Sendable, Hashable {
    /// A table in a file.
    case table(TableRequest)
    /// Draws of independent features.
    case generated([GeneratedFeature], events: Int)
  }

  /// A feature that is drawn.
  public struct GeneratedFeature: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// Its distribution.
    public var distribution: FeatureDistribution
  }

  /// Its name, which is that of the model's sample.
  public var name: String
  /// Where its events come from.
  public var source: Source
  /// Whether it is signal, which the signal strength scales.
  public var isSignal: Bool
  /// The expected events at unit luminosity, unless set: the sum of the weights, or else the number, of all events that
  /// pass, also of those beyond a limit.
  public var yield: Double?
  /// The first digits of the checksum of its numbers, where they are known: a file with others is refused.
  public var check: String?

  /// The names of the features, in their order.
  public var features: [String] {
    switch source {
    case .table(let request): request.columns
    case .generated(let features, _): features.map(\.name)
    }
  }
}

extension SampleDeclaration {
  /// The column of the weights; nil for unit weights.
  var weight: String? {
    if case .table(let request) = source { request.weight } else { nil }
  }

  /// The columns of its own: features and weight.
  var columns: [String] { features + (weight.map { features.contains($0) ? [] : [$0] } ?? []) }
}

/// How a sample, or its rate, varies with a nuisance parameter; where several samples vary with one of that name, they
/// do so together.
public struct VariationDeclaration: Sendable, Hashable {
  /// What varies.
  public enum Effect: Sendable, Hashable {
    /// Other files of the same columns.
    case files(up: String, down: String)
    /// Other weights of the same events, by their columns.
    case weights(up: String, down: String)
    /// A number that is added to a feature.
    case shift(feature: String, up: Double, down: Double)
    /// A factor on a feature.
    case scale(feature: String, up: Double, down: Double)
    /// A factor on the rate.
    case norm(hi: Double, lo: Double)
  }

  /// The name of the parameter.
  public var name: String
  /// The sample that varies.
  public var sample: String
  /// What varies when the parameter is at +1 and at -1.
  public var effect: Effect
  /// The width of the normal constraint of the parameter: 1, as in pyhf, or another number; infinite for a free one.
  public var width = 1.0
  /// The first digits of the checksum of the numbers of its files, where they are known.
  public var check: String?

  /// Whether one takes the place of the other: both are of one parameter and one sample, and both move its rate, or both
  /// its events.
  func replaces(_ other: VariationDeclaration) -> Bool {
    name == other.name && sample == other.sample && hasEvents == other.hasEvents
  }

  /// Whether there are events of it: of all but a factor on the rate.
  var hasEvents: Bool {
    if case .norm = effect { false } else { true }
  }

  /// The name of the sample of events at +1 or -1.
  func eventsName(_ role: SampleRole) -> String { "\(sample):\(name):\(role.rawValue)" }
}
