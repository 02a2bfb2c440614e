extension Workspace {
  /// The names of the channels, sorted; bins and data stand in this order.
  public var channelNames: [String] { Set(channels.map(\.name)).sorted() }

  /// The names of the samples of all channels, sorted.
  public var sampleNames: [String] { Set(channels.flatMap(\.samples).map(\.name)).sorted() }

  /// The names and types of all modifiers, sorted by name, then type.
  public var modifierNames: [(name: String, kind: ModifierKind)] {
    kinds.flatMap { name, kinds in kinds.map { (name, $0) } }
      .sorted { ($0.name, $0.kind.rawValue) < ($1.name, $1.kind.rawValue) }
  }

  /// The names of the parameters and sets of parameters, sorted.
  public var parameterNames: [String] { kinds.keys.sorted() }

  /// The types that modifiers of a name have.
  var kinds: [String: Set<ModifierKind>] {
    var kinds: [String: Set<ModifierKind>] = [:]
    for modifier in channels.lazy.flatMap(\.samples).flatMap(\.modifiers) {
      kinds[modifier.name, default: []].insert(modifier.kind)
    }
    return kinds
  }

  /// The names of the measurements, in the order of the file.
  public var measurementNames: [String] { measurements.map(\.name) }

  /// A measurement by its name, or the first one.
  ///
  /// - Throws: ``WorkspaceError/measurement(_:known:)``
  public func measurement(named name: String? = nil) throws(WorkspaceError) -> Measurement {
    guard let measurement = measurements.first(where: { name == nil || $0.name == name }) else {
      throw .measurement(name ?? "", known: measurementNames)
    }
    return measurement
  }

  /// The observed counts of all channels, in sorted order of their names; no auxiliary data.
  public var observedData: [Double] {
    channelNames.flatMap { name in observations.first { $0.name == name }?.data ?? [] }
  }

  /// How many bins a channel has: as its first template of numbers or with bin edges says, or else its observed
  /// counts; nil if neither is there.
  ///
  /// - Precondition: `channel` is an index of ``channels``.
  public func binCount(channel: Int) -> Int? {
    for sample in channels[channel].samples {
      switch sample.data {
      case .values(let values): return values.count
      case .events(let histogram):
        if let edges = histogram.edges { return edges.count - 1 }
      }
    }
    return observations.first { $0.name == channels[channel].name }?.data.count
  }
}
