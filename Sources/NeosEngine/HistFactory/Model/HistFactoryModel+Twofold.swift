import RealModule

extension HistFactoryModel {
  /// The parameters of histosys and normsys modifiers whose variations up and down pull the expected counts in so
  /// different directions that the likelihood may have a maximum on either side, the most different first.
  ///
  /// With u and d the changes from nominal to up and from down to nominal, in units of the statistical errors, it is
  /// |u| |d| - u d that counts: 0 where one goes on as the other began, 2 |u| |d| where the effect turns back. Below
  /// 0.5 the unit curvature of the constraint leaves one maximum unless the data are far off: with the slopes s of the
  /// log-likelihood in the counts, s (u - d) is what they take from that curvature. At the kink of a piecewise
  /// interpolation any difference may leave two.
  ///
  /// - Parameters:
  ///   - point: one value for each parameter, at which the others are.
  ///   - data: the main bins, then the auxiliary measurements; nil where none are known.
  public func twofoldParameters(at point: [Double], data: [Double]?) -> [Int] {
    let rates: [Double] = expectedRates(point)
    let isSmooth = interpolation == Interpolation()
    var sums = [Variations](repeating: Variations(), count: parameters.count)
    for channel in layout.channels {
      var effects = ChannelEffects(channel)
      for part in layout.parts[channel.parts] { addEffects(of: part, point, to: &effects) }
      let weights = channel.bins.map { 1 / max(rates[$0], 1) }
      let slopes = channel.bins.map { bin in data.map { logPoissonSlope($0[bin], rate: rates[bin]) } ?? 0 }
      for (local, parameter) in channel.scalars.enumerated() where effects.isInterpolated[local] {
        for place in weights.indices {
          let index = local * weights.count + place
          sums[parameter].add(
            up: effects.up[index], down: effects.down[index], weight: weights[place], slope: slopes[place])
        }
      }
    }
    let strengths = sums.map { isSmooth ? max($0.turning, $0.bend) - 0.5 : $0.jump - 1e-6 }
    return strengths.indices.filter { strengths[$0] > 0 && strengths[$0].isFinite && !parameters[$0].isFixed }
      .sorted { (strengths[$1], $0) < (strengths[$0], $1) }
  }

  /// The products of a parameter's effects up and down, summed over the bins.
  private struct Variations {
    var upUp = 0.0
    var downDown = 0.0
    var upDown = 0.0
    /// s (u - d).
    var bend = 0.0

    /// |u| |d| - u d.
    var turning: Double { (upUp * downDown).squareRoot() - upDown }
    /// |u - d|^2.
    var jump: Double { upUp + downDown - 2 * upDown }

    mutating func add(up: Double, down: Double, weight: Double, slope: Double) {
      upUp += weight * up * up
      downDown += weight * down * down
      upDown += weight * up * down
      bend += slope * (up - down)
    }
  }

  /// The changes of a channel's counts when a scalar parameter goes up, and when it comes from below, parameter by
  /// parameter and bin by bin.
  private struct ChannelEffects {
    var up: [Double]
    var down: [Double]
    var isInterpolated: [Bool]

    init(_ channel: ModelLayout.Channel) {
      up = [Double](repeating: 0, count: channel.scalars.count * channel.bins.count)
      down = up
      isInterpolated = [Bool](repeating: false, count: channel.scalars.count)
    }
  }

  /// The parameters of histosys modifiers with code 0 and of normsys modifiers with code 1.
  public var kinkedParameters: [Int] {
    var kinked = Set<Int>()
    if interpolation.normSys == .code1 {
      kinked.formUnion(normSysParameters)
    }
    if interpolation.histoSys == .code0 { kinked.formUnion(layout.shifting) }
    return kinked.sorted()
  }

  /// Adds up - nominal and nominal - down of a part's counts, bin by bin, for each parameter that interpolates.
  private func addEffects(
    of part: ModelLayout.Part, _ point: [Double], to effects: inout ChannelEffects
  ) {
    let count = part.bins.count
    let binFactors = (0..<count).map { binFactor(of: part, $0, point) }
    let scale: Double = scale(of: part, point)
    let factors = Dictionary(
      grouping: layout.factors[part.factors].filter(\.response.isInterpolation), by: \.local)
    /// The factors of one parameter up and down, and the product of the other ones.
    func variation(of local: Int) -> (up: Double, down: Double, others: Double) {
      guard let own = factors[local] else { return (1, 1, scale) }
      let now = own.reduce(1) { $0 * $1.response.value(point[$1.parameter]) }
      return (
        own.reduce(1) { $0 * $1.response.value(1.0) }, own.reduce(1) { $0 * $1.response.value(-1.0) },
        scale / now
      )
    }
    func add(_ local: Int, hi: Int, lo: Int) {
      let (up, down, others) = variation(of: local)
      effects.isInterpolated[local] = true
      for bin in 0..<count {
        let (scale, nominal) = (others * binFactors[bin], templates[part.nominal + bin])
        effects.up[local * count + bin] += scale * (up * templates[hi + bin] - nominal)
        effects.down[local * count + bin] += scale * (nominal - down * templates[lo + bin])
      }
    }
    let shifts = layout.shifts[part.shifts]
    for shift in shifts { add(shift.local, hi: shift.hi, lo: shift.lo) }
    let shifted = Set(shifts.map(\.local))
    for local in Set(factors.keys).subtracting(shifted) {
      add(local, hi: part.nominal, lo: part.nominal)
    }
  }
}
