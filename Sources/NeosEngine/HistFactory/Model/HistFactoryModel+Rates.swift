internal import COpenBLAS
internal import NeosKernels

extension HistFactoryModel {
  /// The expected counts of the main bins.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func expectedRates<S: LikelihoodScalar>(_ parameters: [S]) -> [S] {
    expectedCounts(parameters).rates
  }

  /// The expected counts: for each sample its factors times the nominal counts with their shifts.
  @_specialize(where S == Double)
  @_specialize(where S == Jet)
  public func expectedCounts<S: LikelihoodScalar>(_ parameters: [S]) -> ExpectedCounts<S> {
    precondition(parameters.count == self.parameters.count, "one value for each parameter")
    var rates = [S](repeating: S(0), count: layout.binCount)
    var shifted = [S](repeating: S(0), count: layout.partBinCount)
    let interpolated = layout.shifting.map { interpolation.histoSys.factors(parameters[$0]) }
    for part in layout.parts { addShifted(part, interpolated, to: &shifted) }
    rates.withUnsafeMutableBufferPointer { rates in
      shifted.withUnsafeBufferPointer { shifted in
        for part in layout.parts {
          let (factor, families) = (scale(of: part, parameters), layout.families[part.families])
          let first = part.bins.lowerBound
          for bin in 0..<part.bins.count {
            var count = factor * shifted[part.start &+ bin]
            for family in families { count = count * parameters[family.first &+ bin] }
            rates[first &+ bin] = rates[first &+ bin] + count
          }
        }
      }
    }
    return ExpectedCounts(rates: rates, shifted: shifted)
  }

  /// Sets a part's nominal counts with their shifts in a run over the bins of all parts.
  private func addShifted<S: LikelihoodScalar>(
    _ part: ModelLayout.Part, _ interpolated: [(up: S, down: S)], to counts: inout [S]
  ) {
    for bin in 0..<part.bins.count { counts[part.start + bin] = S(templates[part.nominal + bin]) }
    guard !part.shifts.isEmpty else { return }
    counts.withUnsafeMutableBufferPointer { counts in
      changes.withUnsafeBufferPointer { changes in
        if addMany(part, interpolated, changes, to: counts) { return }
        for shift in layout.shifts[part.shifts] {
          let (p, m) = interpolated[shift.slot]
          for bin in 0..<part.bins.count {
            let (up, down): (S, S) = (changes[shift.up &+ bin] * p, changes[shift.down &+ bin] * m)
            counts[part.start &+ bin] = counts[part.start &+ bin] + (up + down)
          }
        }
      }
    }
  }

  /// Adds many shifts of many bins in plain numbers at once, as the product of a matrix with a vector; false where
  /// there is little to gain.
  private func addMany<S: LikelihoodScalar>(
    _ part: ModelLayout.Part, _ interpolated: [(up: S, down: S)], _ changes: UnsafeBufferPointer<Double>,
    to counts: UnsafeMutableBufferPointer<S>
  ) -> Bool {
    let (shifts, bins) = (layout.shifts[part.shifts], part.bins.count)
    guard shifts.count >= 16, bins >= 16, let first = shifts.first,
      let rows = changes.baseAddress.map({ $0 + first.up }),
      let counts = counts as? UnsafeMutableBufferPointer<Double>, let start = counts.baseAddress
    else { return false }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * shifts.count) { factors in
      for (place, shift) in shifts.enumerated() {
        factors[2 * place] = interpolated[shift.slot].up.value
        factors[2 * place + 1] = interpolated[shift.slot].down.value
      }
      OneThreadedBLAS.isSet
      cblas_dgemv(
        CblasRowMajor, CblasTrans, CInt(factors.count), CInt(bins), 1, rows, CInt(bins), factors.baseAddress,
        1, 1,
        start + part.start, 1)
    }
    return true
  }

  /// The product of a part's factors on all bins.
  func scale<S: LikelihoodScalar>(of part: ModelLayout.Part, _ parameters: [S]) -> S {
    layout.factors[part.factors].reduce(S(1)) { $0 * $1.response.value(parameters[$1.parameter]) }
  }

  /// The product of a part's factors on one bin, without one of them if it is given.
  func binFactor<S: LikelihoodScalar>(
    of part: ModelLayout.Part, _ bin: Int, _ parameters: [S], without excluded: Int? = nil
  ) -> S {
    var product = S(1)
    for index in part.families where index != excluded {
      product = product * parameters[layout.families[index].first + bin]
    }
    return product
  }

  /// Pulls a gradient in the expected counts back to the parameters, and adds it to theirs.
  ///
  /// The derivative in a factor is the product of the others, so that it is right where a factor is 0.
  func ratesPullback<S: LikelihoodScalar>(
    _ counts: ExpectedCounts<S>, _ parameters: [S], cotangent: [S], into gradient: inout [S]
  ) {
    var weights: [S] = []
    let interpolated = layout.shifting.map { interpolation.histoSys.slopes(parameters[$0]) }
    for part in layout.parts {
      let (count, first) = (part.bins.count, part.bins.lowerBound)
      let factor = scale(of: part, parameters)
      var inFactor = S(0)
      weights.removeAll(keepingCapacity: true)
      for bin in 0..<count {
        let weight = binFactor(of: part, bin, parameters) * cotangent[first + bin]
        inFactor = inFactor + weight * counts.shifted[part.start + bin]
        weights.append(factor * weight)
      }
      addFactorGradient(part, parameters, cotangent: inFactor, into: &gradient) { $0.slope($1) }
      for shift in layout.shifts[part.shifts] {
        let (p, m) = interpolated[shift.slot]
        let (up, down) = (dotWithChanges(shift.up, weights), dotWithChanges(shift.down, weights))
        gradient[shift.parameter] = gradient[shift.parameter] + (p * up + m * down)
      }
      for index in part.families {
        let parameter = layout.families[index].first
        for bin in 0..<count {
          let others = binFactor(of: part, bin, parameters, without: index)
          let count = factor * counts.shifted[part.start + bin]
          gradient[parameter + bin] = gradient[parameter + bin] + others * count * cotangent[first + bin]
        }
      }
    }
  }

  /// The sum of the products of changes, from a place on, with numbers.
  private func dotWithChanges<S: LikelihoodScalar>(_ start: Int, _ numbers: [S]) -> S {
    if let plain = numbers as? [Double] {
      return changes.withUnsafeBufferPointer { changes in
        plain.withUnsafeBufferPointer { plain in
          guard let changes = changes.baseAddress, let plain = plain.baseAddress else { return S(0) }
          return S(neos_dot(changes + start, plain, numbers.count))
        }
      }
    }
    var sum = S(0)
    for index in numbers.indices { sum = sum + changes[start + index] * numbers[index] }
    return sum
  }

  /// Pulls a gradient in the expected counts back to the sizes of the normsys modifiers, at their parameters' places:
  /// all hi - 1 and lo - 1 of a parameter grow with its size.
  func sizePullback<S: LikelihoodScalar>(_ parameters: [S], cotangent: [S]) -> [S] {
    let shifted = expectedCounts(parameters).shifted
    var gradient = [S](repeating: S(0), count: parameters.count)
    for part in layout.parts {
      var inFactor = S(0)
      for bin in 0..<part.bins.count {
        let weight = binFactor(of: part, bin, parameters) * cotangent[part.bins.lowerBound + bin]
        inFactor = inFactor + weight * shifted[part.start + bin]
      }
      addFactorGradient(part, parameters, cotangent: inFactor, into: &gradient) { $0.sizeSlope($1) }
    }
    return gradient
  }

  /// Adds the gradient of `cotangent` times the product of a part's factors, given the derivative of a factor.
  private func addFactorGradient<S: LikelihoodScalar>(
    _ part: ModelLayout.Part, _ parameters: [S], cotangent: S, into gradient: inout [S],
    derivative: (ScaleResponse, S) -> S
  ) {
    guard !part.factors.isEmpty else { return }
    // before[i] is the product of the factors up to i.
    var before: [S] = []
    before.reserveCapacity(part.factors.count)
    var product = cotangent
    for factor in layout.factors[part.factors] {
      before.append(product)
      product = product * factor.response.value(parameters[factor.parameter])
    }
    var after = S(1)
    for (position, factor) in zip(before.indices, layout.factors[part.factors]).reversed() {
      let value = parameters[factor.parameter]
      gradient[factor.parameter] =
        gradient[factor.parameter] + before[position] * after * derivative(factor.response, value)
      after = after * factor.response.value(value)
    }
  }
}
