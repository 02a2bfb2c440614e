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
  ///   - data: the main bins, then the auxiliary measurements; nil where only the templates are to count.
  public func twofoldParameters(at point: [Double], data: [Double]?) -> [Int] {
    let rates: [Double] = expectedRates(point)
    let isSmooth = interpolation == Interpolation()
    var sums = [Variations](repeating: Variations(), count: parameters.count)
    for channel in layout.channels {
      var effects = ChannelEffects(channel, rates: rates)
      for part in layout.parts[channel.parts] { addEffects(of: part, point, to: &effects) }
      let slopes = zip(channel.bins, effects.errors).map { bin, error in
        data.map { logPoissonSlope($0[bin], rate: rates[bin]) * error } ?? 0
      }
      for (local, parameter) in channel.scalars.enumerated() where effects.isInterpolated[local] {
        effects.add(local, to: &sums[parameter], slopes: slopes)
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

    /// Adds the effects in a channel's bins.
    mutating func add(up: UnsafePointer<Double>, down: UnsafePointer<Double>, slopes: [Double], bins: Int) {
      upUp += dotProduct(up, up, count: bins)
      downDown += dotProduct(down, down, count: bins)
      upDown += dotProduct(up, down, count: bins)
      bend += dotProduct(slopes, up, count: bins) - dotProduct(slopes, down, count: bins)
    }
  }

  /// The changes of a channel's counts when a scalar parameter goes up, and when it comes from below, parameter by
  /// parameter and bin by bin, in units of the statistical errors.
  private struct ChannelEffects {
    let errors: [Double]
    var up: [Double]
    var down: [Double]
    var isInterpolated: [Bool]

    init(_ channel: ModelLayout.Channel, rates: [Double]) {
      errors = channel.bins.map { max(rates[$0], 1).squareRoot() }
      up = [Double](repeating: 0, count: channel.scalars.count * channel.bins.count)
      down = up
      isInterpolated = [Bool](repeating: false, count: channel.scalars.count)
    }

    /// Adds the effects of a parameter to its sums.
    func add(_ local: Int, to sums: inout Variations, slopes: [Double]) {
      let (bins, start) = (errors.count, local * errors.count)
      up.withUnsafeBufferPointer { up in
        down.withUnsafeBufferPointer { down in
          guard let up = up.baseAddress, let down = down.baseAddress else { return }
          sums.add(up: up + start, down: down + start, slopes: slopes, bins: bins)
        }
      }
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
    let units = (0..<count).map { binFactor(of: part, $0, point) / effects.errors[$0] }
    let scale: Double = scale(of: part, point)
    // The factors of each parameter up and down, and the product of the other ones.
    var variations = effects.isInterpolated.map { _ in (up: 1.0, down: 1.0, others: scale) }
    let factors = layout.factors[part.factors].filter(\.response.isInterpolation)
    for factor in factors {
      variations[factor.local].up *= factor.response.value(1.0)
      variations[factor.local].down *= factor.response.value(-1.0)
      variations[factor.local].others /= factor.response.value(point[factor.parameter])
    }
    func add(_ local: Int, hi: Int, lo: Int) {
      let (variation, start) = (variations[local], local * count)
      effects.isInterpolated[local] = true
      templates.withUnsafeBufferPointer { templates in
        effects.up.withUnsafeMutableBufferPointer { ups in
          effects.down.withUnsafeMutableBufferPointer { downs in
            for bin in 0..<count {
              let (unit, nominal) = (variation.others * units[bin], templates[part.nominal &+ bin])
              ups[start &+ bin] += unit * (variation.up * templates[hi &+ bin] - nominal)
              downs[start &+ bin] += unit * (nominal - variation.down * templates[lo &+ bin])
            }
          }
        }
      }
    }
    let shifts = layout.shifts[part.shifts]
    for shift in shifts { add(shift.local, hi: shift.hi, lo: shift.lo) }
    let shifted = Set(shifts.map(\.local))
    for local in Set(factors.map(\.local)).subtracting(shifted) {
      add(local, hi: part.nominal, lo: part.nominal)
    }
  }
}
