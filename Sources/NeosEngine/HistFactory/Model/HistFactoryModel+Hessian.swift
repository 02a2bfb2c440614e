extension HistFactoryModel {
  /// The Hessian of the log-likelihood in the parameters.
  ///
  /// A bin with the count n and the expected count nu adds (n / nu - 1) d^2 nu - (n / nu^2) dnu dnu^T. Both are
  /// gathered channel by channel over the parameters that touch the channel, and a parameter of a single bin
  /// enters there alone, so that what a parameter does not touch costs nothing.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    checkLength(of: data)
    return curvature(parameters, forwardRates(parameters), data: data)
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func derivatives(
    _ parameters: [Double], data: [Double]
  ) -> (gradient: [Double], curvature: SymmetricMatrix) {
    checkLength(of: data)
    let forward = forwardRates(parameters)
    return (
      parameterGradient(parameters, forward, data: data), curvature(parameters, forward, data: data)
    )
  }

  private func curvature(
    _ parameters: [Double], _ forward: ForwardRates<Double>, data: [Double]
  ) -> SymmetricMatrix {
    var sum = SymmetricMatrix(size: parameters.count)
    let slopes = layout.shifting.map { interpolation.histoSys.slopes(Jet(parameters[$0], 1)) }
    for channel in layout.channels {
      var work = ChannelCurvature(channel)
      for part in layout.parts[channel.parts] {
        let terms = PartTerms(self, part, forward, parameters, data: data)
        addFactors(terms, to: &work)
        addShifts(terms, slopes, parameters, to: &work, &sum)
        addFamilies(terms, parameters, to: &work, &sum)
      }
      work.addSquares(data: data, rates: forward.rates, to: &sum)
    }
    for (index, term) in constraints.enumerated() {
      sum[term.parameter, term.parameter] += term.curvature(
        data[binCount + index], parameters[term.parameter])
    }
    return sum
  }

  /// Adds the derivatives in a part's factors on all bins, alone and in pairs.
  private func addFactors(_ terms: PartTerms, to work: inout ChannelCurvature) {
    let counts = zip(terms.binFactors, terms.shifted).map { $0 * $1 }
    let total = zip(counts, terms.slopes).reduce(0) { $0 + $1.0 * $1.1 }
    for (position, factor) in terms.factors.enumerated() {
      work.addFirst(factor.local, factor.slope * factor.others, counts)
      work.addSecond(factor.local, factor.local, factor.halfCurvature * factor.others * total)
      var product = factor.before * factor.slope * total
      for next in terms.factors[(position + 1)...] {
        work.addSecond(factor.local, next.local, product * next.slope * next.after)
        product *= next.value
      }
    }
  }

  /// Adds the derivatives in a part's shifts, alone and with each of its factors.
  private func addShifts(
    _ terms: PartTerms, _ interpolated: [(up: Jet, down: Jet)], _ parameters: [Double],
    to work: inout ChannelCurvature, _ sum: inout SymmetricMatrix
  ) {
    let part = terms.part
    var changes = [Double](repeating: 0, count: part.bins.count)
    let weights = terms.binFactors.map { terms.scale * $0 }
    let factors = terms.factors.map { (local: $0.local, derivative: $0.slope * $0.others) }
    let slopes = zip(terms.binFactors, terms.slopes).map { $0 * $1 }
    for shift in layout.shifts[part.shifts] {
      let series = interpolated[shift.slot]
      var (slope, curvature) = (0.0, 0.0)
      for bin in changes.indices {
        let nominal = templates[part.nominal + bin]
        let (up, down) = (templates[shift.hi + bin] - nominal, nominal - templates[shift.lo + bin])
        changes[bin] = series.up.c0 * up + series.down.c0 * down
        slope += slopes[bin] * changes[bin]
        curvature += slopes[bin] * (series.up.c1 * up + series.down.c1 * down)
      }
      work.addFirst(shift.local, weights, changes)
      work.addSecond(shift.local, shift.local, 0.5 * terms.scale * curvature)
      work.addSecond(shift.local, factors, times: slope)
      for index in part.families {
        for bin in changes.indices {
          let others = binFactor(of: part, bin, parameters, without: index)
          sum.add(
            layout.families[index].first + bin, shift.parameter,
            terms.scale * changes[bin] * others * terms.slopes[bin])
        }
      }
    }
  }

  /// Adds the derivatives in a part's factors on single bins, alone, with each of its factors and in pairs.
  private func addFamilies(
    _ terms: PartTerms, _ parameters: [Double], to work: inout ChannelCurvature, _ sum: inout SymmetricMatrix
  ) {
    let part = terms.part
    for index in part.families {
      let family = layout.families[index]
      for (bin, count) in zip(0..., terms.shifted) {
        let others = binFactor(of: part, bin, parameters, without: index)
        work.addFirst(work.channel.scalars.count + family.local, bin, terms.scale * others * count)
        let weighted = terms.slopes[bin] * count
        for factor in terms.factors {
          sum.add(family.first + bin, factor.parameter, factor.slope * factor.others * others * weighted)
        }
        for other in part.families.lowerBound..<index {
          var product = terms.scale * weighted
          for third in part.families where third != other && third != index {
            product *= parameters[layout.families[third].first + bin]
          }
          sum.add(family.first + bin, layout.families[other].first + bin, product)
        }
      }
    }
  }
}

/// What the second derivatives of a part's counts are made of.
private struct PartTerms {
  /// A factor on all bins with its derivatives, and the products of the factors before and after it.
  struct Factor {
    let parameter: Int
    let local: Int
    let value: Double
    let slope: Double
    let halfCurvature: Double
    var before = 1.0
    var after = 1.0
    /// The product of the other factors.
    var others: Double { before * after }
  }

  let part: ModelLayout.Part
  var factors: [Factor]
  /// The product of the factors on all bins.
  let scale: Double
  /// The derivatives n / nu - 1 of the log-likelihood in the bins' counts.
  let slopes: [Double]
  /// The products of the factors on single bins.
  let binFactors: [Double]
  /// The nominal counts with their shifts.
  let shifted: ArraySlice<Double>

  init(
    _ model: HistFactoryModel, _ part: ModelLayout.Part, _ forward: ForwardRates<Double>,
    _ parameters: [Double], data: [Double]
  ) {
    self.part = part
    slopes = part.bins.map { logPoissonSlope(data[$0], rate: forward.rates[$0]) }
    binFactors = part.bins.map { model.binFactor(of: part, $0 - part.bins.lowerBound, parameters) }
    shifted = forward.shifted[part.start..<part.start + part.bins.count]
    factors = model.layout.factors[part.factors].map { factor in
      let series = factor.response.value(Jet(parameters[factor.parameter], 1))
      return Factor(
        parameter: factor.parameter, local: factor.local, value: series.c0, slope: series.c1,
        halfCurvature: series.c2)
    }
    var product = 1.0
    for index in factors.indices {
      factors[index].before = product
      product *= factors[index].value
    }
    scale = product
    product = 1
    for index in factors.indices.reversed() {
      factors[index].after = product
      product *= factors[index].value
    }
  }
}
