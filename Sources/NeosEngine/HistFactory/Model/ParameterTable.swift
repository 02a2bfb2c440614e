/// The parameters of a model and their constraints, in pyhf's order.
///
/// Parameters are grouped by type of modifier. Within a type they come as the walk over channels, samples and
/// modifiers first meets them, except that staterrors come by name. A name that histosys and normsys share stands
/// with histosys. (`pyhf.pdf._nominal_and_modifiers_from_spec`, `pyhf.parameters.utils`.)
struct ParameterTable {
  private(set) var sets: [ParameterSet] = []
  private(set) var parameters: [ModelParameter] = []
  private(set) var terms: [ConstraintTerm] = []
  private(set) var auxiliaryData: [Double] = []
  private(set) var sources: [ConstraintSource] = []
  /// The names that the measurement configures and no modifier uses.
  private(set) var unusedConfigurations: [String] = []
  private var positions: [String: Int] = [:]
  private var statErrors: [String: StatErrorCover] = [:]

  init(_ outline: ModelOutline, _ measurement: Workspace.Measurement) throws(HistFactoryError) {
    var configurations: [String: Workspace.ParameterConfiguration] = [:]
    for configuration in measurement.parameters {
      guard configurations.updateValue(configuration, forKey: configuration.name) == nil else {
        throw .duplicateConfiguration(configuration.name)
      }
    }
    for kind in ModifierKind.allCases {
      var occurrences = outline.occurrences(of: kind)
      if kind == .statError {
        statErrors = try StatErrorCover.covers(occurrences, outline)
        occurrences.sort { $0.modifier.name.precedesByCodePoint($1.modifier.name) }
      }
      for occurrence in occurrences {
        try add(occurrence, kind, outline, configurations[occurrence.modifier.name])
      }
    }
    guard !sets.isEmpty else { throw .noParameters }
    unusedConfigurations = measurement.parameters.map(\.name).filter { positions[$0] == nil }
  }

  /// The set of that name.
  subscript(name: String) -> ParameterSet? { positions[name].map { sets[$0] } }

  /// The position of the parameter that a modifier uses in the first bin of a channel.
  func firstParameter(_ modifier: ModelOutline.Modifier, channel: Int) -> Int {
    guard let set = self[modifier.name] else { preconditionFailure("a modifier of the outline") }
    return set.range.lowerBound + offset(modifier.kind, modifier.name, channel)
  }

  private mutating func add(
    _ occurrence: ModelOutline.Occurrence, _ kind: ModifierKind, _ outline: ModelOutline,
    _ configuration: Workspace.ParameterConfiguration?
  ) throws(HistFactoryError) {
    let name = occurrence.modifier.name
    let channel = outline.channels[occurrence.channel]
    if let position = positions[name] {
      try share(sets[position], position, occurrence, kind, channel)
      return
    }
    let count =
      switch kind {
      case .shapeFactor, .shapeSys: channel.bins.count
      case .statError: statErrors[name]?.binCount ?? 0
      case .histoSys, .lumi, .normFactor, .normSys: 1
      }
    let settings = try ParameterSettings(name: name, kind: kind, count: count, configuration)
    let start = parameters.count
    let set = ParameterSet(
      name: name, kinds: [kind], range: start..<start + count,
      auxiliary: terms.count..<terms.count + (settings.auxdata?.count ?? 0))
    addSources(occurrence, kind, set, settings, outline)
    for (index, parameterName) in set.parameterNames.enumerated() {
      parameters.append(
        ModelParameter(
          name: parameterName, initial: settings.inits[index], bounds: settings.bounds[index],
          isFixed: settings.isFixed ?? false))
      guard let distribution = set.constraint, let auxdata = settings.auxdata else { continue }
      auxiliaryData.append(auxdata[index])
      terms.append(
        ConstraintTerm(
          parameter: start + index, distribution: distribution, scale: settings.scales?[index] ?? 1))
    }
    positions[name] = sets.count
    sets.append(set)
  }

  /// What follows from a further modifier of a name that is there already.
  private mutating func share(
    _ set: ParameterSet, _ position: Int, _ occurrence: ModelOutline.Occurrence, _ kind: ModifierKind,
    _ channel: ModelOutline.Channel
  ) throws(HistFactoryError) {
    guard set.kinds[0].canShareParameters(with: kind) else {
      throw .incompatibleTypes(name: set.name, found: [set.kinds[0], kind])
    }
    if kind == .shapeSys {
      throw .sharedShapeSys(
        name: set.name, channel: channel.name, sample: channel.samples[occurrence.sample].name)
    }
    if kind == .shapeFactor, channel.bins.count > set.range.count {
      throw .shapeFactorLength(
        name: set.name, channel: channel.name, found: channel.bins.count, parameters: set.range.count)
    }
    if !set.kinds.contains(kind) { sets[position].kinds.append(kind) }
  }

  /// Notes from which templates the set's constraints follow.
  private mutating func addSources(
    _ occurrence: ModelOutline.Occurrence, _ kind: ModifierKind, _ set: ParameterSet,
    _ settings: ParameterSettings, _ outline: ModelOutline
  ) {
    guard kind == .shapeSys || kind == .statError, let constraint = kind.constraint else { return }
    let covered = kind == .statError ? statErrors[set.name]?.offsets.keys.sorted() : nil
    for channel in covered ?? [occurrence.channel] {
      let offset = offset(kind, set.name, channel)
      sources.append(
        ConstraintSource(
          firstTerm: terms.count + offset, firstParameter: set.range.lowerBound + offset,
          binCount: outline.channels[channel].bins.count, distribution: constraint,
          carriers: outline.carriers(of: set.name, kind, channel: channel),
          setsScale: settings.scales == nil,
          setsAuxiliary: kind == .shapeSys && !settings.givesAuxdata,
          setsFixed: settings.isFixed == nil))
    }
  }

  /// How far from the first parameter of a set the first bin of a channel is.
  private func offset(_ kind: ModifierKind, _ name: String, _ channel: Int) -> Int {
    kind == .statError ? statErrors[name]?.offsets[channel] ?? 0 : 0
  }
}
