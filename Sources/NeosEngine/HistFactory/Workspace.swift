/// A HistFactory workspace as pyhf's JSON holds it (schema 1.0.0): what is expected, what was observed, and what
/// is to be measured.
///
/// Any template may name a sample of events instead of numbers; it is then learned: the histogram of that sample
/// fills it at every step.
public struct Workspace: Sendable, Hashable {
  /// The channels, in the order of the file.
  public var channels: [Channel]
  /// The observed counts of the channels, in the order of the file.
  public var observations: [Observation]
  /// The measurements, in the order of the file.
  public var measurements: [Measurement]

  /// A workspace.
  public init(channels: [Channel], observations: [Observation], measurements: [Measurement]) {
    self.channels = channels
    self.observations = observations
    self.measurements = measurements
  }

  /// A region of the data with bins of its own.
  public struct Channel: Sendable, Hashable {
    /// Its name, unique in the workspace.
    public var name: String
    /// The processes that contribute to it.
    public var samples: [Sample]

    /// A channel.
    public init(name: String, samples: [Sample]) {
      self.name = name
      self.samples = samples
    }
  }

  /// A process in one channel.
  public struct Sample: Sendable, Hashable {
    /// Its name, unique in the channel.
    public var name: String
    /// The expected counts before modifiers.
    public var data: Template
    /// What changes the expected counts.
    public var modifiers: [Modifier]

    /// A sample.
    public init(name: String, data: Template, modifiers: [Modifier]) {
      self.name = name
      self.data = data
      self.modifiers = modifiers
    }
  }

  /// A number for each bin of a channel.
  public enum Template: Sendable, Hashable {
    /// The numbers, as the file has them.
    case values([Double])
    /// The histogram of a sample of events.
    case events(EventHistogram)
  }

  /// What fills a learned template: the histogram of a sample of events; where an uncertainty stands, the root of
  /// the sum of its squared weights. In JSON: `{"events": "NAME"}`, or with bin edges of its own
  /// `{"events": "NAME", "bins": [0, 0.5, 1]}`.
  public struct EventHistogram: Sendable, Hashable {
    /// The name of the sample of events.
    public var sample: String
    /// The bin edges; nil for those that are common to all, which may be trained.
    public var edges: [Double]?

    /// A histogram of a sample.
    public init(sample: String, edges: [Double]? = nil) {
      self.sample = sample
      self.edges = edges
    }
  }

  /// The observed counts of one channel.
  public struct Observation: Sendable, Hashable {
    /// The name of the channel.
    public var name: String
    /// The counts, bin by bin.
    public var data: [Double]

    /// Observed counts.
    public init(name: String, data: [Double]) {
      self.name = name
      self.data = data
    }
  }
}

extension Workspace {
  /// A change of a sample's expected counts by a parameter.
  public struct Modifier: Sendable, Hashable {
    /// The name of the parameter or set of parameters.
    public var name: String
    /// What it does, with what it needs for that.
    public var effect: Effect

    /// A modifier.
    public init(name: String, effect: Effect) {
      self.name = name
      self.effect = effect
    }

    /// What a modifier does.
    public enum Effect: Sendable, Hashable {
      /// A free factor on all bins.
      case normFactor
      /// A constrained factor on all bins, interpolated between its values at +1 and -1.
      case normSys(hi: Double, lo: Double)
      /// A constrained additive shift, interpolated between templates at +1 and -1.
      case histoSys(hi: Template, lo: Template)
      /// A factor for each bin, constrained by a Poisson measurement with this absolute uncertainty.
      case shapeSys(Template)
      /// A free factor for each bin.
      case shapeFactor
      /// A factor for each bin, constrained by a normal measurement with the absolute uncertainties of all
      /// samples that carry it.
      case statError(Template)
      /// The constrained luminosity.
      case lumi
    }
  }

  /// What is measured, and how the parameters stand before.
  public struct Measurement: Sendable, Hashable {
    /// Its name.
    public var name: String
    /// The parameter of interest; empty for none.
    public var poi: String
    /// Settings of single parameters.
    public var parameters: [ParameterConfiguration]

    /// A measurement.
    public init(name: String, poi: String, parameters: [ParameterConfiguration] = []) {
      self.name = name
      self.poi = poi
      self.parameters = parameters
    }
  }

  /// What a measurement says of a parameter; what is nil stays as its modifiers have it.
  public struct ParameterConfiguration: Sendable, Hashable {
    /// The name of the parameter or set of parameters.
    public var name: String
    /// Initial values.
    public var inits: [Double]?
    /// Bounds, a pair for each.
    public var bounds: [ClosedRange<Double>]?
    /// Whether the parameters stay at their initial values in fits.
    public var isFixed: Bool?
    /// Auxiliary measurements.
    public var auxdata: [Double]?
    /// The widths of their normal distributions.
    public var sigmas: [Double]?
    /// Factors of a Poisson constraint.
    public var factors: [Double]?
    /// The width of the constraint of a histosys or normsys, in units of the distance of its templates: 1 unless set,
    /// infinite for a free parameter. pyhf's JSON knows no such thing.
    public var width: Double?

    /// Settings of a parameter.
    public init(
      name: String, inits: [Double]? = nil, bounds: [ClosedRange<Double>]? = nil, isFixed: Bool? = nil,
      auxdata: [Double]? = nil, sigmas: [Double]? = nil, factors: [Double]? = nil, width: Double? = nil
    ) {
      self.name = name
      self.inits = inits
      self.bounds = bounds
      self.isFixed = isFixed
      self.auxdata = auxdata
      self.sigmas = sigmas
      self.factors = factors
      self.width = width
    }
  }
}
