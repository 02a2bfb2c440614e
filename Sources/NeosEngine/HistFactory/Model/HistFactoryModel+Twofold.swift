internal import NeosKernels
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
    for channel in layout.channels { addVariations(in: channel, at: point, rates, data, to: &sums) }
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

    /// Adds an effect in a channel's bins.
    mutating func add(_ effect: Effect, weights: [Double], slopes: [Double]) {
      precondition(weights.count == slopes.count, "a weight and a slope for each bin")
      let sums = neos_variation(effect.ups, effect.downs, weights, slopes, weights.count)
      upUp += effect.up * effect.up * sums.up_up
      downDown += effect.down * effect.down * sums.down_down
      upDown += effect.up * effect.down * sums.up_down
      bend += effect.up * sums.slope_up - effect.down * sums.slope_down
    }
  }

  /// What a parameter does to the counts of a sample, but for the factors on single bins: `up` times `ups` when it goes
  /// up, and `down` times `downs` when it comes from below.
  private struct Effect {
    let ups: UnsafePointer<Double>
    let downs: UnsafePointer<Double>
    let up: Double
    let down: Double
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

  /// Adds the effects of all parameters that touch a channel.
  private func addVariations(
    in channel: ModelLayout.Channel, at point: [Double], _ rates: [Double], _ data: [Double]?,
    to sums: inout [Variations]
  ) {
    let errors = channel.bins.map { max(rates[$0], 1).squareRoot() }
    let slopes = channel.bins.map { bin in data.map { logPoissonSlope($0[bin], rate: rates[bin]) } ?? 0 }
    let bins = errors.indices
    // Most parameters have one effect in a channel. Those of others are added up before they are squared.
    var effectCounts = [Int](repeating: 0, count: channel.scalars.count)
    for part in layout.parts[channel.parts] {
      for shift in layout.shifts[part.shifts] { effectCounts[shift.local] += 1 }
      for factor in interpolatingFactors(of: part) { effectCounts[factor.local] += 1 }
    }
    let mixed = effectCounts.indices.filter { effectCounts[$0] > 1 }
    var starts = effectCounts.map { _ in 0 }
    for (place, local) in mixed.enumerated() { starts[local] = place * bins.count }
    var ups = [Double](repeating: 0, count: mixed.count * bins.count)
    var downs = ups
    for part in layout.parts[channel.parts] {
      let factors = bins.map { binFactor(of: part, $0, point) }
      let (weights, weightedSlopes) = (
        zip(factors, errors).map { $0 / $1 }, zip(factors, slopes).map { $0 * $1 }
      )
      forEachEffect(of: part, channel, at: point) { local, effect in
        if effectCounts[local] == 1 {
          sums[channel.scalars[local]].add(effect, weights: weights, slopes: weightedSlopes)
          return
        }
        for bin in bins {
          ups[starts[local] + bin] += effect.up * factors[bin] * effect.ups[bin]
          downs[starts[local] + bin] += effect.down * factors[bin] * effect.downs[bin]
        }
      }
    }
    let weights = errors.map { 1 / $0 }
    ups.withUnsafeBufferPointer { ups in
      downs.withUnsafeBufferPointer { downs in
        guard let ups = ups.baseAddress, let downs = downs.baseAddress else { return }
        for local in mixed {
          let effect = Effect(ups: ups + starts[local], downs: downs + starts[local], up: 1, down: 1)
          sums[channel.scalars[local]].add(effect, weights: weights, slopes: slopes)
        }
      }
    }
  }

  private func interpolatingFactors(of part: ModelLayout.Part) -> some Sequence<ModelLayout.Factor> {
    layout.factors[part.factors].lazy.filter(\.response.isInterpolation)
  }

  /// Runs a body for the effects of the parameters that interpolate a sample, without its factors on single bins.
  ///
  /// With the factors F up and f down of a parameter it is F hi - nominal = F (hi - nominal) + (F - 1) nominal, and
  /// nominal - f lo = f (nominal - lo) + (1 - f) nominal.
  private func forEachEffect(
    of part: ModelLayout.Part, _ channel: ModelLayout.Channel, at point: [Double],
    _ body: (_ local: Int, _ effect: Effect) -> Void
  ) {
    let scale: Double = scale(of: part, point)
    // The factor of each parameter up and down, and the product of the other ones.
    var responses = channel.scalars.map { _ in (up: 1.0, down: 1.0, others: scale) }
    templates.withUnsafeBufferPointer { templates in
      guard let nominal = templates.baseAddress.map({ $0 + part.nominal }) else { return }
      for factor in interpolatingFactors(of: part) {
        let others = scale / factor.response.value(point[factor.parameter])
        let (up, down) = (factor.response.value(1.0), factor.response.value(-1.0))
        responses[factor.local] = (up, down, others)
        body(
          factor.local,
          Effect(ups: nominal, downs: nominal, up: others * (up - 1), down: others * (1 - down)))
      }
    }
    changes.withUnsafeBufferPointer { changes in
      guard let changes = changes.baseAddress else { return }
      for shift in layout.shifts[part.shifts] {
        let (up, down, others) = responses[shift.local]
        body(
          shift.local,
          Effect(ups: changes + shift.up, downs: changes + shift.down, up: others * up, down: others * down))
      }
    }
  }
}
