extension HistFactoryModel {
  /// The Hessian of the log-likelihood in the parameters.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func curvature(_ parameters: [Double], data: [Double]) -> SymmetricMatrix {
    derivatives(parameters, data: data).curvature
  }

  /// The gradient of the log-likelihood in the parameters, and its Hessian.
  ///
  /// A bin with the count n and the expected count nu adds (n / nu - 1) d^2 nu - (n / nu^2) dnu dnu^T. Both are
  /// gathered channel by channel over the parameters that touch the channel, so that what a parameter does not touch
  /// costs nothing.
  ///
  /// - Parameters:
  ///   - parameters: one value for each parameter.
  ///   - data: the main bins, then the auxiliary measurements.
  public func derivatives(
    _ parameters: [Double], data: [Double]
  ) -> (gradient: [Double], curvature: SymmetricMatrix) {
    checkLength(of: data)
    let forward = forwardRates(parameters)
    var gradient = [Double](repeating: 0, count: parameters.count)
    var hessian = SymmetricMatrix(layout.profile)
    let series = layout.shifting.map { interpolation.histoSys.slopes(Jet(parameters[$0], 1)) }
    for channel in layout.channels {
      let work = ChannelDerivatives(channel, data: data, rates: forward.rates)
      for part in layout.parts[channel.parts] {
        let terms = PartTerms(self, part, forward, parameters, work)
        addFactors(terms, to: work)
        addShifts(terms, series, to: work)
        addFamilies(terms, parameters, to: work)
      }
      work.add(to: &gradient, &hessian)
    }
    for (index, term) in constraints.enumerated() {
      let (value, measured) = (parameters[term.parameter], data[binCount + index])
      gradient[term.parameter] += term.slope(measured, value)
      hessian[term.parameter, term.parameter] += term.curvature(measured, value)
    }
    return (gradient, hessian)
  }

  /// Adds the derivatives in a part's factors on all bins, alone and in pairs.
  private func addFactors(_ terms: PartTerms, to work: borrowing ChannelDerivatives) {
    let total = zip(terms.counts, terms.slopes).reduce(0) { $0 + $1.0 * $1.1 }
    let factors = terms.factors
    for position in factors.indices {
      let factor = factors[position]
      let own = work.first + factor.local * work.binCount
      for bin in terms.counts.indices {
        own[bin] += factor.derivative * terms.binFactors[bin] * terms.counts[bin]
      }
      work.addSecond(factor.local, factor.local, factor.halfCurvature * factor.others * total)
      var product = factor.before * factor.slope * total
      for next in position + 1..<factors.count {
        work.addSecond(factor.local, factors[next].local, product * factors[next].slope * factors[next].after)
        product *= factors[next].value
      }
    }
  }

  /// Adds the derivatives in a part's shifts, alone, with each of its factors, and with those on single bins.
  private func addShifts(
    _ terms: PartTerms, _ interpolated: [(up: Jet, down: Jet)], to work: borrowing ChannelDerivatives
  ) {
    let (part, count, scale) = (terms.part, work.binCount, terms.scale)
    let nominal = templates.span.extracting(part.nominal..<part.nominal + count)
    let templates = templates.span
    let shifts = layout.shifts.span
    let interpolated = interpolated.span
    let weights = terms.weights.span
    let slopes = terms.slopes.span
    let factors = terms.factors.span
    let families = terms.families.span
    for index in part.shifts {
      let shift = shifts[index]
      let series = interpolated[shift.slot]
      let own = work.first + shift.local * count
      var (slope, curvature) = (0.0, 0.0)
      for bin in 0..<count {
        let up = templates[shift.hi &+ bin] - nominal[bin]
        let down = nominal[bin] - templates[shift.lo &+ bin]
        let change = series.up.c0 * up + series.down.c0 * down
        own[bin] += weights[bin] * change
        slope += slopes[bin] * change
        curvature += slopes[bin] * (series.up.c1 * up + series.down.c1 * down)
        for family in families.indices {
          work.mixed(families[family].local, shift.local)[bin] += scale * families[family].slopes[bin] * change
        }
      }
      work.addSecond(shift.local, shift.local, 0.5 * scale * curvature)
      for factor in factors.indices {
        work.addSecond(shift.local, factors[factor].local, factors[factor].derivative * slope)
      }
    }
  }

  /// Adds the derivatives in a part's factors on single bins, alone, with each of its factors and in pairs.
  private func addFamilies(
    _ terms: PartTerms, _ parameters: [Double], to work: borrowing ChannelDerivatives
  ) {
    for (position, family) in terms.families.enumerated() {
      let own = work.first(ofFamily: family.local)
      for bin in terms.counts.indices { own[bin] += terms.scale * family.others[bin] * terms.counts[bin] }
      for factor in terms.factors {
        let target = work.mixed(family.local, factor.local)
        for bin in terms.counts.indices {
          target[bin] += factor.derivative * family.slopes[bin] * terms.counts[bin]
        }
      }
      for (other, next) in terms.families[..<position].enumerated() {
        let target = work.paired(family.local, next.local)
        for bin in terms.counts.indices {
          var product = terms.scale * work.slopes[bin] * terms.counts[bin]
          for (third, factor) in terms.families.enumerated() where third != other && third != position {
            product *= parameters[factor.first + bin]
          }
          target[bin] += product
        }
      }
    }
  }
}
