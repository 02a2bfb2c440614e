/// A model's structure in flat runs: which parameters and templates act on which bins. It does not change with the
/// templates.
struct ModelLayout: Sendable {
  /// A channel, with the parameters that touch it.
  struct Channel: Sendable {
    let bins: Range<Int>
    /// The samples of the channel, as positions in ``ModelLayout/parts``.
    let parts: Range<Int>
    /// The scalar parameters that touch it, in the order of ``ModelLayout/profile``.
    let scalars: [Int]
    /// Their places in that order.
    let scalarPlaces: [Int]
    /// The position of the first bin's parameter of each set with one for each bin, in ascending order.
    let families: [Int]
  }

  /// A sample in a channel. Its count in a bin is the product of its factors times the nominal count and its
  /// shifts.
  struct Part: Sendable {
    let bins: Range<Int>
    /// Where its bins start in a run over the bins of all parts.
    let start: Int
    /// Where its nominal template starts.
    let nominal: Int
    /// Its factors on all bins, as positions in ``ModelLayout/factors``.
    let factors: Range<Int>
    /// Its additive shifts, as positions in ``ModelLayout/shifts``.
    let shifts: Range<Int>
    /// Its factors on single bins, as positions in ``ModelLayout/families``.
    let families: Range<Int>
  }

  /// A factor on all bins of a part.
  struct Factor: Sendable {
    let parameter: Int
    /// The position of the parameter in its channel's ``Channel/scalars``.
    let local: Int
    let response: ScaleResponse
  }

  /// An additive shift of a part, with the places of its templates.
  struct Shift: Sendable {
    let parameter: Int
    /// The position of the parameter in ``ModelLayout/shifting``.
    let slot: Int
    /// The position of the parameter in its channel's ``Channel/scalars``.
    let local: Int
    let hi: Int
    let lo: Int
    /// Where its changes from nominal to up and from down to nominal start in a run over those of all shifts.
    let up: Int
    let down: Int
  }

  /// A factor for each bin of a part: parameter ``first`` for its first bin, and so on.
  struct Family: Sendable {
    let first: Int
    /// The position in its channel's ``Channel/families``.
    let local: Int
  }

  private(set) var channels: [Channel] = []
  private(set) var parts: [Part] = []
  private(set) var factors: [Factor] = []
  private(set) var shifts: [Shift] = []
  private(set) var families: [Family] = []
  /// The parameters of all shifts, each of them once.
  private(set) var shifting: [Int] = []
  /// The number of main bins.
  private(set) var binCount = 0
  /// The number of bins of all parts.
  private(set) var partBinCount = 0
  /// The number of the changes of all shifts.
  private(set) var changeCount = 0
  /// Where the Hessian may have entries.
  let profile: MatrixProfile
  /// Where what second derivatives of the expected counts make of it may have entries.
  private(set) var ratesProfile: MatrixProfile

  init(_ outline: ModelOutline, _ table: ParameterTable) {
    let touching = outline.channels.enumerated().map { index, channel in
      Self.parameters(of: channel, at: index, table)
    }
    // The parameters that meet in a bin; without any of single bins all bins of a channel are alike.
    let groups = zip(touching, outline.channels).flatMap { touching, channel in
      touching.families.isEmpty
        ? [touching.scalars]
        : channel.bins.indices.map { bin in
          touching.scalars + touching.families.map { $0 + bin - channel.bins.lowerBound }
        }
    }
    profile = MatrixProfile.groups(groups, size: table.parameters.count)
    ratesProfile = profile
    for (index, channel) in outline.channels.enumerated() {
      let scalars = touching[index].scalars.sorted { [rank = profile.rank] in rank[$0] < rank[$1] }
      let families = touching[index].families
      let firstPart = parts.count
      for sample in channel.samples {
        add(sample, channel.bins) { modifier in
          let parameter = table.firstParameter(modifier, channel: index)
          let local = (modifier.kind.isPerBin ? families : scalars).firstIndex(of: parameter)
          return (parameter, local ?? 0)
        }
      }
      channels.append(
        Channel(
          bins: channel.bins, parts: firstPart..<parts.count, scalars: scalars,
          scalarPlaces: scalars.map { profile.rank[$0] }, families: families))
      binCount += channel.bins.count
    }
    ratesProfile = profile.narrowed(to: firstEntriesOfRates())
  }

  /// The column of the first entry of each row of what second derivatives of the expected counts make of the Hessian:
  /// a part has them in pairs of its factors, in each of these with a shift, in a shift alone, and in its factors on a
  /// bin with all of them.
  private func firstEntriesOfRates() -> [Int] {
    let rank = profile.rank
    var first = Array(rank.indices)
    func add(_ rows: [Int], _ columns: [Int]) {
      guard let lowest = columns.min() else { return }
      for row in rows { first[row] = min(first[row], lowest) }
    }
    for part in parts {
      let shifts = shifts[part.shifts].map { rank[$0.parameter] }
      let factors = factors[part.factors].map { rank[$0.parameter] }
      let scalars = factors + shifts
      add(factors, scalars)
      add(shifts, factors)
      guard !part.families.isEmpty else { continue }
      for bin in 0..<part.bins.count {
        let single = families[part.families].map { rank[$0.first + bin] }
        add(single, scalars + single)
        add(scalars, single)
      }
    }
    return first
  }

  /// The scalar parameters and the first ones of the sets with one for each bin that touch a channel.
  private static func parameters(
    of channel: ModelOutline.Channel, at index: Int, _ table: ParameterTable
  ) -> (scalars: [Int], families: [Int]) {
    let modifiers = channel.samples.flatMap(\.modifiers)
    func touching(perBin: Bool) -> [Int] {
      Set(modifiers.filter { $0.kind.isPerBin == perBin }.map { table.firstParameter($0, channel: index) })
        .sorted()
    }
    return (touching(perBin: false), touching(perBin: true))
  }

  private mutating func add(
    _ sample: ModelOutline.Sample, _ bins: Range<Int>,
    parameter: (ModelOutline.Modifier) -> (parameter: Int, local: Int)
  ) {
    let (firstFactor, firstShift, firstFamily) = (factors.count, shifts.count, families.count)
    for modifier in sample.modifiers {
      let (parameter, local) = parameter(modifier)
      switch modifier.effect {
      case .scale(let response):
        factors.append(Factor(parameter: parameter, local: local, response: response))
      case .shift(let hi, let lo):
        let slot = shifting.firstIndex(of: parameter) ?? shifting.count
        if slot == shifting.count { shifting.append(parameter) }
        shifts.append(
          Shift(
            parameter: parameter, slot: slot, local: local, hi: hi, lo: lo, up: changeCount,
            down: changeCount + bins.count))
        changeCount += 2 * bins.count
      case .perBin: families.append(Family(first: parameter, local: local))
      }
    }
    parts.append(
      Part(
        bins: bins, start: partBinCount, nominal: sample.nominal, factors: firstFactor..<factors.count,
        shifts: firstShift..<shifts.count, families: firstFamily..<families.count))
    partBinCount += bins.count
  }
}
