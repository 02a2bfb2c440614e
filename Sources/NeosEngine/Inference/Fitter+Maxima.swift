extension Fitter {
  /// How many parameters are mirrored in one pass of the search for other maxima: fewer in large models, whose fits
  /// take longer and in which one parameter counts for less.
  private func mirrored(_ count: Int) -> Int { min(max(4 * thoroughLimit / max(count, 1), 1), 8) }

  /// The signs with which some parameters start: all combinations of up to three, else all up and all down.
  private static func signs(_ count: Int) -> [[Double]] {
    guard count <= 3 else { return [1, -1].map { Array(repeating: $0, count: count) } }
    return (0..<1 << count).map { bits in (0..<count).map { bits >> $0 & 1 == 0 ? 1 : -1 } }
  }

  /// A start that is moved to some values of some parameters, or less far where the likelihood is not defined there: a
  /// fit from where a few bins have lost all their counts takes long, and often ends at a lower maximum.
  private func moved(
    _ start: [Double], in indices: [Int], to values: [Double], _ model: some StatisticalModel, data: [Double]
  ) -> [Double] {
    var moved = start
    var share = 1.0
    repeat {
      for (index, value) in zip(indices, values) {
        moved[index] = start[index] + share * (value - start[index])
      }
      share /= 2
    } while share > 0.01 && !isDefined(model, at: moved, data: data)
    return moved
  }

  /// The parameters that may have a maximum on either side where a first fit led to, and after them those that may have
  /// one at the usual start, if they are to be looked at as well: what a variation of the signal does grows with the
  /// signal's strength, and the data may be far off.
  func twofoldParameters(
    _ model: some StatisticalModel, data: [Double], in space: ParameterSpace, _ first: Fit, isHeld: [Bool]
  ) -> [Int] {
    let there = model.twofoldParameters(at: first.parameters, data: data).filter { !isHeld[$0] }
    let count = isHeld.count
    if count > thoroughLimit, there.count >= mirrored(count) { return there }
    return there
      + model.twofoldParameters(at: space.initial, data: nil)
      .filter { !isHeld[$0] && !there.contains($0) }
  }

  /// The highest of the maxima that are reached from several starts.
  ///
  /// Where a variation up and one down move the counts the same way, or by unlike amounts, the likelihood may have a
  /// maximum on either side (``StatisticalModel/twofoldParameters(at:data:)``). Such parameters are started at +1 and at -1,
  /// or as far towards it as the likelihood is defined, all of them at once, and then one by one on the other side of
  /// where the best fit so far has them, until none of that finds a higher maximum.
  ///
  /// - Parameters:
  ///   - first: the fit that is there.
  ///   - isNewStart: whether `first` is from another start than that of the room.
  ///   - twofold: the parameters that may have a maximum on either side, and are not held.
  func highest(
    _ model: some StatisticalModel, data: [Double], in space: ParameterSpace, first: Fit, isNewStart: Bool,
    twofold: [Int], _ room: inout FitRoom
  ) -> Fit {
    var best = first
    /// Takes what another start led to where that is higher.
    func take(_ ascent: Ascent?) -> Bool {
      guard let ascent, ascent.fit.isConverged else { return false }
      let fit = ascent.fit
      let isHigher =
        !best.logpdf.isFinite
        || model.logRatio(fit.parameters, to: best.parameters, data: data) > Self.tolerance(data)
      // Where there is a second maximum, the curvature of the first one does not say where else steps lead.
      if isHigher {
        room.known = ascent.known
      } else if !Fit.isAt(best.parameters, fit.parameters) {
        room.known = nil
      }
      if isHigher { best = fit }
      return isHigher
    }
    func climb(_ points: [[Double]]) {
      let starts = points.map { Start(point: $0, known: best) }
      for ascent in ascents(model, data: data, in: space, from: starts, &room) { _ = take(ascent) }
    }
    let start = room.start
    let isMovedAtOnce = twofold.count > 1 && start.count <= thoroughLimit
    if isMovedAtOnce {
      let sides = Self.signs(twofold.count).map { signs in
        moved(start, in: twofold, to: signs, model, data: data)
      }
      climb(isNewStart ? [start] + sides : sides)
    }
    guard best.logpdf.isFinite else { return best }
    if isMovedAtOnce {
      var opposite = best.parameters
      for index in twofold { opposite[index].negate() }
      climb([opposite])
    }
    let mirrored = twofold.prefix(mirrored(start.count))
    for _ in 0..<3 {
      var isHigher = false
      var starts = Start.otherSides(of: best, in: mirrored)
      while !starts.isEmpty {
        let next = Array(starts.prefix(Self.threads(for: start.count, in: room)))
        let found = ascents(model, data: data, in: space, from: next, &room)
        // What comes after another maximum was tried without knowing of it, and is tried anew.
        let place = found.firstIndex { $0?.fit.isConverged == true } ?? next.count - 1
        starts.removeFirst(place + 1)
        if take(found[place]) {
          isHigher = true
          starts = Start.otherSides(of: best, in: mirrored.drop { $0 != next[place].index }.dropFirst())
        }
      }
      guard isHigher else { break }
    }
    return best
  }

  /// A fit from one of several starts, with what is known of the maximum that it found.
  private struct Ascent: Sendable {
    let fit: Fit
    let known: KnownMaximum?
  }

  /// How many threads climb at once: fits of few parameters are shorter than it takes to share them.
  private static func threads(for count: Int, in room: FitRoom) -> Int {
    count >= MatrixProfile.large ? room.threads : 1
  }

  /// Climbs from each of some starts, but for those that lead to the maximum that is known.
  private func ascents(
    _ model: some StatisticalModel, data: [Double], in space: ParameterSpace, from starts: [Start],
    _ room: inout FitRoom
  ) -> [Ascent?] {
    let (known, threads) = (room.known, Self.threads(for: room.start.count, in: room))
    return room.mapInRooms(starts.count, threads: threads) { index, room in
      let start = starts[index]
      if let known, known.attracts(model, from: start, data: data) { return nil }
      let fit = climb(model, data: data, from: start, in: space, &room)
      return Ascent(fit: fit, known: room.maximum(of: fit))
    }
  }

  /// A maximum with the factor of the negative Hessian there.
  struct KnownMaximum: Sendable {
    let parameters: [Double]
    let free: [Int]
    let factor: CholeskyFactor

    /// Whether steps from another start, with the curvature of this maximum, lead back to it.
    fileprivate func attracts(_ model: some StatisticalModel, from start: Start, data: [Double]) -> Bool {
      start.index == nil
        ? attracts(model, from: start.point, data: data) : attracts(model, fromOtherSide: start, data: data)
    }

    /// The same from the other side of one parameter, from where a step or two say so.
    private func attracts(
      _ model: some StatisticalModel, fromOtherSide start: Start, data: [Double]
    ) -> Bool {
      guard parameters == start.known else { return false }
      var goal = start.point
      // Two steps may cross a maximum on the way: they have to lead further back than one.
      for share in [0.7, 0.9] {
        step(&goal, model, data: data)
        if start.isLeft(for: goal, share: share) { return true }
      }
      return false
    }

    /// The same from far away in many parameters: each step comes nearer, until a fiftieth of the way is left.
    private func attracts(_ model: some StatisticalModel, from start: [Double], data: [Double]) -> Bool {
      var goal = parameters
      for index in free { goal[index] = start[index] }
      func distance() -> Double { free.reduce(0) { $0 + abs(goal[$1] - parameters[$1]) } }
      let whole = distance()
      var last = whole
      for _ in 0..<8 {
        step(&goal, model, data: data)
        let left = distance()
        guard left < 0.8 * last else { return false }
        if left < 0.02 * whole { return true }
        last = left
      }
      return false
    }

    /// Takes a step with the curvature of this maximum.
    private func step(_ point: inout [Double], _ model: some StatisticalModel, data: [Double]) {
      let gradient: [Double] = model.parameterGradient(point, data: data)
      let step = factor.solve(free.map { gradient[$0] })
      for (index, delta) in zip(free, step) { point[index] += delta }
    }
  }

  /// Where a fit starts, and the maximum that is known, beside which it should find another.
  struct Start: Sendable {
    let point: [Double]
    let known: [Double]?
    /// The one parameter in which it starts on the other side of the known maximum, if it does.
    let index: Int?

    /// A start anywhere, and a fit that may have found a maximum.
    init(point: [Double], known: Fit? = nil) {
      (self.point, index) = (point, nil)
      self.known = known.flatMap { $0.isConverged ? $0.parameters : nil }
    }

    /// A start on the other side of the known maximum.
    private init(known: [Double], index: Int, value: Double) {
      var point = known
      point[index] = value
      (self.point, self.known, self.index) = (point, known, index)
    }

    /// Those on the other side of where a fit has some parameters.
    fileprivate static func otherSides(of fit: Fit, in indices: ArraySlice<Int>) -> [Self] {
      indices.flatMap { index in
        let value = fit.parameters[index]
        return (abs(value) < 0.1 ? [1, -1] : [-value]).map {
          Self(known: fit.parameters, index: index, value: $0)
        }
      }
    }

    /// Whether a step leads back to the known maximum: from the other side by more than a share of the way, from
    /// anywhere to where it is.
    func isLeft(for goal: [Double], share: Double = 0.5) -> Bool {
      guard let known else { return false }
      guard let index else { return Fit.isAt(known, goal) }
      return (goal[index] - point[index]) / (known[index] - point[index]) > share
    }
  }
}

extension Fit {
  /// Whether two points count as the same maximum.
  fileprivate static func isAt(_ maximum: [Double], _ point: [Double]) -> Bool {
    zip(point, maximum).allSatisfy { abs($0 - $1) < 1e-3 * max(1, abs($1)) }
  }
}
