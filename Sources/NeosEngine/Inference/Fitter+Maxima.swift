extension Fitter {
  /// The largest number of parameters of a model that is started anew with many of them moved at once.
  private static let smallModel = 100

  /// How many parameters are mirrored in one pass of the search for other maxima: fewer in large models, whose fits
  /// take longer and in which one parameter counts for less.
  private static func mirrored(_ count: Int) -> Int { min(max(4 * smallModel / max(count, 1), 1), 8) }

  /// The signs with which some parameters start: all combinations of up to three, else all up and all down.
  private static func signs(_ count: Int) -> [[Double]] {
    guard count <= 3 else { return [1, -1].map { Array(repeating: $0, count: count) } }
    return (0..<1 << count).map { bits in (0..<count).map { bits >> $0 & 1 == 0 ? 1 : -1 } }
  }

  /// The parameters that may have a maximum on either side where a first fit led to, and after them those that may have
  /// one at the usual start, if they are to be looked at as well: what a variation of the signal does grows with the
  /// signal's strength, and the data may be far off.
  func twofoldParameters(
    _ model: some StatisticalModel, data: [Double], in space: ParameterSpace, _ first: Fit, isHeld: [Bool]
  ) -> [Int] {
    let there = model.twofoldParameters(at: first.parameters, data: data).filter { !isHeld[$0] }
    let count = isHeld.count
    if count > Self.smallModel, there.count >= Self.mirrored(count) { return there }
    return there
      + model.twofoldParameters(at: space.initial, data: nil)
      .filter { !isHeld[$0] && !there.contains($0) }
  }

  /// The highest of the maxima that are reached from several starts.
  ///
  /// Where a variation up and one down move the counts the same way, or by unlike amounts, the likelihood may have a
  /// maximum on either side (``StatisticalModel/twofoldParameters(at:data:)``). Such parameters are started at +1 and at -1, all
  /// of them at once, and then one by one on the other side of where the best fit so far has them, until none of that
  /// finds a higher maximum.
  ///
  /// - Parameters:
  ///   - first: the fit that is there.
  ///   - start: the usual start.
  ///   - isNewStart: whether `first` is from another one.
  ///   - twofold: the parameters that may have a maximum on either side, and are not held.
  ///   - climb: makes the fit from a start, which may be given up when it is about to end where a rival did.
  func highest(
    _ model: some StatisticalModel, data: [Double], first: Fit, start: [Double], isNewStart: Bool,
    twofold: [Int],
    climb: (_ start: [Double], _ rival: Rival?) -> Fit
  ) -> Fit {
    var best = first
    func take(_ fit: Fit) -> Bool {
      guard fit.isConverged else { return false }
      let isHigher = model.logRatio(fit.parameters, to: best.parameters, data: data) > Self.tolerance(data)
      guard isHigher || !best.logpdf.isFinite else { return false }
      best = fit
      return true
    }
    let isMovedAtOnce = twofold.count > 1 && start.count <= Self.smallModel
    if isMovedAtOnce {
      if isNewStart { _ = take(climb(start, nil)) }
      for signs in Self.signs(twofold.count) {
        var start = start
        for (index, sign) in zip(twofold, signs) { start[index] = sign }
        _ = take(climb(start, nil))
      }
    }
    guard best.logpdf.isFinite else { return best }
    if isMovedAtOnce {
      var opposite = best.parameters
      for index in twofold { opposite[index].negate() }
      _ = take(climb(opposite, nil))
    }
    for _ in 0..<3 {
      var isHigher = false
      for index in twofold.prefix(Self.mirrored(best.parameters.count)) {
        let value = best.parameters[index]
        for goal in abs(value) < 0.1 ? [1, -1] : [-value] {
          var start = best.parameters
          start[index] = goal
          if take(climb(start, Rival(parameters: best.parameters, index: index, start: goal))) {
            isHigher = true
          }
        }
      }
      guard isHigher else { break }
    }
    return best
  }

  /// A maximum with the factor of the negative Hessian there.
  struct KnownMaximum {
    let parameters: [Double]
    let free: [Int]
    let factor: CholeskyFactor

    /// Whether a step or two from another start, with the curvature of this maximum, lead back to it.
    func attracts(_ model: some StatisticalModel, from start: [Double], data: [Double], _ rival: Rival)
      -> Bool
    {
      guard parameters == rival.parameters else { return false }
      var goal = start
      // Two steps may cross a maximum on the way: they have to lead further back than one.
      for share in [0.7, 0.9] {
        let gradient: [Double] = model.parameterGradient(goal, data: data)
        let step = factor.solve(free.map { gradient[$0] })
        for (index, delta) in zip(free, step) { goal[index] += delta }
        if rival.attracts(goal, share: share) { return true }
      }
      return false
    }
  }

  /// A maximum that is known, and the parameter in which a new fit should find another.
  struct Rival {
    let parameters: [Double]
    let index: Int
    let start: Double

    /// Whether a step leads back to the known maximum, by more than a share of the way.
    func attracts(_ goal: [Double], share: Double = 0.5) -> Bool {
      (goal[index] - start) / (parameters[index] - start) > share
    }
  }
}
