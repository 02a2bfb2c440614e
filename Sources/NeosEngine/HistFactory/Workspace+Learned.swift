extension Workspace {
  /// A template that a sample of events fills.
  public struct LearnedTemplate: Sendable, Hashable {
    /// Which template it is.
    public let slot: TemplateSlot
    /// Where it is in the document.
    public let path: JSONPath
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
        let place = JSONPath()["channels"][c]["samples"][s]
        func fill(_ template: Template, _ role: TemplateSlot.Role, _ path: JSONPath) throws(E) -> Template {
          guard case .events(let events) = template else { return template }
          let slot = TemplateSlot(channel: channel.name, sample: sample.name, role: role)
          return .values(try resolve(LearnedTemplate(slot: slot, path: path, events: events)))
        }
        filled.channels[c].samples[s].data = try fill(sample.data, .nominal, place["data"])
        for (m, modifier) in sample.modifiers.enumerated() {
          let (name, path) = (modifier.name, place["modifiers"][m]["data"])
          let effect: Modifier.Effect? =
            switch modifier.effect {
            case .histoSys(let hi, let lo):
              .histoSys(
                hi: try fill(hi, .hi(name), path["hi_data"]), lo: try fill(lo, .lo(name), path["lo_data"]))
            case .shapeSys(let template): .shapeSys(try fill(template, .uncertainty(name, .shapeSys), path))
            case .statError(let template):
              .statError(try fill(template, .uncertainty(name, .statError), path))
            case .normFactor, .normSys, .shapeFactor, .lumi: nil
            }
          if let effect { filled.channels[c].samples[s].modifiers[m].effect = effect }
        }
      }
    }
    return filled
  }
}

extension Workspace.LearnedTemplate {
  /// The problem that no sample among the known ones has the name; nil where one has.
  func problem(knowing names: [String]) -> JSONProblem? {
    guard !names.contains(events.sample) else { return nil }
    return JSONProblem(
      path["events"], found: JSONValue.string(events.sample).account,
      expected: "a sample of events: \(names.joined(separator: ", "))",
      suggestion: nearestWord(to: events.sample, among: names))
  }
}
