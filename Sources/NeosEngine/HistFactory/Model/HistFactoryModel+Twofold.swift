import RealModule

extension HistFactoryModel {
  /// The parameters of histosys and normsys modifiers whose effects up and down differ so much that the likelihood may
  /// have a maximum on either side, those with the largest difference first.
  ///
  /// What counts is the second difference of the expected counts, up + down - 2 nominal, in units of their statistical
  /// errors. With a smooth interpolation, data that are off by D such units bend the likelihood by about 2 D times
  /// that, against 1 of the constraint; a difference of 0.2 leaves one maximum where D is below 3. At the kink of
  /// a piecewise interpolation any difference may leave two.
  public var twofoldParameters: [Int] {
    let initial = parameters.map(\.initial)
    let rates: [Double] = expectedRates(initial)
    var squares = [Double](repeating: 0, count: parameters.count)
    for channel in layout.channels {
      var differences: [Int: [Double]] = [:]
      for part in layout.parts[channel.parts] { addDifferences(of: part, initial, to: &differences) }
      for (parameter, values) in differences {
        for (bin, value) in values.enumerated() {
          squares[parameter] += value * value / max(rates[channel.bins.lowerBound + bin], 1)
        }
      }
    }
    let isSmooth = interpolation == Interpolation()
    let smallest = isSmooth ? 0.04 : 1e-6
    return squares.indices.filter {
      squares[$0] > smallest && squares[$0].isFinite && !parameters[$0].isFixed
    }
    .sorted { (squares[$1], $0) < (squares[$0], $1) }
  }

  /// The parameters of histosys modifiers with code 0 and of normsys modifiers with code 1.
  public var kinkedParameters: [Int] {
    var kinked = Set<Int>()
    if interpolation.normSys == .code1 {
      kinked.formUnion(layout.factors.filter(\.response.isInterpolation).map(\.parameter))
    }
    if interpolation.histoSys == .code0 { kinked.formUnion(layout.shifting) }
    return kinked.sorted()
  }

  /// Adds up + down - 2 nominal of a part's counts, bin by bin, for each parameter that interpolates.
  private func addDifferences(
    of part: ModelLayout.Part, _ initial: [Double], to differences: inout [Int: [Double]]
  ) {
    let factors = layout.factors[part.factors]
    let shifts = layout.shifts[part.shifts]
    let interpolating = Set(
      factors.filter(\.response.isInterpolation).map(\.parameter) + shifts.map(\.parameter))
    for parameter in interpolating {
      let others = factors.filter { !($0.parameter == parameter && $0.response.isInterpolation) }
        .reduce(1) { $0 * $1.response.value(initial[$1.parameter]) }
      let own = factors.filter { $0.parameter == parameter && $0.response.isInterpolation }
      let (up, down) = (
        own.reduce(1) { $0 * $1.response.value(1.0) }, own.reduce(1) { $0 * $1.response.value(-1.0) }
      )
      let shift = shifts.first { $0.parameter == parameter }
      var values = differences[parameter] ?? [Double](repeating: 0, count: part.bins.count)
      for bin in values.indices {
        let nominal = templates[part.nominal + bin]
        let (hi, lo) = (
          shift.map { templates[$0.hi + bin] } ?? nominal, shift.map { templates[$0.lo + bin] } ?? nominal
        )
        values[bin] += others * binFactor(of: part, bin, initial) * (up * hi + down * lo - 2 * nominal)
      }
      differences[parameter] = values
    }
  }
}
