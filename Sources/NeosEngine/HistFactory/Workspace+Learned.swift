extension Workspace {
  /// What a template stands for in its sample.
  public enum TemplateRole: Sendable, Hashable {
    /// The expected counts.
    case nominal
    /// The expected counts with the effect of the histosys of this name at +1.
    case up(String)
    /// The expected counts with the effect of the histosys of this name at -1.
    case down(String)
    /// The absolute uncertainties of the shapesys of this name.
    case shapeSys(String)
    /// The absolute uncertainties of the staterror of this name.
    case statError(String)

    /// Whether the template is an uncertainty, the root of the sum of squared weights, and not a yield.
    public var isUncertainty: Bool {
      switch self {
      case .nominal, .up, .down: false
      case .shapeSys, .statError: true
      }
    }
  }

  /// A template that a sample of events fills.
  public struct LearnedTemplate: Sendable, Hashable {
    /// The name of the channel.
    public let channel: String
    /// The name of the sample in the channel.
    public let sample: String
    /// What the template stands for there.
    public let role: TemplateRole
    /// The name of the sample of events.
    public let events: String
  }

  /// The templates that events fill, in the order of the file.
  public var learnedTemplates: [LearnedTemplate] {
    var templates: [LearnedTemplate] = []
    // Filling visits every learned template; what it makes of them is not wanted here.
    _ = filling { template in
      templates.append(template)
      return []
    }
    return templates
  }

  /// The names of the samples of events that fill templates, sorted.
  public var learnedSamples: [String] { Set(learnedTemplates.map(\.events)).sorted() }

  /// Whether any template is filled by events.
  public var isLearned: Bool { !learnedTemplates.isEmpty }

  /// The workspace with numbers for its learned templates, visited in the order of the file.
  ///
  /// Whether the numbers are as many as the channel has bins, ``problems`` of the result tells.
  public func filling<E: Error>(
    _ resolve: (LearnedTemplate) throws(E) -> [Double]
  ) throws(E) -> Workspace {
    var filled = self
    for (c, channel) in channels.enumerated() {
      for (s, sample) in channel.samples.enumerated() {
        func fill(_ template: Template, _ role: TemplateRole) throws(E) -> Template {
          guard case .events(let events) = template else { return template }
          return .values(
            try resolve(
              LearnedTemplate(channel: channel.name, sample: sample.name, role: role, events: events)))
        }
        filled.channels[c].samples[s].data = try fill(sample.data, .nominal)
        for (m, modifier) in sample.modifiers.enumerated() {
          let name = modifier.name
          let effect: Modifier.Effect? =
            switch modifier.effect {
            case .histoSys(let hi, let lo):
              .histoSys(hi: try fill(hi, .up(name)), lo: try fill(lo, .down(name)))
            case .shapeSys(let template): .shapeSys(try fill(template, .shapeSys(name)))
            case .statError(let template): .statError(try fill(template, .statError(name)))
            case .normFactor, .normSys, .shapeFactor, .lumi: nil
            }
          if let effect { filled.channels[c].samples[s].modifiers[m].effect = effect }
        }
      }
    }
    return filled
  }
}
