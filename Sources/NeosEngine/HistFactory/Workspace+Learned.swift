extension Workspace {
  /// A template that a sample of events fills.
  public struct LearnedTemplate: Sendable, Hashable {
    /// Which template it is.
    public let slot: TemplateSlot
    /// What fills it.
    public let events: EventHistogram
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
  public var learnedSamples: [String] { Set(learnedTemplates.map(\.events.sample)).sorted() }

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
        func fill(_ template: Template, _ role: TemplateSlot.Role) throws(E) -> Template {
          guard case .events(let events) = template else { return template }
          let slot = TemplateSlot(channel: channel.name, sample: sample.name, role: role)
          return .values(try resolve(LearnedTemplate(slot: slot, events: events)))
        }
        filled.channels[c].samples[s].data = try fill(sample.data, .nominal)
        for (m, modifier) in sample.modifiers.enumerated() {
          let name = modifier.name
          let effect: Modifier.Effect? =
            switch modifier.effect {
            case .histoSys(let hi, let lo):
              .histoSys(hi: try fill(hi, .hi(name)), lo: try fill(lo, .lo(name)))
            case .shapeSys(let template): .shapeSys(try fill(template, .uncertainty(name, .shapeSys)))
            case .statError(let template): .statError(try fill(template, .uncertainty(name, .statError)))
            case .normFactor, .normSys, .shapeFactor, .lumi: nil
            }
          if let effect { filled.channels[c].samples[s].modifiers[m].effect = effect }
        }
      }
    }
    return filled
  }
}
