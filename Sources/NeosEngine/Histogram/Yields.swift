/// Expected events per bin, template by template: what leaves the histogram and enters the model.
public struct Yields: Sendable, Hashable {
  /// A template's name, such as `signal`.
  public let names: [String]
  /// The templates, in the order of the names; each holds one number for each bin of its channel.
  public var templates: [[Double]]

  /// Yields of the given templates.
  public init(names: [String], templates: [[Double]]) {
    precondition(names.count == templates.count, "one name for each template")
    self.names = names
    self.templates = templates
  }

  /// The number of bins of the first template, which is that of all where there is one channel.
  public var binCount: Int { templates.first?.count ?? 0 }

  /// The template of that name.
  public subscript(name: String) -> [Double]? {
    names.firstIndex(of: name).map { templates[$0] }
  }
}

/// How the scaled histograms of the samples become the templates of a model.
public enum TemplateRule: Sendable, Hashable {
  /// Signal, up and down become `signal`, `background` (the mean of the two modes) and `uncertainty`
  /// (their standard deviation, |up - down| / 2), as `numpy.mean` and `numpy.std` give them.
  case meanAndSpread
  /// Signal, nominal, up and down are the templates themselves.
  case asTheyAre

  /// The rule for a set of samples.
  ///
  /// - Throws: ``HistogramError/samples(_:)`` for any set but the two supported ones.
  public init(samples names: [String]) throws(HistogramError) {
    switch names {
    case SampleRole.threeSamples.map(\.rawValue): self = .meanAndSpread
    case SampleRole.fourSamples.map(\.rawValue): self = .asTheyAre
    default: throw .samples(names)
    }
  }

  /// The names of the templates that the rule makes.
  public var templateNames: [String] {
    switch self {
    case .meanAndSpread: Self.namesOfMeanAndSpread
    case .asTheyAre: Self.namesOfSamples
    }
  }

  private static let namesOfMeanAndSpread = ["signal", "background", "uncertainty"]
  private static let namesOfSamples = SampleRole.fourSamples.map(\.rawValue)

  /// The templates made from the samples' histograms, which come in the order of the samples.
  public func yields(_ histograms: [[Double]]) -> Yields {
    var templates: [[Double]] = []
    combine(histograms, into: &templates)
    return Yields(names: templateNames, templates: templates)
  }

  /// Makes the templates in the memory of others.
  func combine(_ histograms: [[Double]], into templates: inout [[Double]]) {
    templates.resize(to: templateNames.count, [])
    switch self {
    case .asTheyAre:
      for row in histograms.indices { templates[row].set(to: histograms[row]) }
    case .meanAndSpread:
      let (up, down) = (histograms[1], histograms[2])
      templates[0].set(to: histograms[0])
      templates[1].makeRoom(for: up.count)
      templates[2].makeRoom(for: up.count)
      for bin in up.indices {
        templates[1][bin] = 0.5 * (up[bin] + down[bin])
        templates[2][bin] = 0.5 * abs(up[bin] - down[bin])
      }
    }
  }

  /// Pulls a gradient in the templates back to the samples' histograms.
  ///
  /// Where up equals down the spread has a kink; its derivative there is taken as 0.
  public func pullback(_ histograms: [[Double]], cotangent: [[Double]]) -> [[Double]] {
    var pulled: [[Double]] = []
    pullback(histograms, cotangent: cotangent, into: &pulled)
    return pulled
  }

  /// Pulls a gradient back in the memory of another.
  func pullback(_ histograms: [[Double]], cotangent: [[Double]], into pulled: inout [[Double]]) {
    pulled.resize(to: histograms.count, [])
    switch self {
    case .asTheyAre:
      for row in cotangent.indices { pulled[row].set(to: cotangent[row]) }
    case .meanAndSpread:
      let (up, down) = (histograms[1], histograms[2])
      pulled[0].set(to: cotangent[0])
      pulled[1].makeRoom(for: up.count)
      pulled[2].makeRoom(for: up.count)
      for bin in up.indices {
        let sign = up[bin] > down[bin] ? 1.0 : up[bin] < down[bin] ? -1.0 : 0.0
        let (mean, spread) = (0.5 * cotangent[1][bin], 0.5 * sign * cotangent[2][bin])
        pulled[1][bin] = mean + spread
        pulled[2][bin] = mean - spread
      }
    }
  }
}
