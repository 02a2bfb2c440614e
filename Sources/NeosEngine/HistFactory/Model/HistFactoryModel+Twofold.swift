import RealModule

extension HistFactoryModel {
  /// The parameters of histosys and normsys modifiers whose variations up and down pull the expected counts in so
  /// different directions that the likelihood may have a maximum on either side, the most different first.
  ///
  /// With u and d the changes from nominal to up and from down to nominal, in units of the statistical errors, it is
  /// |u| |d| - u d that counts: 0 where one goes on as the other began, 2 |u| |d| where the effect turns back. Below
  /// 0.5 the unit curvature of the constraint leaves one maximum unless the data are far off. At the kink of
  /// a piecewise interpolation any difference may leave two.
  public var twofoldParameters: [Int] {
    let initial = parameters.map(\.initial)
    let rates: [Double] = expectedRates(initial)
    let isSmooth = interpolation == Interpolation()
    var sums = [Variations](repeating: Variations(), count: parameters.count)
    for channel in layout.channels {
      var effects: [Int: [(up: Double, down: Double)]] = [:]
      for part in layout.parts[channel.parts] { addEffects(of: part, initial, to: &effects) }
      for (parameter, values) in effects {
        for (bin, value) in values.enumerated() {
          sums[parameter].add(value, variance: max(rates[channel.bins.lowerBound + bin], 1))
        }
      }
    }
    let strengths = sums.map { isSmooth ? $0.turning - 0.5 : $0.jump - 1e-6 }
    return strengths.indices.filter { strengths[$0] > 0 && strengths[$0].isFinite && !parameters[$0].isFixed }
      .sorted { (strengths[$1], $0) < (strengths[$0], $1) }
  }

  /// The products of a parameter's effects up and down, summed over the bins.
  private struct Variations {
    var upUp = 0.0
    var downDown = 0.0
    var upDown = 0.0

    /// |u| |d| - u d.
    var turning: Double { (upUp * downDown).squareRoot() - upDown }
    /// |u - d|^2.
    var jump: Double { upUp + downDown - 2 * upDown }

    mutating func add(_ effect: (up: Double, down: Double), variance: Double) {
      upUp += effect.up * effect.up / variance
      downDown += effect.down * effect.down / variance
      upDown += effect.up * effect.down / variance
    }
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

  /// Adds up - nominal and nominal - down of a part's counts, bin by bin, for each parameter that interpolates.
  private func addEffects(
    of part: ModelLayout.Part, _ initial: [Double], to effects: inout [Int: [(up: Double, down: Double)]]
  ) {
    let factors = layout.factors[part.factors]
    let shifts = layout.shifts[part.shifts]
    let interpolating = Set(
      factors.filter(\.response.isInterpolation).map(\.parameter) + shifts.map(\.parameter))
    for parameter in interpolating {
      let isOwn = { (factor: ModelLayout.Factor) in
        factor.parameter == parameter && factor.response.isInterpolation
      }
      let others = factors.filter { !isOwn($0) }.reduce(1) { $0 * $1.response.value(initial[$1.parameter]) }
      let own = factors.filter(isOwn)
      let up = own.reduce(1) { $0 * $1.response.value(1.0) }
      let down = own.reduce(1) { $0 * $1.response.value(-1.0) }
      let shift = shifts.first { $0.parameter == parameter }
      var values = effects[parameter] ?? Array(repeating: (0, 0), count: part.bins.count)
      for bin in values.indices {
        let nominal = templates[part.nominal + bin]
        let scale = others * binFactor(of: part, bin, initial)
        values[bin].up += scale * (up * (shift.map { templates[$0.hi + bin] } ?? nominal) - nominal)
        values[bin].down += scale * (nominal - down * (shift.map { templates[$0.lo + bin] } ?? nominal))
      }
      effects[parameter] = values
    }
  }
}
