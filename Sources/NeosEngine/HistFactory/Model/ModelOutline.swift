/// The channels, samples and modifiers of a workspace in pyhf's order, with their templates in one run of numbers.
///
/// Channels and samples are sorted by name, modifiers by name and then by type (pyhf's
/// `_ChannelSummaryMixin`).
struct ModelOutline {
  struct Channel {
    let name: String
    /// Its place among the main bins.
    let bins: Range<Int>
    var samples: [Sample] = []
  }

  struct Sample {
    let name: String
    /// Where the nominal template starts in the run of templates.
    let nominal: Int
    var modifiers: [Modifier] = []
  }

  struct Modifier {
    let name: String
    let kind: ModifierKind
    let effect: Effect
  }

  enum Effect {
    case scale(ScaleResponse)
    /// An additive shift between templates that start at these places.
    case shift(hi: Int, lo: Int)
    /// A factor for each bin, with the place of its uncertainties if it has any.
    case perBin(uncertainty: Int?)
  }

  private(set) var channels: [Channel] = []
  private(set) var slots: [TemplateSlot] = []
  private(set) var templates: [[Double]] = []
  private var templateCount = 0
  private let interpolation: Interpolation

  init(_ workspace: Workspace, interpolation: Interpolation) throws(HistFactoryError) {
    self.interpolation = interpolation
    var start = 0
    for channel in try sortedByName(workspace.channels, \.name, "channel", of: nil) {
      guard let first = channel.samples.first else { throw .emptyChannel(channel.name) }
      let count = try numbers(
        first.data, TemplateSlot(channel: channel.name, sample: first.name, role: .nominal)
      )
      .count
      channels.append(try read(channel, bins: start..<start + count))
      start += count
    }
  }

  private mutating func read(
    _ channel: Workspace.Channel, bins: Range<Int>
  ) throws(HistFactoryError) -> Channel {
    var result = Channel(name: channel.name, bins: bins)
    for sample in try sortedByName(channel.samples, \.name, "sample", of: channel.name) {
      let reader = Place(channel: channel.name, sample: sample.name, binCount: bins.count)
      var row = Sample(name: sample.name, nominal: try place(sample.data, .nominal, reader))
      for modifier in sample.modifiers.sorted(by: precedes) {
        if let last = row.modifiers.last, last.name == modifier.name, last.kind == modifier.kind {
          throw .duplicateModifier(
            name: last.name, kind: last.kind, channel: channel.name, sample: sample.name)
        }
        row.modifiers.append(
          Modifier(name: modifier.name, kind: modifier.kind, effect: try effect(modifier, reader)))
      }
      result.samples.append(row)
    }
    return result
  }

  private struct Place {
    let channel: String
    let sample: String
    let binCount: Int
  }

  private mutating func effect(
    _ modifier: Workspace.Modifier, _ reader: Place
  ) throws(HistFactoryError) -> Effect {
    let name = modifier.name
    switch modifier.effect {
    case .normFactor, .lumi: return .scale(.linear)
    case .normSys(let hi, let lo):
      guard hi > 0, lo > 0, hi.isFinite, lo.isFinite else {
        throw .normSysNotPositive(
          name: name, channel: reader.channel, sample: reader.sample, hi: hi, lo: lo)
      }
      return .scale(interpolation.normSys.response(hi: hi, lo: lo))
    case .histoSys(let hi, let lo):
      return .shift(hi: try place(hi, .hi(name), reader), lo: try place(lo, .lo(name), reader))
    case .shapeSys(let uncertainty):
      return .perBin(uncertainty: try place(uncertainty, .uncertainty(name, .shapeSys), reader))
    case .statError(let uncertainty):
      return .perBin(uncertainty: try place(uncertainty, .uncertainty(name, .statError), reader))
    case .shapeFactor: return .perBin(uncertainty: nil)
    }
  }

  /// Appends a template and says where it starts.
  private mutating func place(
    _ template: Workspace.Template, _ role: TemplateSlot.Role, _ reader: Place
  ) throws(HistFactoryError) -> Int {
    let slot = TemplateSlot(channel: reader.channel, sample: reader.sample, role: role)
    let values = try numbers(template, slot)
    guard values.count == reader.binCount else {
      throw .templateLength(template: slot.name, found: values.count, needed: reader.binCount)
    }
    slots.append(slot)
    templates.append(values)
    defer { templateCount += values.count }
    return templateCount
  }
}

private func numbers(
  _ template: Workspace.Template, _ slot: TemplateSlot
) throws(HistFactoryError) -> [Double] {
  switch template {
  case .values(let values): return values
  case .events(let events): throw .notNumeric(template: slot.name, events: events.sample)
  }
}

private func sortedByName<Element>(
  _ elements: [Element], _ name: (Element) -> String, _ kind: String, of channel: String?
) throws(HistFactoryError) -> [Element] {
  let sorted = elements.sorted { name($0).precedesByCodePoint(name($1)) }
  for (one, next) in zip(sorted, sorted.dropFirst()) where name(one) == name(next) {
    throw .duplicateName(kind: kind, name: name(one), channel: channel)
  }
  return sorted
}

private func precedes(_ one: Workspace.Modifier, _ other: Workspace.Modifier) -> Bool {
  one.name == other.name
    ? one.kind.rawValue < other.kind.rawValue : one.name.precedesByCodePoint(other.name)
}
