/// The channels that one staterror name covers.
///
/// It has one parameter for each bin of those channels, in their order. All samples that carry the name must
/// carry it in each of those channels (`pyhf.modifiers.staterror` asserts it).
struct StatErrorCover {
  /// The position of a channel's first bin among the parameters.
  private(set) var offsets: [Int: Int] = [:]
  /// The number of parameters.
  private(set) var binCount = 0

  /// The covers of all names.
  static func covers(
    _ occurrences: [ModelOutline.Occurrence], _ outline: ModelOutline
  ) throws(HistFactoryError) -> [String: StatErrorCover] {
    var covers: [String: StatErrorCover] = [:]
    var samples: [String: [Int: Set<String>]] = [:]
    for occurrence in occurrences {
      let name = occurrence.modifier.name
      let channel = outline.channels[occurrence.channel]
      if covers[name]?.offsets[occurrence.channel] == nil {
        let offset = covers[name]?.binCount ?? 0
        covers[name, default: StatErrorCover()].offsets[occurrence.channel] = offset
        covers[name, default: StatErrorCover()].binCount += channel.bins.count
      }
      samples[name, default: [:]][occurrence.channel, default: []].insert(
        channel.samples[occurrence.sample].name)
    }
    for (name, byChannel) in samples.sorted(by: { $0.key < $1.key }) {
      let carrying = byChannel.values.reduce(into: Set<String>()) { $0.formUnion($1) }
      for (channel, found) in byChannel.sorted(by: { $0.key < $1.key }) {
        if let missing = carrying.subtracting(found).min() {
          throw .unevenStatError(name: name, sample: missing, channel: outline.channels[channel].name)
        }
      }
    }
    return covers
  }
}

extension ModelOutline {
  /// A modifier with its place.
  struct Occurrence {
    let modifier: Modifier
    let channel: Int
    let sample: Int
  }

  /// The modifiers of a type, in the order of channels, samples and modifiers.
  func occurrences(of kind: ModifierKind) -> [Occurrence] {
    channels.indices.flatMap { channel in
      channels[channel].samples.indices.flatMap { sample in
        channels[channel].samples[sample].modifiers.filter { $0.kind == kind }
          .map { Occurrence(modifier: $0, channel: channel, sample: sample) }
      }
    }
  }

  /// The templates behind the constraint of a shapesys or staterror in a channel.
  func carriers(of name: String, _ kind: ModifierKind, channel: Int) -> [ConstraintSource.Carrier] {
    channels[channel].samples.flatMap { sample in
      sample.modifiers.compactMap { modifier in
        guard modifier.name == name, modifier.kind == kind,
          case .perBin(let uncertainty?) = modifier.effect
        else { return nil }
        return ConstraintSource.Carrier(nominal: sample.nominal, uncertainty: uncertainty)
      }
    }
  }
}
